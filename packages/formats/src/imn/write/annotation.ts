// An annotation as IMUNES writes it. An arrow is a stroke there, without its heads; every shape is filled, so one that is not is
// white.
import { type AnnotationRecord, EDGE, STROKE_SCALE } from '@etherloom/topology'
import { writeFillColor, writeLineColor } from '../color.ts'
import { fontWithSize } from '../font.ts'
import { type JsonObject, textAt } from '../imn-file.ts'
import { round, textHeight, USUAL } from '../to-document/annotations.ts'
import { canvasKey } from './canvas.ts'
import type { Keys } from './keys.ts'
import { compact, merge, restOf } from './merge.ts'

/** Whether there is anything of it to be seen, in bounds; what is not would be refused when it is read again. */
export const isSpoken = (annotation: AnnotationRecord): boolean =>
  (annotation.shape !== 'text' || annotation.text !== '') &&
  (annotation.shape !== 'freehand' || annotation.points.length >= 4) &&
  placeOf(annotation).every((n) => Math.abs(n) <= EDGE)

export function writeAnnotation(annotation: AnnotationRecord, keys: Keys): JsonObject {
  const rest = restOf(annotation)
  return merge({ ...compact(ownKeys(annotation, rest)), canvas: canvasKey(annotation.canvas, rest, keys) }, rest)
}

function ownKeys(annotation: AnnotationRecord, rest: JsonObject): Parameters<typeof compact>[0] {
  const { text, fontSize } = annotation
  const iconcoords = placeOf(annotation).join(' ')
  const letters = {
    label: text === '' ? undefined : text,
    labelcolor: writeLineColor(annotation.textColor),
    font: fontWithSize(textAt(rest, 'font'), fontSize),
  }
  switch (annotation.shape) {
    case 'text':
      return { type: 'text', iconcoords, ...letters }
    case 'arrow':
      return { type: 'freeform', iconcoords, ...line(annotation) }
    case 'freehand':
      return { type: 'freeform', iconcoords, ...line(annotation) }
    default:
      return {
        type: annotation.shape === 'ellipse' ? 'oval' : 'rectangle',
        iconcoords,
        ...letters,
        color: annotation.fill === null ? '#ffffff' : writeFillColor(annotation.fill),
        ...border(annotation),
        rad: annotation.shape === 'rectangle' ? String(annotation.radius) : undefined,
      }
  }
}

function placeOf(annotation: AnnotationRecord): number[] {
  const { shape, x, y, width, height, points, text, fontSize } = annotation
  if (shape === 'text') return [x, y + textHeight(text, fontSize) / 2].map(round)
  if (shape !== 'freehand') return [x, y, x + width, y + height].map(round)
  return points.map((point, i) => (i % 2 === 0 ? along(x, width, point) : along(y, height, point)))
}

const line = ({ stroke, strokeWidth }: AnnotationRecord) => ({
  color: writeLineColor(stroke ?? 'ink'),
  width: String(stroke === null ? 0 : strokeWidth),
})

const border = ({ stroke, strokeWidth }: AnnotationRecord) => ({
  bordercolor: stroke === null ? undefined : writeLineColor(stroke),
  width: stroke === null ? '0' : strokeWidth === USUAL.boxWidth ? undefined : String(strokeWidth),
})

/** With as few digits as tell a point of the scale, so that whole numbers are whole again. */
function along(from: number, length: number, point: number): number {
  const at = from + (point / STROKE_SCALE) * length
  if (point === 0 || point === STROKE_SCALE || length === 0) return round(at)
  for (let unit = 1; unit < 1e6; unit *= 10) {
    const near = Math.round(at * unit) / unit
    if (Math.round(((near - from) / length) * STROKE_SCALE) === point) return near
  }
  return round(at)
}
