// What the canvas draws of a document: its nodes, and its edges (a wire, or a VNIC over an etherstub). Derived once per
// document (documents are immutable) and shared by every view.
import {
  find,
  type GroupId,
  hasStack,
  type IfaceId,
  type IfaceRecord,
  type InParts,
  ifaces,
  isIfaceId,
  type LinkId,
  type LinkRecord,
  links,
  type NodeId,
  type NodeRecord,
  nameOf,
  nodes,
  type PathRecord,
  type Point,
  paths,
  placesOf,
  type RecordId,
  type TopologyDocument,
} from '@etherloom/topology'
import { perDocument, perParts } from './per-document.ts'

/** One line on the canvas. Its id is that of the record that carries its counters and captures. */
export interface DrawnEdge {
  readonly id: LinkId | IfaceId
  readonly kind: 'wire' | 'vnic'
  readonly a: NodeId
  readonly b: NodeId
  readonly aIface: IfaceRecord
  /** Null at an etherstub: its side of a VNIC has no interface. */
  readonly bIface: IfaceRecord | null
  readonly link: LinkRecord | null
  /** Position among parallel edges between the same two nodes: 0, 1, -1, 2, -2 … bends it away from the others. */
  readonly lane: number
  /** Whether there are others between the same two nodes: then it is called by its interfaces. */
  readonly parallel: boolean
  /** Where it bends, from a to b; null for an edge that does not. */
  readonly bends: readonly Point[] | null
  /** For one half of an edge that is cut in two: the node it starts at, and what it ends in instead of the other. */
  readonly stub: Stub | null
}

export interface Stub {
  readonly end: 'a' | 'b'
  readonly at: Place
  /** "pc2", or "pc2 on Canvas 2". */
  readonly words: string
  /** Whether the other end is on another canvas. */
  readonly away: boolean
}

export interface Drawing {
  readonly nodes: readonly NodeRecord[]
  readonly edges: readonly DrawnEdge[]
  readonly edgeById: ReadonlyMap<string, DrawnEdge>
  readonly edgesOf: ReadonlyMap<NodeId, readonly DrawnEdge[]>
  /** Where each node's centre is. Nodes a console command made have no layout until moved; they stand in a loose grid. */
  readonly places: ReadonlyMap<NodeId, Place>
  /** Nodes that are not shown, and the collapsed group that stands for each. */
  readonly inside: ReadonlyMap<NodeId, GroupId>
}

export interface Place {
  readonly x: number
  readonly y: number
}

const LANE_BEND = 34

/** The point that the curve of a lane is drawn towards; of lane 0, the middle. */
export function laneControl(a: Place, b: Place, lane: number): Place {
  const dx = b.x - a.x
  const dy = b.y - a.y
  const length = Math.hypot(dx, dy) || 1
  // The curve passes half its control point's distance from the chord.
  const bend = lane * LANE_BEND * 2 * Math.min(1, length / 200)
  return { x: (a.x + b.x) / 2 - (dy / length) * bend, y: (a.y + b.y) / 2 + (dx / length) * bend }
}

export const drawingOf = perDocument(draw)

function draw(document: TopologyDocument): Drawing {
  const { nodes: shown, places } = placesOf(document)
  return { ...wiringOf(document), nodes: shown, places, inside: new Map() }
}

/** The same in steps, for a document about to be shown: each of them takes a few milliseconds in a large one. */
export function* drawingInParts(document: TopologyDocument): InParts<void> {
  ifacesById(document)
  yield
  edgesIn(document)
  yield
  wiringOf(document)
  yield
  drawingOf(document)
  yield
}

const ifacesById = perParts(
  (document) => [ifaces(document)],
  (ifaces): ReadonlyMap<IfaceId, IfaceRecord> => new Map(ifaces.map((iface) => [iface.id, iface])),
)

const edgesIn = perParts(
  (document) => [links(document), ifaces(document), ifacesById(document), paths(document)],
  drawEdges,
)

/** All that does not depend on where nodes stand: it is kept while they are moved. */
const wiringOf = perParts(
  (document) => [edgesIn(document)],
  (edges): Pick<Drawing, 'edges' | 'edgeById' | 'edgesOf'> => {
    const edgesOf = new Map<NodeId, DrawnEdge[]>()
    for (const edge of edges) {
      append(edgesOf, edge.a, edge)
      if (edge.b !== edge.a) append(edgesOf, edge.b, edge)
    }
    return { edges, edgeById: new Map(edges.map((edge) => [edge.id, edge])), edgesOf }
  },
)

function drawEdges(
  links: readonly LinkRecord[],
  ifaces: readonly IfaceRecord[],
  ifaceById: ReadonlyMap<IfaceId, IfaceRecord>,
  paths: readonly PathRecord[],
): DrawnEdge[] {
  const lanes = new Map<string, number>()
  const edges: Omit<DrawnEdge, 'parallel'>[] = []
  const pathByEdge = new Map(paths.map((path) => [path.edge, path]))
  const add = (edge: Omit<DrawnEdge, 'lane' | 'parallel' | 'bends' | 'stub'>) => {
    const pair = pairOf(edge)
    const nth = lanes.get(pair) ?? 0
    lanes.set(pair, nth + 1)
    const side = nth % 2 === 0 ? -nth / 2 : (nth + 1) / 2
    // A lane bends to one side of a → b; edges drawn the other way round must bend to the opposite one.
    const points = pathByEdge.get(edge.id)?.points
    const bends = points && points.length > 0 ? points : null
    edges.push({ ...edge, lane: (edge.a < edge.b ? side : -side) || 0, bends, stub: null })
  }
  for (const link of links) {
    const aIface = ifaceById.get(link.a)
    const bIface = ifaceById.get(link.b)
    if (aIface && bIface) add({ id: link.id, kind: 'wire', a: aIface.node, b: bIface.node, aIface, bIface, link })
  }
  for (const vnic of ifaces) {
    if (vnic.over === null) continue
    const over = isIfaceId(vnic.over) ? ifaceById.get(vnic.over) : undefined
    if (!isIfaceId(vnic.over))
      add({ id: vnic.id, kind: 'vnic', a: vnic.node, b: vnic.over, aIface: vnic, bIface: null, link: null })
    else if (over !== undefined && over.node !== vnic.node)
      add({ id: vnic.id, kind: 'vnic', a: vnic.node, b: over.node, aIface: vnic, bIface: over, link: null })
  }
  return edges.map((edge) => ({ ...edge, parallel: lanes.get(pairOf(edge))! > 1 }))
}

const pairOf = ({ a, b }: Pick<DrawnEdge, 'a' | 'b'>): string => (a < b ? `${a} ${b}` : `${b} ${a}`)

const NOWHERE: Place = { x: 0, y: 0 }

/** Where a node's centre is. */
export function placeOf(document: TopologyDocument, id: NodeId): Place {
  return drawingOf(document).places.get(id) ?? NOWHERE
}

/** How the ends of an edge are called: "pc1" and "switch1"; of one among several between the same two, "pc1 eth1". */
export function endNames(document: TopologyDocument, edge: DrawnEdge): readonly [a: string, b: string] {
  const named = (node: NodeId, iface: IfaceRecord | null): string =>
    edge.parallel && iface ? `${nameOf(document, node)} ${iface.name}` : nameOf(document, node)
  return [named(edge.a, edge.aIface), named(edge.b, edge.bIface)]
}

/** "pc1 – switch1": how an edge is called in lists, in the packets' title and to a screen reader. */
export const edgeName = (document: TopologyDocument, edge: DrawnEdge): string => endNames(document, edge).join(' – ')

/** How whatever is drawn is called. */
export function drawnName(document: TopologyDocument, id: RecordId): string {
  const edge = drawingOf(document).edgeById.get(id)
  return edge ? edgeName(document, edge) : nameOf(document, id)
}

/** An interface is shown in its node, unless it is drawn as an edge itself. */
export function drawnAs(document: TopologyDocument, id: RecordId): RecordId {
  const record = find(document, id)
  return record?.type === 'iface' && !drawingOf(document).edgeById.has(id) ? record.node : id
}

/** "em9" before "em10". */
export const naturally = new Intl.Collator('en', { numeric: true }).compare

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

const allByName = perParts(
  (document) => [nodes(document)],
  (nodes) => nodes.toSorted((a, b) => naturally(a.name, b.name)),
)

/** For lists: by name, as people count. */
export const nodesByName = perDocument((document) => {
  const { places } = drawingOf(document)
  return allByName(document).filter(({ id }) => places.has(id))
})

/** For lists, as people count. */
export const edgesByName = perDocument((document) => allEdgesByName(document))

const allEdgesByName = perParts(
  (document) => [nodes(document), drawingOf(document).edges],
  (nodes, edges) => {
    const names = new Map(nodes.map(({ id, name }) => [id, name]))
    const called = (node: NodeId, iface: IfaceRecord | null, parallel: boolean): string =>
      `${names.get(node) ?? node}${parallel && iface ? ` ${iface.name}` : ''}`
    return edges
      .map(({ id, a, b, aIface, bIface, parallel }) => ({
        id,
        name: `${called(a, aIface, parallel)} – ${called(b, bIface, parallel)}`,
      }))
      .sort((a, b) => naturally(a.name, b.name))
  },
)

/** Nodes that run commands: the machine itself among them, drawn or not. */
export const consoleNodes = perDocument((document) => allByName(document).filter(({ kind }) => hasStack(kind)))
