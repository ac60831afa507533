// Moving what is drawn. Nothing the kernel sees changes.
import type { Operation } from '../diff.ts'
import { edgeEnds, ifacesOf, isAnnotationId, isNodeId, linkOf, pathOf, paths, record } from '../document.ts'
import type { EdgeId, NodeId, PathRecord, Point, TopologyDocument, TopologyRecord } from '../records.ts'
import type { Position } from './add-node.ts'
import { demandUnlocked, type ItemId, layoutIn, namesOf, withContents } from './drawn-items.ts'
import { Draft, demand } from './operation.ts'

/** Moves nodes on the canvas; a node without a position gets one. Bends of links between nodes that move alike go along. */
export function moveNodes(doc: TopologyDocument, positions: Readonly<Partial<Record<NodeId, Position>>>): Operation {
  demandUnlocked(doc)
  const draft = new Draft(doc)
  const moved = Object.keys(positions) as NodeId[]
  placeNodes(draft, positions)
  return draft.operation(moved.length === 1 ? `Move ${demand(doc, moved[0]).name}` : `Move ${moved.length} nodes`)
}

/** Moves nodes, annotations and groups with all that is in them. */
export function moveItems(doc: TopologyDocument, ids: readonly ItemId[], by: Position): Operation {
  demandUnlocked(doc)
  const draft = new Draft(doc)
  const positions: { [id: NodeId]: Position } = {}
  const moved: TopologyRecord[] = []
  for (const id of withContents(doc, ids)) {
    if (isNodeId(id)) {
      const { x, y } = layoutIn(draft, id)
      positions[id] = { x: x + by.x, y: y + by.y }
    } else if (isAnnotationId(id)) {
      const annotation = record(doc, id)
      moved.push({ ...annotation, x: annotation.x + by.x, y: annotation.y + by.y })
    }
  }
  draft.putAll(moved)
  placeNodes(draft, positions)
  return draft.operation(`Move ${namesOf(doc, ids)}`)
}

function placeNodes(draft: Draft, positions: Readonly<Partial<Record<NodeId, Position>>>): void {
  const shifts = new Map<NodeId, Point>()
  const moved = (Object.keys(positions) as NodeId[]).map((id) => {
    const { x, y } = positions[id]!
    const now = layoutIn(draft, id)
    shifts.set(id, { x: x - now.x, y: y - now.y })
    return { ...now, x, y }
  })
  draft.putAll([...moved, ...shiftedPaths(draft.doc, shifts)])
}

function shiftedPaths(doc: TopologyDocument, shifts: ReadonlyMap<NodeId, Point>): PathRecord[] {
  if (paths(doc).length === 0) return []
  const seen = new Set<EdgeId>()
  const shifted: PathRecord[] = []
  for (const id of shifts.keys())
    for (const iface of ifacesOf(doc, id)) {
      const edge = iface.kind === 'vnic' ? iface.id : linkOf(doc, iface.id)?.id
      if (edge === undefined || seen.has(edge)) continue
      seen.add(edge)
      const path = pathOf(doc, edge)
      if (path !== undefined) shifted.push(shiftedPath(doc, path, shifts))
    }
  return shifted
}

const sum = (at: Point, by: Point): Point => ({ x: at.x + by.x, y: at.y + by.y })
/** Places are whole numbers, so what moves together may differ by one. */
const isAlike = (a: Point, b: Point) => Math.abs(a.x - b.x) <= 1 && Math.abs(a.y - b.y) <= 1

function shiftedPath(doc: TopologyDocument, path: PathRecord, shifts: ReadonlyMap<NodeId, Point>): PathRecord {
  const ends = edgeEnds(doc, path.edge)
  const byA = ends === null ? undefined : shifts.get(ends.a)
  const byB = ends === null ? undefined : shifts.get(ends.b)
  const stub = (at: Point | null, by: Point | undefined) => (at === null || by === undefined ? at : sum(at, by))
  const together = byA !== undefined && byB !== undefined && isAlike(byA, byB)
  return {
    ...path,
    points: together ? path.points.map((each) => sum(each, byA)) : path.points,
    aStub: stub(path.aStub, byA),
    bStub: stub(path.bStub, byB),
  }
}
