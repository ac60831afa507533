// Where edges run, in canvas units: eight numbers an edge, so that drawing and hit testing thousands of them touches one
// typed array and no objects.
//
//   [X1 Y1]  where it leaves node a's tile     [CX CY]  control point of the quadratic curve (else the middle)
//   [X2 Y2]  where it enters node b's tile     [SHOWN]  0 when an end is not drawn
//   [BENT]   0 straight; 1 a curve; else where its points stand, behind the rows of all edges:
//
//   [N] how many  [LEFT TOP RIGHT BOTTOM] their box  [TOTAL] the length  then N × [x y, the length up to there]
import type { NodeId } from '@etherloom/topology'
import { type DrawnEdge, laneControl, type Stub } from '../stores/drawing.ts'
import { NAME_HEIGHT, NODE_SIZE } from './node-size.ts'
import type { Box } from './viewport.ts'

export const EDGE_ROW = 8
export const X1 = 0
export const Y1 = 1
export const CX = 2
export const CY = 3
export const X2 = 4
export const Y2 = 5
export const BENT = 6
export const SHOWN = 7

export const N = 0
export const LEFT = 1
export const TOP = 2
export const RIGHT = 3
export const BOTTOM = 4
export const TOTAL = 5
export const POINTS = 6
export const POINT_ROW = 3

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
  const tail = edges.reduce((sum, { bends }) => sum + (bends ? POINTS + (bends.length + 2) * POINT_ROW : 0), 0)
  const rows = new Float64Array(edges.length * EDGE_ROW + tail)
  let free = edges.length * EDGE_ROW
  edges.forEach(({ bends }, i) => {
    if (!bends) return
    rows[i * EDGE_ROW + BENT] = free
    free += POINTS + (bends.length + 2) * POINT_ROW
  })
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
    if (edge.stub) layOutStub(rows, i * EDGE_ROW, edge.stub, edge.stub.end === 'a' ? a : b)
    else if (!a || !b || edge.a === edge.b) continue
    else if (edge.bends) layOutBends(rows, i * EDGE_ROW, a, b, edge.bends)
    else layOutEdge(rows, i * EDGE_ROW, a, b, edge.lane)
  }
}

/** From a node to where its half of the edge ends; a stub of end b runs towards b, as the whole edge would. */
function layOutStub(rows: Float64Array, at: number, { end, at: tip }: Stub, center: Point | null): void {
  if (!center) return
  const [x, y] = leaveTile(center, tip.x, tip.y)
  const [from, to] = end === 'a' ? [{ x, y }, tip] : [tip, { x, y }]
  rows[at + X1] = from.x
  rows[at + Y1] = from.y
  rows[at + X2] = to.x
  rows[at + Y2] = to.y
  rows[at + CX] = (x + tip.x) / 2
  rows[at + CY] = (y + tip.y) / 2
  rows[at + SHOWN] = 1
}

/** Its points have their room already. */
function layOutBends(rows: Float64Array, at: number, a: Point, b: Point, bends: readonly Point[]): void {
  const from = rows[at + BENT]
  const [x1, y1] = leaveTile(a, bends[0]!.x, bends[0]!.y)
  const last = bends[bends.length - 1]!
  const [x2, y2] = leaveTile(b, last.x, last.y)
  rows[from + N] = bends.length + 2
  rows[from + LEFT] = rows[from + RIGHT] = x1
  rows[from + TOP] = rows[from + BOTTOM] = y1
  let to = from + POINTS
  let length = 0
  const put = (x: number, y: number): void => {
    if (to > from + POINTS) length += Math.hypot(x - rows[to - POINT_ROW], y - rows[to - POINT_ROW + 1])
    rows[to] = x
    rows[to + 1] = y
    rows[to + 2] = length
    to += POINT_ROW
    rows[from + LEFT] = Math.min(rows[from + LEFT], x)
    rows[from + RIGHT] = Math.max(rows[from + RIGHT], x)
    rows[from + TOP] = Math.min(rows[from + TOP], y)
    rows[from + BOTTOM] = Math.max(rows[from + BOTTOM], y)
  }
  put(x1, y1)
  for (const { x, y } of bends) put(x, y)
  put(x2, y2)
  rows[from + TOTAL] = length
  rows[at + X1] = x1
  rows[at + Y1] = y1
  rows[at + X2] = x2
  rows[at + Y2] = y2
  rows[at + SHOWN] = 1
  pointAlong(rows, from, 0.5, $middle)
  rows[at + CX] = $middle[0]
  rows[at + CY] = $middle[1]
}

const $middle = new Float64Array(4)

/** The point at a part of the way along the points that stand at `from`, and the direction there. */
function pointAlong(rows: Float64Array, from: number, t: number, out: Float64Array): void {
  const most = from + POINTS + (rows[from + N] - 1) * POINT_ROW
  const want = t * rows[from + TOTAL]
  let next = from + POINTS + POINT_ROW
  while (next < most && rows[next + 2] < want) next += POINT_ROW
  const before = next - POINT_ROW
  const dx = rows[next] - rows[before]
  const dy = rows[next + 1] - rows[before + 1]
  const span = rows[next + 2] - rows[before + 2]
  const part = span === 0 ? 0 : (want - rows[before + 2]) / span
  out[0] = rows[before] + dx * part
  out[1] = rows[before + 1] + dy * part
  out[2] = dx
  out[3] = dy
}

/** Whether a row's edge runs along points. */
export const isPolyline = (bent: number): boolean => bent > 1

function layOutEdge(rows: Float64Array, at: number, a: Point, b: Point, lane: number): void {
  const control = lane === 0 ? null : laneControl(a, b, lane)
  const [x1, y1] = control ? leaveTile(a, control.x, control.y) : leaveTile(a, b.x, b.y)
  const [x2, y2] = control ? leaveTile(b, control.x, control.y) : leaveTile(b, a.x, a.y)
  rows[at + X1] = x1
  rows[at + Y1] = y1
  rows[at + X2] = x2
  rows[at + Y2] = y2
  rows[at + CX] = control ? control.x : (x1 + x2) / 2
  rows[at + CY] = control ? control.y : (y1 + y2) / 2
  rows[at + BENT] = lane ? 1 : 0
  rows[at + SHOWN] = 1
}

/** Where the ray from a tile's centre towards (x, y) crosses its border; the name below the tile counts as part of it. */
export function leaveTile(center: Point, x: number, y: number): [number, number] {
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
  if (isPolyline(rows[at + BENT])) return pointAlong(rows, rows[at + BENT], t, out)
  const u = 1 - t
  const cx = rows[at + CX]
  const cy = rows[at + CY]
  out[0] = u * u * x1 + 2 * u * t * cx + t * t * x2
  out[1] = u * u * y1 + 2 * u * t * cy + t * t * y2
  out[2] = 2 * u * (cx - x1) + 2 * t * (x2 - cx)
  out[3] = 2 * u * (cy - y1) + 2 * t * (y2 - cy)
}

/** How long an edge is, as it runs; a curve counts as its chord. */
export function edgeLength(rows: Float64Array, i: number): number {
  const at = i * EDGE_ROW
  if (isPolyline(rows[at + BENT])) return rows[rows[at + BENT] + TOTAL]
  return Math.hypot(rows[at + X2] - rows[at + X1], rows[at + Y2] - rows[at + Y1])
}

/** Around an edge. */
export function edgeBox(rows: Float64Array, i: number): Box {
  const at = i * EDGE_ROW
  const bent = rows[at + BENT]
  const [xs, ys] = isPolyline(bent)
    ? [
        [rows[bent + LEFT], rows[bent + RIGHT]],
        [rows[bent + TOP], rows[bent + BOTTOM]],
      ]
    : [
        [rows[at + X1], rows[at + X2], rows[at + CX]],
        [rows[at + Y1], rows[at + Y2], rows[at + CY]],
      ]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

/** Whether the box of an edge touches another. */
export function touches(
  rows: Float64Array,
  at: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
): boolean {
  const bent = rows[at + BENT]
  if (isPolyline(bent))
    return (
      rows[bent + RIGHT] >= left &&
      rows[bent + LEFT] <= right &&
      rows[bent + BOTTOM] >= top &&
      rows[bent + TOP] <= bottom
    )
  // A quadratic curve stays within the box of its three points.
  return (
    Math.max(rows[at + X1], rows[at + X2], rows[at + CX]) >= left &&
    Math.min(rows[at + X1], rows[at + X2], rows[at + CX]) <= right &&
    Math.max(rows[at + Y1], rows[at + Y2], rows[at + CY]) >= top &&
    Math.min(rows[at + Y1], rows[at + Y2], rows[at + CY]) <= bottom
  )
}
