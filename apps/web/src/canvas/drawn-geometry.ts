// Where annotations and groups are, in the drawing's units: for the painter and for the pointer alike.
import {
  type AnnotationRecord,
  type CanvasId,
  type GroupRecord,
  groups,
  inGroup,
  type LayoutRecord,
  type NodeId,
  onCanvas,
  STROKE_SCALE,
  type TopologyDocument,
} from '@etherloom/topology'
import { type Place, placeOf } from '../stores/drawing.ts'
import { closedAround, currentCanvas, perSheet } from '../stores/sheet.ts'
import { shownAnnotation } from './drawn-motion.ts'
import type { Ink } from './ink.ts'
import { NAME_HEIGHT, NODE_SIZE } from './node-size.ts'
import type { Box } from './viewport.ts'

export const LINE = 1.3
let measurer: OffscreenCanvasRenderingContext2D | null = null
const measured = new WeakMap<AnnotationRecord, TextLayout>()

export interface TextLayout {
  readonly lines: readonly string[]
  readonly width: number
  readonly height: number
}

/** The lines of a text, wrapped at its width if it has one. */
export function layOutText(annotation: AnnotationRecord): TextLayout {
  let layout = measured.get(annotation)
  if (!layout) measured.set(annotation, (layout = measure(annotation)))
  return layout
}

export const textFont = (fontSize: number): string => `${fontSize}px ${fontFamily()}`
let family = ''
const fontFamily = (): string => (family ||= getComputedStyle(document.body).fontFamily)

function measure({ text, fontSize, width, shape }: AnnotationRecord): TextLayout {
  measurer ??= new OffscreenCanvas(1, 1).getContext('2d')!
  measurer.font = textFont(fontSize)
  const most = shape === 'text' && width <= 0 ? Number.POSITIVE_INFINITY : Math.max(20, Math.abs(width))
  const lines = text.split('\n').flatMap((line) => wrap(measurer!, line, most))
  const widest = Math.max(fontSize, ...lines.map((line) => measurer!.measureText(line).width))
  return { lines, width: Math.min(widest, most), height: lines.length * fontSize * LINE }
}

function wrap(ctx: OffscreenCanvasRenderingContext2D, line: string, most: number): string[] {
  const lines: string[] = []
  let rest = ''
  for (const word of line.split(' ')) {
    const longer = rest === '' ? word : `${rest} ${word}`
    if (rest !== '' && ctx.measureText(longer).width > most) {
      lines.push(rest)
      rest = word
    } else rest = longer
  }
  return [...lines, rest]
}

/** The box around an annotation; of an arrow too. */
export function boxOf(annotation: AnnotationRecord): Box {
  const { shape, x, y, width, height } = annotation
  if (shape === 'text') {
    const { width: wide, height: tall } = layOutText(annotation)
    return { x, y, width: width > 0 ? width : wide, height: tall }
  }
  return {
    x: Math.min(x, x + width),
    y: Math.min(y, y + height),
    width: Math.abs(width),
    height: Math.abs(height),
  }
}

/** The points of a freehand stroke, one after the other. */
export function strokePoints({ x, y, width, height, points }: AnnotationRecord): Place[] {
  const list: Place[] = []
  for (let i = 0; i + 1 < points.length; i += 2)
    list.push({ x: x + (points[i]! / STROKE_SCALE) * width, y: y + (points[i + 1]! / STROKE_SCALE) * height })
  return list
}

export interface GroupBox {
  readonly group: GroupRecord
  readonly box: Box
  /** How many nodes are in it. */
  readonly nodes: number
}

const PADDING = 16
/** A group is filled with so much of what its colour fills with. */
export const GROUP_PART = 0.5
export const TITLE_HEIGHT = 22
export const TITLE_SIZE = 12
export const titleFont = (ink: Ink, size = TITLE_SIZE): string => `600 ${size}px ${ink.sans}`
/** On each side of a title, and where it would be cut otherwise. */
const TITLE_PADDING = 10
const LEAST_TITLE_PADDING = 5
const LEAST_TITLE_SIZE = 10

export interface TitleFit {
  readonly size: number
  readonly padding: number
  /** How wide it may be. */
  readonly room: number
}

/** How a title so wide stands in its box: in a narrow one with less around it, then a little smaller. One that has to be cut is not. */
export function fitTitle(width: number, box: Box): TitleFit {
  const roomWith = (padding: number): number => Math.max(20, box.width - 2 * padding)
  const tight = roomWith(LEAST_TITLE_PADDING)
  const size = Math.floor((TITLE_SIZE * tight * 2) / width) / 2
  if (width <= roomWith(TITLE_PADDING) || size < LEAST_TITLE_SIZE)
    return { size: TITLE_SIZE, padding: TITLE_PADDING, room: roomWith(TITLE_PADDING) }
  return { size: Math.min(TITLE_SIZE, size), padding: LEAST_TITLE_PADDING, room: tight }
}
const none: readonly GroupBox[] = []

/** Where what is in a group lies now. */
interface Lying {
  placeOf(id: NodeId): Place
  annotation(record: AnnotationRecord): AnnotationRecord
}

/** The boxes of the groups on the page, the outer before the inner, when nothing moves; a collapsed one is as large as a node. */
export const restingBoxes = perSheet((_sheet, document) =>
  boxesOf(document, currentCanvas(document), {
    placeOf: (id) => placeOf(document, id),
    annotation: (record) => record,
  }),
)

/** The same while some of it is in motion. */
export const groupBoxes = (
  document: TopologyDocument,
  canvas: CanvasId,
  placeOf: (id: NodeId) => Place,
): readonly GroupBox[] => boxesOf(document, canvas, { placeOf, annotation: shownAnnotation })

function boxesOf(document: TopologyDocument, canvas: CanvasId, lying: Lying): readonly GroupBox[] {
  if (groups(document).length === 0) return none
  const boxes: GroupBox[] = []
  for (const each of onCanvas(document, canvas))
    if (each.type === 'group' && each.parent === null) addBoxes(document, each, lying, boxes)
  return boxes
}

/** What a group takes up in the one around it; null for one with nothing in it. */
function addBoxes(
  document: TopologyDocument,
  group: GroupRecord,
  lying: Lying,
  boxes: GroupBox[],
): { box: Box; nodes: number } | null {
  const inner: GroupBox[] = []
  let content: Box | null = null
  let nodes = 0
  for (const each of inGroup(document, group.id)) {
    const part = each.type === 'group' ? addBoxes(document, each, lying, inner) : partOf(each, lying)
    if (part === null) continue
    content = content === null ? part.box : union(content, part.box)
    nodes += part.nodes
  }
  if (content === null) return null
  const box = group.collapsed ? closedBox(content) : padded(content)
  boxes.push({ group, box, nodes })
  if (!group.collapsed) boxes.push(...inner)
  return { box: group.collapsed ? { ...box, height: box.height + NAME_HEIGHT } : box, nodes }
}

const partOf = (each: LayoutRecord | AnnotationRecord, { placeOf, annotation }: Lying): { box: Box; nodes: number } =>
  each.type === 'layout' ? { box: tileBox(placeOf(each.node)), nodes: 1 } : { box: boxOf(annotation(each)), nodes: 0 }

const tileBox = ({ x, y }: Place): Box => ({
  x: x - NODE_SIZE / 2,
  y: y - NODE_SIZE / 2,
  width: NODE_SIZE,
  height: NODE_SIZE + NAME_HEIGHT,
})

const padded = ({ x, y, width, height }: Box): Box => ({
  x: x - PADDING,
  y: y - PADDING - TITLE_HEIGHT,
  width: width + 2 * PADDING,
  height: height + 2 * PADDING + TITLE_HEIGHT,
})

const closedBox = ({ x, y, width, height }: Box): Box => ({
  x: x + width / 2 - NODE_SIZE / 2,
  y: y + (height - NAME_HEIGHT) / 2 - NODE_SIZE / 2,
  width: NODE_SIZE,
  height: NODE_SIZE,
})

export function union(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  }
}

/** The annotations of a canvas that are seen, the lowest first. */
export function annotationsOn(document: TopologyDocument, canvas: CanvasId): AnnotationRecord[] {
  return onCanvas(document, canvas)
    .filter((each): each is AnnotationRecord => each.type === 'annotation')
    .filter(({ group }) => closedAround(document, group) === null)
    .sort((a, b) => a.z - b.z || (a.id < b.id ? -1 : 1))
}
