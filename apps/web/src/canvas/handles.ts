// What an annotation is resized by, and what comes of it.
import type { AnnotationRecord } from '@etherloom/topology'
import type { Place } from '../stores/drawing.ts'
import { boxOf } from './drawn-geometry.ts'

export interface Handle extends Place {
  /** Which sides it moves: -1 the left or top, 1 the right or bottom, 0 neither. */
  readonly across: -1 | 0 | 1
  readonly down: -1 | 0 | 1
}

const SIDES = [-1, 0, 1] as const

/** Eight around a box; the two ends of an arrow; the right side of a text, which wraps there. */
export function handlesOf(annotation: AnnotationRecord): Handle[] {
  const { shape, x, y, width, height } = annotation
  if (shape === 'arrow')
    return [
      { x, y, across: -1, down: -1 },
      { x: x + width, y: y + height, across: 1, down: 1 },
    ]
  const box = boxOf(annotation)
  if (shape === 'text') return [{ x: box.x + box.width, y: box.y + box.height / 2, across: 1, down: 0 }]
  return SIDES.flatMap((down) =>
    SIDES.filter((across) => across !== 0 || down !== 0).map((across) => ({
      x: box.x + ((across + 1) / 2) * box.width,
      y: box.y + ((down + 1) / 2) * box.height,
      across,
      down,
    })),
  )
}

type Geometry = Pick<AnnotationRecord, 'x' | 'y' | 'width' | 'height'>
const LEAST = 8

/** An annotation with a handle brought to a point. */
export function resized(annotation: AnnotationRecord, { across, down }: Handle, to: Place): Geometry {
  const { shape, x, y, width, height } = annotation
  if (shape === 'arrow')
    return across === 1
      ? { x, y, width: to.x - x, height: to.y - y }
      : { x: to.x, y: to.y, width: x + width - to.x, height: y + height - to.y }
  const side = (at: number, length: number, moves: -1 | 0 | 1, goal: number): [from: number, long: number] => {
    if (moves === 1) return [at, Math.max(LEAST, goal - at)]
    if (moves === 0) return [at, length]
    const end = at + length
    const start = Math.min(goal, end - LEAST)
    return [start, end - start]
  }
  const own = shape === 'text' ? boxOf(annotation).width : width
  const [left, wide] = side(x, own, across, to.x)
  const [top, tall] = side(y, height, down, to.y)
  return { x: left, y: top, width: wide, height: tall }
}
