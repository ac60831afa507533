// Annotations: `rectangle`, `oval`, `text` and `freeform`. IMUNES draws rectangles first, then ovals, strokes and texts, and
// those of one sort in the order of the file.
import {
  type AnnotationRecord,
  type CanvasId,
  EDGE,
  MAX_ANNOTATION_TEXT,
  MAX_STROKE_POINTS,
  makeAnnotation,
  STROKE_SCALE,
  topologyRecord,
} from '@etherloom/topology'
import { BAG, parseBag } from '../bag.ts'
import { readFillColor, readLineColor } from '../color.ts'
import { fontSizeOf, isOnlySize, sizeInPixels, USUAL_FONT_SIZE } from '../font.ts'
import { type JsonObject, objectsIn, textAt } from '../imn-file.ts'
import { Taker } from '../taker.ts'
import type { Canvases, DrawnDraft } from './canvases.ts'
import type { Ids } from './ids.ts'

const TYPES = ['rectangle', 'oval', 'freeform', 'text'] as const
const SHAPES = { rectangle: 'rectangle', oval: 'ellipse', freeform: 'freehand', text: 'text' } as const

/** As IMUNES draws what does not say. */
export const USUAL = { boxWidth: 1, strokeWidth: 2, radius: 25 }
/** Of a line's height to its letters'. */
export const LINE_HEIGHT = 1.3

export interface Annotations {
  readonly drafts: readonly DrawnDraft<AnnotationRecord>[]
  /** By the path of each that is no annotation here, why it is none. */
  readonly refused: ReadonlyMap<string, string>
}

/** Takes annotations out of `from`. */
export function readAnnotations(
  from: JsonObject,
  options: JsonObject,
  canvases: Canvases,
  most: number,
  ids: Ids,
): Annotations {
  const drafts: DrawnDraft<AnnotationRecord>[] = []
  const refused = new Map<string, string>()
  for (const [key, object] of objectsIn(from)) {
    const draft = drafts.length < most ? readAnnotation(key, object, options, canvases, ids) : `a lab holds ${most}`
    if (typeof draft === 'string') refused.set(`gui/annotations/${key}`, draft)
    else {
      delete from[key]
      drafts.push(draft)
    }
  }
  return { drafts: inOrder(drafts), refused }
}

function inOrder(drafts: readonly DrawnDraft<AnnotationRecord>[]): DrawnDraft<AnnotationRecord>[] {
  const rank = ({ record }: DrawnDraft<AnnotationRecord>) => TYPES.findIndex((type) => SHAPES[type] === record.shape)
  return [...drafts].sort((a, b) => rank(a) - rank(b)).map((draft, z) => ({ ...draft, record: { ...draft.record, z } }))
}

function readAnnotation(
  key: string,
  object: JsonObject,
  options: JsonObject,
  { byKey, first }: Canvases,
  ids: Ids,
): DrawnDraft<AnnotationRecord> | string {
  const left = new Taker(object, `gui/annotations/${key}`)
  const bag = parseBag(left.ours(BAG))
  const type = left.word('type', TYPES)
  if (type === undefined) return `its type is none of ${TYPES.join(', ')}`
  const at = (left.text('iconcoords') ?? '').trim().split(/\s+/).map(Number)
  if (!at.every((n) => Math.abs(n) <= EDGE)) return 'its place is no list of numbers within a million of the corner'
  const text = left.value('label', (label) => (label.length <= MAX_ANNOTATION_TEXT ? label : null)) ?? ''
  if (type === 'text' && text === '') return 'it is a text without a text, of which nothing is seen'
  const style = type === 'freeform' ? readStroke(left, options) : readStyle(left, options, type)
  const box = placeOf(type, at, text, style.fontSize ?? USUAL_FONT_SIZE)
  if (typeof box === 'string') return box
  const canvas = left.value('canvas', (name) => byKey.get(name) ?? null) ?? (byKey.get(first) as CanvasId)
  const record = makeAnnotation({
    id: ids.next('annotation', key, bag.id),
    shape: SHAPES[type],
    canvas,
    text,
    ...style,
    ...box,
  })
  return topologyRecord.safeParse(record).success ? { key, record, left, bag } : 'it is larger than a drawing may be'
}

type Style = Pick<Partial<AnnotationRecord>, 'fontSize' | 'textColor' | 'fill' | 'radius' | 'stroke' | 'strokeWidth'>
type Box = Pick<AnnotationRecord, 'x' | 'y'> & Pick<Partial<AnnotationRecord>, 'width' | 'height' | 'points'>

/** The colour an option gives to what has none. */
const byOption = (options: JsonObject, key: string, usual: string) => textAt(options, key) ?? usual

function readStyle(left: Taker, options: JsonObject, type: 'rectangle' | 'oval' | 'text'): Style {
  const textColor =
    left.value('labelcolor', readLineColor) ?? readLineColor(byOption(options, 'default_text_color', '#000000'))
  const fontSize = readFont(left)
  const letters: Style = { fontSize, textColor: textColor ?? 'ink' }
  if (type === 'text') return letters
  const fill =
    left.value('color', readFillColor) ?? readFillColor(byOption(options, 'default_fill_color', 'gray')) ?? '#808080'
  const width = left.number('width', 0, 100, false) ?? USUAL.boxWidth
  const radius = type === 'rectangle' ? (left.number('rad', 0, 1000, false) ?? USUAL.radius) : 0
  const stroke = left.value('bordercolor', readLineColor)
  if (width === 0 && stroke === undefined) return { ...letters, fill, radius, stroke: null }
  return { ...letters, fill, radius, stroke: stroke ?? 'ink', strokeWidth: width }
}

function readStroke(left: Taker, options: JsonObject): Style {
  const color =
    left.value('color', readLineColor) ?? readLineColor(byOption(options, 'default_fill_color', 'gray')) ?? '#808080'
  return { stroke: color, strokeWidth: left.number('width', 0, 100, false) ?? USUAL.strokeWidth }
}

/** The family of the letters, and whether they are bold, stay. */
function readFont(left: Taker): number {
  const font = textAt(left.rest, 'font')
  const points = textAt(left.rest, 'fontsize')
  const size = fontSizeOf(font) ?? sizeInPixels(points)
  left.value('fontsize', (text) => (size !== null && sizeInPixels(text) === size ? text : null))
  left.value('font', (font) => (isOnlySize(font) && size !== null ? font : null))
  return size ?? USUAL_FONT_SIZE
}

function placeOf(type: (typeof TYPES)[number], at: readonly number[], text: string, fontSize: number): Box | string {
  if (type === 'text') {
    if (at.length !== 2) return 'the place of a text is two numbers'
    return { x: at[0], y: round(at[1] - textHeight(text, fontSize) / 2) }
  }
  if (type === 'freeform') return strokeOf(at)
  if (at.length !== 4) return 'its place is four numbers: two opposite corners'
  return boxAround(at)
}

/** A text's place is the middle of its left side there, and its left upper corner here. */
export const textHeight = (text: string, fontSize: number): number => text.split('\n').length * fontSize * LINE_HEIGHT

/** Keeps what is added and taken away again from growing digits. */
export const round = (n: number): number => Math.round(n * 1e6) / 1e6

function boxAround(at: readonly number[]): { x: number; y: number; width: number; height: number } {
  const [xs, ys] = [at.filter((_, i) => i % 2 === 0), at.filter((_, i) => i % 2 === 1)]
  const span = (list: readonly number[]) =>
    list.reduce(([least, most], n) => [Math.min(least, n), Math.max(most, n)], [list[0], list[0]])
  const [[x, right], [y, bottom]] = [span(xs), span(ys)]
  return { x, y, width: round(right - x), height: round(bottom - y) }
}

function strokeOf(at: readonly number[]): Box | string {
  if (at.length < 4 || at.length % 2 === 1) return 'a stroke is two points or more, each two numbers'
  if (at.length > 2 * MAX_STROKE_POINTS) return `a stroke has ${MAX_STROKE_POINTS} points at most`
  const box = boxAround(at)
  const share = (n: number, from: number, length: number) =>
    length === 0 ? 0 : Math.max(0, Math.min(STROKE_SCALE, Math.round(((n - from) / length) * STROKE_SCALE)))
  const points = at.map((n, i) => (i % 2 === 0 ? share(n, box.x, box.width) : share(n, box.y, box.height)))
  return { ...box, points }
}
