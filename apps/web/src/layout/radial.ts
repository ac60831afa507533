// Rings around the middle of the network: as many steps away, as many rings out. On a ring, each stands as near as can be to
// the direction of what it hangs on, with room at its sides for what hangs on it further out.
import type { Graph } from './graph.ts'
import { spread } from './spread.ts'

const BETWEEN_NODES = 26
const BETWEEN_RINGS = 64
const TURN = 2 * Math.PI

export function layRadial(graph: Graph, part: readonly number[], out: Float64Array): void {
  const middle = graph.innermost(part)
  const steps = graph.distances([middle])
  const rings: number[][] = []
  for (const node of part) (rings[steps[node]] ??= []).push(node)
  const angles = new Float64Array(graph.count)
  const shares = sharesOf(graph, rings, steps)
  out[2 * middle] = 0
  out[2 * middle + 1] = 0
  let radius = extent(graph, middle) / 2
  for (const [step, ring] of rings.entries()) {
    if (step === 0) continue
    const inOrder = byParent(graph, ring, steps, angles)
    const thick = inOrder.reduce((most, node) => Math.max(most, extent(graph, node)), 0)
    const around = inOrder.reduce((sum, node) => sum + extent(graph, node) + BETWEEN_NODES, 0)
    radius = Math.max(radius + BETWEEN_RINGS + thick, around / TURN)
    placeOnRing(graph, inOrder, radius, steps, shares, angles)
    for (const node of inOrder) {
      out[2 * node] = radius * Math.sin(angles[node])
      out[2 * node + 1] = -radius * Math.cos(angles[node])
    }
  }
}

/** What part of the whole turn each node needs: as many of the outermost nodes as hang on it. */
function sharesOf(graph: Graph, rings: readonly number[][], steps: Int32Array): Float64Array {
  const shares = new Float64Array(graph.count)
  const holds = new Uint8Array(graph.count)
  for (let ring = rings.length - 1; ring >= 0; ring--)
    for (const node of rings[ring]) {
      if (!holds[node]) shares[node] = 1
      const parent = graph.neighbors(node).find((other) => steps[other] === ring - 1)
      if (parent === undefined) continue
      holds[parent] = 1
      shares[parent] += shares[node]
    }
  const whole = shares[rings[0][0]]
  return shares.map((share) => share / whole)
}

/** Whichever way it is turned, a node is no larger than this. */
const extent = (graph: Graph, node: number): number => Math.max(graph.sizes[2 * node], graph.sizes[2 * node + 1])

/** Where a node would like to stand: in the direction of what it hangs on, one ring in. */
function wishOf(graph: Graph, node: number, steps: Int32Array, angles: Float64Array): number {
  let [x, y] = [0, 0]
  for (const other of graph.neighbors(node)) {
    if (steps[other] !== steps[node] - 1 || steps[other] === 0) continue
    x += Math.sin(angles[other])
    y += Math.cos(angles[other])
  }
  return (Math.atan2(x, y) + TURN) % TURN
}

function byParent(graph: Graph, ring: readonly number[], steps: Int32Array, angles: Float64Array): number[] {
  if (steps[ring[0]] === 1) return byFamily(graph, ring, steps)
  const wishes = new Map(ring.map((node) => [node, wishOf(graph, node, steps, angles)]))
  return [...ring].sort((a, b) => wishes.get(a)! - wishes.get(b)!)
}

/** On the first ring, those wired to each other stand beside each other. */
function byFamily(graph: Graph, ring: readonly number[], steps: Int32Array): number[] {
  const order: number[] = []
  const placed = new Set<number>()
  for (const start of ring) {
    for (let node: number | undefined = start; node !== undefined && !placed.has(node); ) {
      placed.add(node)
      order.push(node)
      node = graph.neighbors(node).find((other) => steps[other] === 1 && !placed.has(other))
    }
  }
  return order
}

function placeOnRing(
  graph: Graph,
  ring: readonly number[],
  radius: number,
  steps: Int32Array,
  shares: Float64Array,
  angles: Float64Array,
): void {
  const between = (of: (node: number) => number): number[] =>
    ring.map((node, i) => (of(node) + of(ring[(i + 1) % ring.length])) / 2)
  const least = between((node) => (extent(graph, node) + BETWEEN_NODES) / radius)
  const fair = between((node) => shares[node] * TURN * SLACK).map((gap, i) => Math.max(gap, least[i]))
  const wishes = ring.map((node) => wishOf(graph, node, steps, angles))
  const first = steps[ring[0]] === 1
  const placed = first ? around(fair) : (nearWishes(wishes, fair) ?? nearWishes(wishes, least) ?? around(least))
  for (const [i, node] of ring.entries()) angles[node] = placed[i]
}

/** A little of the turn is left over, so that each can come nearer to where it would like to be. */
const SLACK = 0.97

/** All the way round, each as far from the next as its part of the whole. */
function around(gaps: readonly number[]): number[] {
  const total = gaps.reduce((sum, gap) => sum + gap, 0)
  let angle = 0
  return gaps.map((gap) => {
    const here = angle
    angle += (gap * TURN) / total
    return here
  })
}

/** Null where they do not fit round without overlapping at the seam. */
function nearWishes(wishes: readonly number[], gaps: readonly number[]): number[] | null {
  const placed = spread(wishes, gaps)
  return placed.at(-1)! - placed[0] + gaps.at(-1)! <= TURN ? placed : null
}
