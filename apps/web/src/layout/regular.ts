// A grid and a circle: shapes that say nothing about the wires, but where everything is found again.
import type { Graph } from './graph.ts'

const GAP_X = 44
const GAP_Y = 40
/** Wider than high, as screens are. */
const ASPECT = 1.5

/** Rows from the top, in the order in which one would read the drawing as it is. */
export function layGrid(graph: Graph, out: Float64Array): void {
  const { count, places, sizes } = graph
  let [width, height] = [0, 0]
  for (let i = 0; i < count; i++) {
    width = Math.max(width, sizes[2 * i] + GAP_X)
    height = Math.max(height, sizes[2 * i + 1] + GAP_Y)
  }
  const columns = fullColumns(count, Math.sqrt((count * ASPECT * height) / width))
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => places[2 * a + 1] - places[2 * b + 1])
  for (let row = 0; row * columns < count; row++) {
    const inRow = order.slice(row * columns, (row + 1) * columns).sort((a, b) => places[2 * a] - places[2 * b])
    inRow.forEach((node, column) => {
      out[2 * node] = column * width
      out[2 * node + 1] = row * height
    })
  }
}

/** About so many, where that leaves the last row as full as can be. */
function fullColumns(count: number, about: number): number {
  let best = Math.max(1, Math.round(about))
  let fewest = Number.POSITIVE_INFINITY
  for (let columns = Math.max(1, Math.ceil(about * 0.75)); columns <= Math.ceil(about * 1.3); columns++) {
    const holes = (columns - (count % columns)) % columns
    const cost = holes + Math.abs(columns - about) / count
    if (cost >= fewest) continue
    fewest = cost
    best = columns
  }
  return best
}

/** Around, as far as can be in an order in which neighbors follow each other. */
export function layCircle(graph: Graph, out: Float64Array): void {
  const order = graph.components().flatMap((part) => alongWires(graph, graph.outermost(part)))
  const extent = (node: number): number => Math.max(graph.sizes[2 * node], graph.sizes[2 * node + 1]) + GAP_X
  const around = order.reduce((sum, node) => sum + extent(node), 0)
  const radius = Math.max(120, around / (2 * Math.PI))
  let at = 0
  for (const node of order) {
    const angle = ((at + extent(node) / 2) / around) * 2 * Math.PI
    out[2 * node] = radius * Math.sin(angle)
    out[2 * node + 1] = -radius * Math.cos(angle)
    at += extent(node)
  }
}

/** Each followed by one it is wired to, where there is one left: fewest wires first, so that none is left behind alone. */
function alongWires(graph: Graph, start: number): number[] {
  const seen = new Uint8Array(graph.count)
  const order: number[] = []
  const stack = [start]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen[node]) continue
    seen[node] = 1
    order.push(node)
    const others = Array.from(graph.neighbors(node)).filter((other) => !seen[other])
    // The last one put down is taken up first.
    stack.push(...others.sort((a, b) => graph.degree(b) - graph.degree(a) || b - a))
  }
  return order
}
