// React Flow reports what the pointer and the keyboard did as changes; here they become what the product knows: React Flow's
// own next nodes (a drag in flight, measured sizes), the new selection, and at most one move of the document. Pure.
import {
  isAnnotationId,
  isItemId,
  isNodeId,
  type NodeId,
  type RecordId,
  type TopologyDocument,
  withContents,
} from '@etherloom/topology'
import { applyNodeChanges, type NodeChange } from '@xyflow/react'
import { placeOf } from '../stores/drawing.ts'
import type { MoveWish } from '../workshop/maker.ts'
import type { FlowNode } from './flow-nodes.ts'

export interface FlowOutcome {
  readonly nodes: FlowNode[]
  readonly selection: readonly RecordId[]
  /** What was let go elsewhere than it was. */
  readonly move: MoveWish | null
}

/** `additive`: a key is held that adds to the selection, so links picked before stay in it. */
export function applyFlowChanges(
  changes: readonly NodeChange<FlowNode>[],
  nodes: readonly FlowNode[],
  document: TopologyDocument,
  selection: readonly RecordId[],
  additive: boolean,
): FlowOutcome {
  // Deleting is ours (it takes links along), and so are nodes themselves: React Flow only moves, measures and selects.
  const own = changes.filter(
    (change) => change.type === 'position' || change.type === 'dimensions' || change.type === 'select',
  )
  return {
    nodes: applyNodeChanges(own, nodes as FlowNode[]),
    selection: selectionAfter(own, nodes, selection, additive),
    move: moveAfter(own, document, selection),
  }
}

function selectionAfter(
  changes: readonly NodeChange<FlowNode>[],
  nodes: readonly FlowNode[],
  selection: readonly RecordId[],
  additive: boolean,
): readonly RecordId[] {
  const picks = changes.filter((change) => change.type === 'select')
  if (picks.length === 0) return selection
  const next = new Set(selection)
  // React Flow lets go of the nodes it knows; those out of its sight, and links, were selected before too.
  if (!additive && picks.some((change) => change.selected)) {
    const known = new Set<string>(nodes.map((node) => node.id))
    for (const id of selection) if (!known.has(id)) next.delete(id)
  }
  for (const { id, selected } of picks)
    if (selected) next.add(id as NodeId)
    else next.delete(id as NodeId)
  return [...next]
}

function moveAfter(
  changes: readonly NodeChange<FlowNode>[],
  document: TopologyDocument,
  selection: readonly RecordId[],
): MoveWish | null {
  const moved: Partial<Record<NodeId, { x: number; y: number }>> = {}
  let led: { x: number; y: number } | null = null
  const seen = new Set<string>()
  for (const change of changes) {
    if (change.type !== 'position' || change.dragging !== false || !change.position) continue
    const id = change.id as NodeId
    seen.add(id)
    if (!document.records.has(id)) continue
    const position = { x: Math.round(change.position.x), y: Math.round(change.position.y) }
    const now = placeOf(document, id)
    if (now.x === position.x && now.y === position.y) continue
    moved[id] = position
    if (selection.includes(id)) led ??= { x: position.x - now.x, y: position.y - now.y }
  }
  if (Object.keys(moved).length === 0) return null
  if (led === null) return { move: moved }
  // The rest of a selection, as far as it is pixels, goes along.
  const shift = led
  const items = selection.filter(isItemId).filter((id) => document.records.has(id))
  const all = [...withContents(document, items)]
  for (const id of all.filter(isNodeId)) {
    if (seen.has(id)) continue
    const now = placeOf(document, id)
    moved[id] = { x: Math.round(now.x + shift.x), y: Math.round(now.y + shift.y) }
  }
  const drawn = all.filter(isAnnotationId)
  return { move: moved, ...(drawn.length > 0 && { drawn: { ids: drawn, by: shift } }) }
}
