// The tools that draw annotations, and what a stroke of one becomes.
import {
  type AddAnnotation,
  type AnnotationId,
  type AnnotationShape,
  addAnnotation,
  addedAnnotations,
  MAX_STROKE_POINTS,
  STROKE_SCALE,
} from '@etherloom/topology'
import { documentStore } from '../stores/document.ts'
import type { Place } from '../stores/drawing.ts'
import { select, sessionStore } from '../stores/session.ts'
import { currentCanvas } from '../stores/sheet.ts'
import { edit } from '../transport/lab.ts'

export interface DrawingTool {
  readonly shape: AnnotationShape
  readonly label: string
  readonly hint: string
}

export const drawingTools: readonly DrawingTool[] = [
  { shape: 'text', label: 'Text', hint: 'Click where it should stand, and type.' },
  { shape: 'rectangle', label: 'Rectangle', hint: 'Drag from corner to corner.' },
  { shape: 'ellipse', label: 'Ellipse', hint: 'Drag from corner to corner.' },
  { shape: 'arrow', label: 'Arrow', hint: 'Drag from its start to its tip.' },
  { shape: 'freehand', label: 'Pen', hint: 'Draw with the button held down.' },
]

/** As large as something that was clicked rather than drawn. */
const USUAL = { width: 160, height: 100 }
const LEAST = 5

/** What a stroke of a tool draws; null for one that is too short to mean anything. */
export function strokeOf(shape: AnnotationShape, stroke: readonly Place[]): AddAnnotation | null {
  const start = stroke[0]!
  const end = stroke[stroke.length - 1]!
  const long = stroke.some(({ x, y }) => Math.hypot(x - start.x, y - start.y) >= LEAST)
  const round = Math.round
  switch (shape) {
    case 'text':
      return { shape, x: round(start.x), y: round(start.y) }
    case 'arrow':
      if (!long) return null
      return {
        shape,
        x: round(start.x),
        y: round(start.y),
        width: round(end.x - start.x),
        height: round(end.y - start.y),
      }
    case 'freehand':
      return long ? freehand(stroke) : null
    default: {
      const [x, y] = [Math.min(start.x, end.x), Math.min(start.y, end.y)]
      const size = { width: round(Math.abs(end.x - start.x)), height: round(Math.abs(end.y - start.y)) }
      const [width, height] = long
        ? [Math.max(LEAST, size.width), Math.max(LEAST, size.height)]
        : [USUAL.width, USUAL.height]
      return { shape, x: round(x), y: round(y), width, height, ...(shape === 'rectangle' ? { radius: 8 } : {}) }
    }
  }
}

/** Points of a hand's stroke as shares of its box. */
function freehand(stroke: readonly Place[]): AddAnnotation {
  const step = Math.ceil(stroke.length / MAX_STROKE_POINTS)
  const points = stroke.filter((_, i) => i % step === 0 || i === stroke.length - 1).slice(-MAX_STROKE_POINTS)
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  const [x, y] = [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys))]
  const width = Math.max(1, Math.ceil(Math.max(...xs) - x))
  const height = Math.max(1, Math.ceil(Math.max(...ys) - y))
  const share = (at: number, from: number, length: number) =>
    Math.max(0, Math.min(STROKE_SCALE, Math.round(((at - from) / length) * STROKE_SCALE)))
  return {
    shape: 'freehand',
    ...{ x, y, width, height },
    points: points.flatMap((point) => [share(point.x, x, width), share(point.y, y, height)]),
  }
}

/** Puts it on the canvas being looked at; a text is to be written at once. */
export function draw(what: AddAnnotation): AnnotationId | null {
  const operation = edit((document) =>
    addAnnotation(document, { text: what.shape === 'text' ? 'Text' : '', ...what, canvas: currentCanvas(document) }),
  )
  const id = operation && addedAnnotations(operation.diff)[0]
  if (!id) return null
  select([id])
  if (what.shape === 'text') sessionStore.setState({ writing: id })
  return id
}

/** For the keyboard: of a usual size, in the middle of the view. */
export function drawInMiddle(shape: AnnotationShape, { x, y }: Place): void {
  const { width, height } = USUAL
  const stroke = [
    { x: x - width / 2, y: y - height / 2 },
    { x, y: y - height / 4 },
    { x: x + width / 2, y: y + height / 2 },
  ]
  const what = strokeOf(shape, stroke)
  if (what && documentStore.getState().loaded) draw(what)
}
