// React Flow reports what the pointer and the keyboard did as changes; here they become what the product knows: React Flow's
// own next nodes (a drag in flight, measured sizes), the new selection, and at most one document operation. Pure.
import { moveNodes, type NodeId, type Operation, type RecordId, type TopologyDocument } from '@etherloom/topology'
import { applyNodeChanges, type NodeChange } from '@xyflow/react'
import { placeOf } from '../stores/drawing.ts'
import type { FlowNode } from './flow-nodes.ts'

export interface FlowOutcome {
  readonly nodes: FlowNode[]
  readonly selection: readonly RecordId[]
  readonly operation: Operation | null
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
    selection: selectionAfter(own, selection, additive),
    operation: moveAfter(own, document),
  }
}

function selectionAfter(
  changes: readonly NodeChange<FlowNode>[],
  selection: readonly RecordId[],
  additive: boolean,
): readonly RecordId[] {
  let next = selection
  for (const change of changes) {
    if (change.type !== 'select') continue
    const id = change.id as NodeId
    if (!change.selected) next = next.filter((other) => other !== id)
    else if (!next.includes(id)) next = [...next, id]
  }
  const picked = changes.some((change) => change.type === 'select' && change.selected)
  return picked && !additive ? next.filter((id) => id.startsWith('node:')) : next
}

function moveAfter(changes: readonly NodeChange<FlowNode>[], document: TopologyDocument): Operation | null {
  const moved: Partial<Record<NodeId, { x: number; y: number }>> = {}
  for (const change of changes) {
    if (change.type !== 'position' || change.dragging !== false || !change.position) continue
    const id = change.id as NodeId
    if (!document.records.has(id)) continue
    const position = { x: Math.round(change.position.x), y: Math.round(change.position.y) }
    const now = placeOf(document, id)
    if (now.x !== position.x || now.y !== position.y) moved[id] = position
  }
  return Object.keys(moved).length > 0 ? moveNodes(document, moved) : null
}
