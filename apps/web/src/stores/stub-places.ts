// Where the ends of cut edges stand that nobody has placed: towards the other end, or aside of what else leaves the node that way.
import { type NodeId, type NodePlace, pathOf, type TopologyDocument } from '@etherloom/topology'
import { type DrawnEdge, laneControl, type Place } from './drawing.ts'

const LENGTH = 110
/** Between two nodes that stand close, both halves have their part of the way. */
const PART = 0.42

/** Towards where the other end would be; on another canvas there is nobody in its way. */
export function towards(own: NodePlace, other: NodePlace): Place {
  const length = Math.hypot(other.x - own.x, other.y - own.y)
  if (length === 0) return { x: own.x + LENGTH, y: own.y }
  const part = own.canvas === other.canvas ? Math.min(LENGTH / length, PART) : LENGTH / length
  return { x: own.x + (other.x - own.x) * part, y: own.y + (other.y - own.y) * part }
}

/** Two that leave a node closer to each other than this lie on each other; how far one is turned. */
const APART = Math.PI / 12
const TURNS = [0, 1, -1, 2, -2, 3, -3, 4, -4].map((turn) => (turn * Math.PI) / 8)

/** Of these edges, stubs that nobody has placed turned aside where another edge leaves their node the same way. */
export function turnAside(
  document: TopologyDocument,
  edges: readonly DrawnEdge[],
  places: ReadonlyMap<NodeId, NodePlace>,
): readonly DrawnEdge[] {
  const isFree = ({ id, stub }: DrawnEdge): boolean =>
    stub !== null && (stub.end === 'a' ? pathOf(document, id)?.aStub : pathOf(document, id)?.bStub) == null
  if (!edges.some(isFree)) return edges
  const taken = new Map<NodeId, number[]>()
  const take = (node: NodeId, to: Place | undefined): void => {
    const own = places.get(node)
    if (!own || !to) return
    const angles = taken.get(node) ?? []
    angles.push(Math.atan2(to.y - own.y, to.x - own.x))
    taken.set(node, angles)
  }
  for (const edge of edges) {
    if (isFree(edge)) continue
    const { a, b, bends, stub } = edge
    const middle = stub || bends ? undefined : bendOf(places.get(a), places.get(b), edge.lane)
    if (stub?.end !== 'b') take(a, stub?.at ?? bends?.[0] ?? middle)
    if (stub?.end !== 'a') take(b, stub?.at ?? bends?.at(-1) ?? middle)
  }
  return edges.map((edge) => {
    const { a, b, stub } = edge
    if (!stub || !isFree(edge)) return edge
    const node = stub.end === 'a' ? a : b
    const own = places.get(node)!
    const angle = Math.atan2(stub.at.y - own.y, stub.at.x - own.x)
    const clear = (turn: number) => (taken.get(node) ?? []).every((other) => between(angle + turn, other) >= APART)
    const turn = TURNS.find(clear) ?? 0
    const length = Math.hypot(stub.at.x - own.x, stub.at.y - own.y)
    const at =
      turn === 0 ? stub.at : { x: own.x + Math.cos(angle + turn) * length, y: own.y + Math.sin(angle + turn) * length }
    take(node, at)
    return turn === 0 ? edge : { ...edge, stub: { ...stub, at } }
  })
}

/** What an edge leaves both its nodes towards: the control point of its lane's curve. */
const bendOf = (a: Place | undefined, b: Place | undefined, lane: number): Place | undefined =>
  a && b && laneControl(a, b, lane)

/** The angle between two directions, 0 to π. */
function between(a: number, b: number): number {
  const turn = Math.abs(a - b) % (2 * Math.PI)
  return Math.min(turn, 2 * Math.PI - turn)
}
