// Which edge is under the pointer. Edges are pixels, not elements, so the canvas answers this itself: a box test rejects
// almost all of them, the rest are measured.
import {
  BENT,
  CX,
  CY,
  EDGE_ROW,
  isPolyline,
  N,
  POINT_ROW,
  POINTS,
  SHOWN,
  touches,
  X1,
  X2,
  Y1,
  Y2,
} from './edge-geometry.ts'

const CURVE_STEPS = 12

/** Index of the nearest of `count` edges within `reach` of (x, y), all in canvas units; -1 when there is none. */
export function edgeAt(rows: Float64Array, count: number, x: number, y: number, reach: number): number {
  let best = reach * reach
  let found = -1
  for (let at = 0; at < count * EDGE_ROW; at += EDGE_ROW) {
    if (rows[at + SHOWN] === 0 || !touches(rows, at, x - reach, y - reach, x + reach, y + reach)) continue
    const distance = distanceTo(rows, at, x, y)
    if (distance <= best) {
      best = distance
      found = at / EDGE_ROW
    }
  }
  return found
}

function distanceTo(rows: Float64Array, at: number, x: number, y: number): number {
  const bent = rows[at + BENT]
  if (bent === 0) return straightDistance(rows, at, x, y)
  return isPolyline(bent) ? pointsDistance(rows, bent, x, y) : curveDistance(rows, at, x, y)
}

function pointsDistance(rows: Float64Array, from: number, x: number, y: number): number {
  let best = Infinity
  let at = from + POINTS
  for (let n = 1; n < rows[from + N]; n++, at += POINT_ROW)
    best = Math.min(best, segmentDistance(rows[at], rows[at + 1], rows[at + POINT_ROW], rows[at + POINT_ROW + 1], x, y))
  return best
}

const straightDistance = (rows: Float64Array, at: number, x: number, y: number): number =>
  segmentDistance(rows[at + X1], rows[at + Y1], rows[at + X2], rows[at + Y2], x, y)

function curveDistance(rows: Float64Array, at: number, x: number, y: number): number {
  let best = Infinity
  let px = rows[at + X1]
  let py = rows[at + Y1]
  for (let step = 1; step <= CURVE_STEPS; step++) {
    const t = step / CURVE_STEPS
    const u = 1 - t
    const qx = u * u * rows[at + X1] + 2 * u * t * rows[at + CX] + t * t * rows[at + X2]
    const qy = u * u * rows[at + Y1] + 2 * u * t * rows[at + CY] + t * t * rows[at + Y2]
    best = Math.min(best, segmentDistance(px, py, qx, qy, x, y))
    px = qx
    py = qy
  }
  return best
}

/** Squared distance from (x, y) to a segment. */
export function segmentDistance(x1: number, y1: number, x2: number, y2: number, x: number, y: number): number {
  const dx = x2 - x1
  const dy = y2 - y1
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length))
  const ex = x1 + t * dx - x
  const ey = y1 + t * dy - y
  return ex * ex + ey * ey
}
