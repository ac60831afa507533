// Wiring many nodes at once, as IMUNES' "Link selected nodes as": a chain in the order given, a star around the first, a ring,
// every one with every other. Two that are wired to each other already are left as they are.
import type { Operation } from '../diff.ts'
import { ifacesOf, peerOf, record } from '../document.ts'
import type { NodeId, TopologyDocument } from '../records.ts'
import { connect, whyNotConnect } from './connect.ts'
import { Draft, demand, Refused } from './operation.ts'

export const linkShapes = ['chain', 'star', 'ring', 'clique'] as const
export type LinkShape = (typeof linkShapes)[number]

/** More wires are drawn by a generator, and read by nobody. */
const MOST_WIRES = 2000
const fewest: { readonly [S in LinkShape]: number } = { chain: 2, star: 2, ring: 3, clique: 3 }

type Pair = readonly [a: NodeId, b: NodeId]

/** Why these cannot be linked so, in words for a person; null when they can, as far as can be told without trying. */
export function whyNotLinkAs(doc: TopologyDocument, nodes: readonly NodeId[], shape: LinkShape): string | null {
  if (nodes.length < fewest[shape])
    return `Select ${fewest[shape] === 2 ? 'two' : 'three'} nodes or more: a ${shape} has no fewer.`
  const wires = shape === 'clique' ? (nodes.length * (nodes.length - 1)) / 2 : nodes.length
  if (wires > MOST_WIRES)
    return `A ${shape} of ${nodes.length} nodes has ${wires} wires; ${MOST_WIRES} are drawn at once at most.`
  return nodes.some((id) => !doc.records.has(id)) ? 'One of them is not there any more.' : null
}

export function linkAs(doc: TopologyDocument, nodes: readonly NodeId[], shape: LinkShape): Operation {
  const why = whyNotLinkAs(doc, nodes, shape)
  if (why !== null) throw new Refused(why)
  for (const id of nodes) demand(doc, id)
  const missing = pairsOf(nodes, shape).filter(([a, b]) => !areWired(doc, a, b))
  if (missing.length === 0) throw new Refused(`They are wired as a ${shape} already.`)
  const draft = new Draft(doc)
  for (const [a, b] of missing) {
    const whyNot = whyNotConnect(draft.doc, a, b)
    if (whyNot !== null) throw new Refused(`${record(doc, a).name} and ${record(doc, b).name}: ${whyNot}`)
    draft.apply(connect(draft.doc, a, b).diff)
  }
  return draft.operation(`Link ${nodes.length} nodes as a ${shape}`)
}

function pairsOf(nodes: readonly NodeId[], shape: LinkShape): Pair[] {
  const [first, ...others] = nodes
  switch (shape) {
    case 'star':
      return others.map((node) => [first, node])
    case 'chain':
      return others.map((node, i) => [nodes[i], node])
    case 'ring':
      return nodes.map((node, i) => [node, nodes[(i + 1) % nodes.length]])
    case 'clique':
      return nodes.flatMap((a, i) => nodes.slice(i + 1).map((b): Pair => [a, b]))
  }
}

function areWired(doc: TopologyDocument, a: NodeId, b: NodeId): boolean {
  const reaches = (from: NodeId, to: NodeId): boolean =>
    ifacesOf(doc, from).some((iface) => iface.over === to || peerOf(doc, iface.id)?.node === to)
  return reaches(a, b) || reaches(b, a)
}
