// Wires pull, nodes push each other away, and none may stand on another: what is much connected comes to lie together. It starts
// from where the nodes are, so a drawing that is nearly right stays as it is turned.
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force'
import type { Graph } from './graph.ts'

const LENGTH = 130
const PUSH = -650
/** Pushing further than this costs much and shows little. */
const PUSH_REACH = 900
const MOST_STEPS = 300
const FEWEST_STEPS = 60
/** Steps times nodes: the more there are, the rougher. */
const MOST_WORK = 120_000

export function layForce(graph: Graph, wires: Uint32Array, out: Float64Array, report: (done: number) => void): void {
  const nodes: SimulationNodeDatum[] = Array.from({ length: graph.count }, (_, i) => ({
    x: graph.places[2 * i],
    y: graph.places[2 * i + 1],
  }))
  const links: SimulationLinkDatum<SimulationNodeDatum>[] = []
  for (let w = 0; w < wires.length; w += 2) links.push({ source: wires[w], target: wires[w + 1] })
  const radius = (i: number): number => Math.hypot(graph.sizes[2 * i], graph.sizes[2 * i + 1]) / 2 + 6
  const steps = Math.round(Math.max(FEWEST_STEPS, Math.min(MOST_STEPS, MOST_WORK / Math.max(1, graph.count))))
  const simulation = forceSimulation(nodes)
    .stop()
    .alphaDecay(1 - 0.001 ** (1 / steps))
    .force('link', forceLink(links).distance(LENGTH))
    .force('push', forceManyBody().strength(PUSH).distanceMax(PUSH_REACH))
    .force(
      'apart',
      forceCollide((_, i) => radius(i)),
    )
    // Parts that are not wired to each other stay in sight of each other.
    .force('x', forceX().strength(0.03))
    .force('y', forceY().strength(0.03))
  for (let step = 0; step < steps; step++) {
    simulation.tick()
    report((step + 1) / steps)
  }
  nodes.forEach(({ x, y }, i) => {
    out[2 * i] = x ?? 0
    out[2 * i + 1] = y ?? 0
  })
}
