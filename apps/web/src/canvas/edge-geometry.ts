// Where edges run, in canvas units: eight numbers an edge, so that drawing and hit testing thousands of them touches one
// typed array and no objects.
//
//   [X1 Y1]  where it leaves node a's tile     [CX CY]  control point of the quadratic curve (the middle when straight)
//   [X2 Y2]  where it enters node b's tile     [BENT]   1 when it is a curve           [SHOWN]  0 when an end is not drawn
import type { NodeId } from '@etherloom/topology'
import type { DrawnEdge } from '../stores/drawing.ts'
import { NAME_HEIGHT, NODE_SIZE } from './node-size.ts'

export const EDGE_ROW = 8
export const X1 = 0
export const Y1 = 1
export const CX = 2
export const CY = 3
export const X2 = 4
export const Y2 = 5
export const BENT = 6
export const SHOWN = 7

const LANE_BEND = 34
const MARGIN = 3
const HALF = NODE_SIZE / 2 + MARGIN

export interface Point {
  readonly x: number
  readonly y: number
}

export function layOutEdges(
  edges: readonly DrawnEdge[],
  centerOf: (node: NodeId) => Point | null,
): Float64Array<ArrayBuffer> {
  const rows = new Float64Array(edges.length * EDGE_ROW)
  layOutSome(rows, edges, edges.keys(), centerOf)
  return rows
}

/** Only those, again: their nodes have moved. */
export function layOutSome(
  rows: Float64Array,
  edges: readonly DrawnEdge[],
  which: Iterable<number>,
  centerOf: (node: NodeId) => Point | null,
): void {
  for (const i of which) {
    const edge = edges[i]
    const a = centerOf(edge.a)
    const b = centerOf(edge.b)
    if (a && b && edge.a !== edge.b) layOutEdge(rows, i * EDGE_ROW, a, b, edge.lane)
  }
}

function layOutEdge(rows: Float64Array, at: number, a: Point, b: Point, lane: number): void {
  const dx = b.x - a.x
  const dy = b.y - a.y
  const length = Math.hypot(dx, dy) || 1
  // The curve passes half its control point's distance from the chord.
  const bend = lane * LANE_BEND * 2 * Math.min(1, length / 200)
  const cx = (a.x + b.x) / 2 - (dy / length) * bend
  const cy = (a.y + b.y) / 2 + (dx / length) * bend
  const [x1, y1] = leaveTile(a, lane ? cx : b.x, lane ? cy : b.y)
  const [x2, y2] = leaveTile(b, lane ? cx : a.x, lane ? cy : a.y)
  rows[at + X1] = x1
  rows[at + Y1] = y1
  rows[at + X2] = x2
  rows[at + Y2] = y2
  rows[at + CX] = lane ? cx : (x1 + x2) / 2
  rows[at + CY] = lane ? cy : (y1 + y2) / 2
  rows[at + BENT] = lane ? 1 : 0
  rows[at + SHOWN] = 1
}

/** Where the ray from a tile's centre towards (x, y) crosses its border; the name below the tile counts as part of it. */
function leaveTile(center: Point, x: number, y: number): [number, number] {
  const dx = x - center.x
  const dy = y - center.y
  if (dx === 0 && dy === 0) return [center.x, center.y]
  const below = dy > 0 && Math.abs(dx) < dy ? HALF + NAME_HEIGHT - MARGIN : HALF
  const reach = Math.min(1, HALF / Math.abs(dx), below / Math.abs(dy))
  return [center.x + dx * reach, center.y + dy * reach]
}

/** The point at parameter t (0 at node a, 1 at node b), and the direction there, written to `out` as x, y, dx, dy. */
export function pointAt(rows: Float64Array, i: number, t: number, out: Float64Array): void {
  const at = i * EDGE_ROW
  const x1 = rows[at + X1]
  const y1 = rows[at + Y1]
  const x2 = rows[at + X2]
  const y2 = rows[at + Y2]
  if (rows[at + BENT] === 0) {
    out[0] = x1 + (x2 - x1) * t
    out[1] = y1 + (y2 - y1) * t
    out[2] = x2 - x1
    out[3] = y2 - y1
    return
  }
  const u = 1 - t
  const cx = rows[at + CX]
  const cy = rows[at + CY]
  out[0] = u * u * x1 + 2 * u * t * cx + t * t * x2
  out[1] = u * u * y1 + 2 * u * t * cy + t * t * y2
  out[2] = 2 * u * (cx - x1) + 2 * t * (x2 - cx)
  out[3] = 2 * u * (cy - y1) + 2 * t * (y2 - cy)
}
