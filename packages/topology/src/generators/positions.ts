// Where generators put nodes: evenly, with room for names, growing with the number.
import type { Position } from '../operations/add-node.ts'

/** From node to node. */
export const STEP = 140
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))
const PER_ROW = 20

/** The i-th of n places on a circle, from the top, clockwise, as far apart as anywhere else. */
export function onCircle(i: number, n: number, radius = circleRadius(n)): Position {
  const angle = (2 * Math.PI * i) / n - Math.PI / 2
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) }
}
export const circleRadius = (n: number) => Math.max(200, (n * STEP) / (2 * Math.PI))

/** Rows that turn at each end, so that a long chain stays on the canvas and its wires stay short. */
export function snake(i: number): Position {
  const row = Math.floor(i / PER_ROW)
  const column = i % PER_ROW
  return { x: STEP * (row % 2 === 0 ? column : PER_ROW - 1 - column), y: STEP * row }
}

/** Sunflower seeds: even spacing around the middle for any number, leaving room for what is in the middle. */
export function seed(i: number, step = 110): Position {
  const radius = step * Math.sqrt(i + 3)
  return { x: radius * Math.cos(i * GOLDEN_ANGLE), y: radius * Math.sin(i * GOLDEN_ANGLE) }
}

/** The i-th of n in a row centered on x = 0. */
export const inRow = (i: number, n: number, y: number, step = STEP): Position => ({ x: (i - (n - 1) / 2) * step, y })

export const plus = (a: Position, b: Position): Position => ({ x: a.x + b.x, y: a.y + b.y })
