// Which edge is under the pointer. Edges are pixels, not elements, so the canvas answers this itself: a box test rejects
// almost all of them, the rest are measured.
import { BENT, CX, CY, EDGE_ROW, SHOWN, X1, X2, Y1, Y2 } from './edge-geometry.ts'

const CURVE_STEPS = 12

/** Index of the nearest edge within `reach` of (x, y), all in canvas units; -1 when there is none. */
export function edgeAt(rows: Float64Array, x: number, y: number, reach: number): number {
  let best = reach * reach
  let found = -1
  for (let at = 0; at < rows.length; at += EDGE_ROW) {
    if (rows[at + SHOWN] === 0 || !nearBox(rows, at, x, y, reach)) continue
    const distance = rows[at + BENT] ? curveDistance(rows, at, x, y) : straightDistance(rows, at, x, y)
    if (distance <= best) {
      best = distance
      found = at / EDGE_ROW
    }
  }
  return found
}

function nearBox(rows: Float64Array, at: number, x: number, y: number, reach: number): boolean {
  // A quadratic curve stays within the box of its three points.
  const left = Math.min(rows[at + X1], rows[at + X2], rows[at + CX])
  const right = Math.max(rows[at + X1], rows[at + X2], rows[at + CX])
  const top = Math.min(rows[at + Y1], rows[at + Y2], rows[at + CY])
  const bottom = Math.max(rows[at + Y1], rows[at + Y2], rows[at + CY])
  return x >= left - reach && x <= right + reach && y >= top - reach && y <= bottom + reach
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
function segmentDistance(x1: number, y1: number, x2: number, y2: number, x: number, y: number): number {
  const dx = x2 - x1
  const dy = y2 - y1
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length))
  const ex = x1 + t * dx - x
  const ey = y1 + t * dy - y
  return ex * ex + ey * ey
}
