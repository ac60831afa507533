// An annotation as IMUNES writes it. An arrow is a stroke there, without its heads; every shape is filled, so one that is not is
// white.
import { type AnnotationRecord, STROKE_SCALE } from '@etherloom/topology'
import { writeFillColor, writeLineColor } from '../color.ts'
import { fontWithSize } from '../font.ts'
import { type JsonObject, textAt } from '../imn-file.ts'
import { round, textHeight, USUAL } from '../to-document/annotations.ts'
import { canvasKey } from './canvas.ts'
import type { Keys } from './keys.ts'
import { compact, merge, restOf } from './merge.ts'

/** Whether there is anything of it to be seen; IMUNES takes no other. */
export const isSpoken = ({ shape, text, points }: AnnotationRecord): boolean =>
  shape === 'text' ? text !== '' : shape !== 'freehand' || points.length >= 4

export function writeAnnotation(annotation: AnnotationRecord, keys: Keys): JsonObject {
  const rest = restOf(annotation)
  return merge({ ...compact(ownKeys(annotation, rest)), canvas: canvasKey(annotation.canvas, rest, keys) }, rest)
}

function ownKeys(annotation: AnnotationRecord, rest: JsonObject): Parameters<typeof compact>[0] {
  const { x, y, width, height, text, fontSize } = annotation
  const letters = {
    label: text === '' ? undefined : text,
    labelcolor: writeLineColor(annotation.textColor),
    font: fontWithSize(textAt(rest, 'font'), textAt(rest, 'fontsize'), fontSize),
  }
  switch (annotation.shape) {
    case 'text':
      return { type: 'text', iconcoords: coords([x, y + textHeight(text, fontSize) / 2]), ...letters }
    case 'arrow':
      return { type: 'freeform', iconcoords: coords([x, y, x + width, y + height]), ...line(annotation) }
    case 'freehand':
      return { type: 'freeform', iconcoords: strokeCoords(annotation), ...line(annotation) }
    default:
      return {
        type: annotation.shape === 'ellipse' ? 'oval' : 'rectangle',
        iconcoords: coords([x, y, x + width, y + height]),
        ...letters,
        color: annotation.fill === null ? '#ffffff' : writeFillColor(annotation.fill),
        ...border(annotation),
        rad: annotation.shape === 'rectangle' ? String(annotation.radius) : undefined,
      }
  }
}

const coords = (numbers: readonly number[]): string => numbers.map(round).join(' ')

const line = ({ stroke, strokeWidth }: AnnotationRecord) => ({
  color: writeLineColor(stroke ?? 'ink'),
  width: String(stroke === null ? 0 : strokeWidth),
})

const border = ({ stroke, strokeWidth }: AnnotationRecord) => ({
  bordercolor: stroke === null ? undefined : writeLineColor(stroke),
  width: stroke === null ? '0' : strokeWidth === USUAL.boxWidth ? undefined : String(strokeWidth),
})

/** Each with as few digits as tell its point of the scale, so that whole numbers are whole again. */
function strokeCoords({ x, y, width, height, points }: AnnotationRecord): string {
  return points.map((point, i) => (i % 2 === 0 ? along(x, width, point) : along(y, height, point))).join(' ')
}

function along(from: number, length: number, point: number): number {
  const at = from + (point / STROKE_SCALE) * length
  if (point === 0 || point === STROKE_SCALE || length === 0) return round(at)
  for (let unit = 1; unit < 1e6; unit *= 10) {
    const near = Math.round(at * unit) / unit
    if (Math.round(((near - from) / length) * STROKE_SCALE) === point) return near
  }
  return round(at)
}
