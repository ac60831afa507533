// Selecting from what is selected: what is wired to it, what is like it, what is not it.
import { isNodeId, type NodeId, type RecordId, record, type TopologyDocument } from '@etherloom/topology'
import { drawingOf } from '../stores/drawing.ts'
import { sheetOf } from '../stores/sheet.ts'

/** The selection and every node wired to it. Done again it reaches further. */
export function withNeighbors(document: TopologyDocument, selection: readonly RecordId[]): RecordId[] {
  const { edgesOf, edgeById } = drawingOf(document)
  const reached = new Set<RecordId>(selection)
  for (const id of selection) {
    if (isNodeId(id)) for (const { a, b } of edgesOf.get(id) ?? []) reached.add(a).add(b)
    const edge = edgeById.get(id)
    if (edge) reached.add(edge.a).add(edge.b)
  }
  return [...reached]
}

/** Every node of the kinds and roles that are selected. */
export function alike(document: TopologyDocument, selection: readonly RecordId[]): NodeId[] {
  const sort = (id: NodeId): string => {
    const { kind, role } = record(document, id)
    return `${kind} ${role}`
  }
  const sorts = new Set(selection.filter(isNodeId).map(sort))
  return sheetOf(document)
    .nodes.map(({ id }) => id)
    .filter((id) => sorts.has(sort(id)))
}

/** The nodes that are not selected. */
export function inverted(document: TopologyDocument, selection: readonly RecordId[]): NodeId[] {
  const chosen = new Set(selection)
  return sheetOf(document)
    .nodes.map(({ id }) => id)
    .filter((id) => !chosen.has(id))
}

/** Links of which both ends are selected. */
export function linksAmong(document: TopologyDocument, selection: readonly RecordId[]): RecordId[] {
  const chosen = new Set(selection)
  return sheetOf(document)
    .edges.filter(({ a, b }) => chosen.has(a) && chosen.has(b))
    .map(({ id }) => id)
}
