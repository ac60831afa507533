// Layers from the top down: the ends of the network (PCs, hosts) at the bottom and everything else by how far it is from them,
// so that access, distribution and core come to lie as they are usually drawn. A network with few ends is drawn from its outer
// edge inwards, so that chains, rings and grids stay narrow.
//
//   rank    by steps; two that are wired are at most one layer apart, so no line needs to pass through a layer
//   order   in each layer by the middle of the neighbors, swept down and up until crossings stop getting fewer
//   place   each under the middle of its neighbors, as far as the order and the widths allow (spread.ts)
//
// A layer far wider than the rest is staggered: its nodes stand in several rows, one after another.
import type { Graph } from './graph.ts'
import { spread } from './spread.ts'

const ORDER_SWEEPS = 12
const PLACE_SWEEPS = 16
const BETWEEN_NODES = 34
const BETWEEN_LAYERS = 76
const BETWEEN_ROWS = 26
/** Fewer than this part of the nodes being ends says little about the rest. */
const FEW_ENDS = 0.2

/** Writes where the nodes of a connected part come to stand, around no place in particular. */
export function layLayers(graph: Graph, part: readonly number[], out: Float64Array): void {
  const layers = orderLayers(graph, rankLayers(graph, part))
  const rows = rowsOf(graph, layers, part.length)
  placeAcross(graph, layers, rows, out)
  placeDown(graph, layers, rows, out)
}

function rankLayers(graph: Graph, part: readonly number[]): number[][] {
  const ends = part.filter((node) => graph.ends[node])
  const byEnds = ends.length >= FEW_ENDS * part.length && ends.length < part.length
  const steps = graph.distances(byEnds ? ends : [graph.outermost(part)])
  const last = part.reduce((most, node) => Math.max(most, steps[node]), 0)
  const layers: number[][] = Array.from({ length: last + 1 }, () => [])
  for (const node of part) layers[byEnds ? last - steps[node] : steps[node]].push(node)
  return layers
}

function orderLayers(graph: Graph, layers: number[][]): number[][] {
  const at = new Float64Array(graph.count)
  const layerOf = new Int32Array(graph.count)
  layers.forEach((layer, l) => {
    // What is reached one after the other is near each other already.
    layer.forEach((node, i) => {
      layerOf[node] = l
      at[node] = i
    })
  })
  let best = layers
  let fewest = crossings(graph, layers, layerOf, at)
  let now = layers
  for (let sweep = 0; sweep < ORDER_SWEEPS && fewest > 0; sweep++) {
    const down = sweep % 2 === 0
    const next = now.slice()
    for (let step = 0; step < next.length; step++) {
      const l = down ? step : next.length - 1 - step
      next[l] = sortByNeighbors(graph, next[l], l + (down ? -1 : 1), layerOf, at)
      for (const [i, node] of next[l].entries()) at[node] = i
    }
    now = next
    const crossed = crossings(graph, now, layerOf, at)
    if (crossed < fewest) {
      fewest = crossed
      best = now
    }
  }
  return best
}

/** By the middle of the neighbors in that layer, and a little by those beside; who has none stays where it is. */
function sortByNeighbors(
  graph: Graph,
  layer: readonly number[],
  toward: number,
  layerOf: Int32Array,
  at: Float64Array,
): number[] {
  const wish = new Map<number, number>()
  for (const node of layer) {
    let sum = 0
    let count = 0
    for (const other of graph.neighbors(node)) {
      const weight = layerOf[other] === toward ? 1 : layerOf[other] === layerOf[node] ? 0.25 : 0
      // Layers are of different lengths: places count as parts of the whole.
      sum += weight * at[other]
      count += weight
    }
    wish.set(node, count === 0 ? at[node] : sum / count)
  }
  return [...layer].sort((a, b) => wish.get(a)! - wish.get(b)! || at[a] - at[b])
}

/** How many lines between neighboring layers cross: inversions of the ends below, taken in the order of those above. */
function crossings(graph: Graph, layers: readonly number[][], layerOf: Int32Array, at: Float64Array): number {
  let crossed = 0
  for (const [l, layer] of layers.entries()) {
    const below: number[] = []
    for (const node of layer) {
      const ends = Array.from(
        graph.neighbors(node).filter((other) => layerOf[other] === l + 1),
        (other) => at[other],
      )
      below.push(...ends.sort((a, b) => a - b))
    }
    crossed += inversions(below, layers[l + 1]?.length ?? 0)
  }
  return crossed
}

function inversions(values: readonly number[], below: number): number {
  // A Fenwick tree counts how many greater ones came before.
  const tree = new Uint32Array(below + 1)
  let count = 0
  values.forEach((value, seen) => {
    let smaller = 0
    for (let i = value + 1; i > 0; i -= i & -i) smaller += tree[i]
    count += seen - smaller
    for (let i = value + 1; i <= below; i += i & -i) tree[i]++
  })
  return count
}

/** Into how many rows each layer is staggered. */
function rowsOf(graph: Graph, layers: readonly number[][], count: number): number[] {
  const widest = Math.max(14, 2 * Math.sqrt(count)) * 100
  return layers.map((layer) => {
    const width = layer.reduce((sum, node) => sum + graph.sizes[2 * node] + BETWEEN_NODES, 0)
    return Math.max(1, Math.round(width / widest))
  })
}

function placeAcross(graph: Graph, layers: readonly number[][], rows: readonly number[], out: Float64Array): void {
  const gaps = layers.map((layer, l) =>
    layer.map((node, i) => {
      // The next one in the same row is so many further on.
      const next = layer[Math.min(layer.length - 1, i + 1)]
      return ((graph.sizes[2 * node] + graph.sizes[2 * next]) / 2 + BETWEEN_NODES) / rows[l]
    }),
  )
  layers.forEach((layer, l) => {
    let x = 0
    layer.forEach((node, i) => {
      out[2 * node] = x
      x += gaps[l][i]
    })
    // Middles above each other to begin with.
    for (const node of layer) out[2 * node] -= x / 2
  })
  for (let sweep = 0; sweep < PLACE_SWEEPS; sweep++)
    for (let step = 0; step < layers.length; step++) {
      const l = sweep % 2 === 0 ? step : layers.length - 1 - step
      const wishes = layers[l].map((node) => middleOfNeighbors(graph, node, out))
      for (const [i, x] of spread(wishes, gaps[l]).entries()) out[2 * layers[l][i]] = x
    }
}

function middleOfNeighbors(graph: Graph, node: number, out: Float64Array): number {
  const others = graph.neighbors(node)
  if (others.length === 0) return out[2 * node]
  let sum = 0
  for (const other of others) sum += out[2 * other]
  return sum / others.length
}

function placeDown(graph: Graph, layers: readonly number[][], rows: readonly number[], out: Float64Array): void {
  let y = 0
  layers.forEach((layer, l) => {
    const height = layer.reduce((most, node) => Math.max(most, graph.sizes[2 * node + 1]), 0)
    for (const [i, node] of layer.entries()) out[2 * node + 1] = y + (i % rows[l]) * (height + BETWEEN_ROWS)
    y += (rows[l] - 1) * (height + BETWEEN_ROWS) + height + BETWEEN_LAYERS
  })
}
