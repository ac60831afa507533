// React Flow's nodes, made from the document. A node that did not change keeps its object, so React Flow re-renders nothing
// for it; its contents come from the document by id (FlowNodeView).
import type { NodeId, NodeRecord, TopologyDocument } from '@etherloom/topology'
import type { Node, ReactFlowState } from '@xyflow/react'
import { titleOf } from './glyphs.ts'
import { shownPlace } from './motion.ts'
import { NODE_SIZE } from './node-size.ts'

export type FlowNode = Node<Record<string, never>, 'topology'>

/** React Flow's own store, for those who read it outside React. */
export interface FlowStoreApi {
  getState(): ReactFlowState<FlowNode>
  subscribe(listener: (state: ReactFlowState<FlowNode>) => void): () => void
}

const NO_DATA: Record<string, never> = {}

/** Of the nodes `shown`, and of those being dragged wherever they went. */
export function flowNodesOf(
  document: TopologyDocument,
  selection: readonly string[],
  previous: readonly FlowNode[],
  shown: readonly NodeRecord[],
): FlowNode[] {
  const old = new Map(previous.map((node) => [node.id, node]))
  const selected = new Set(selection)
  const result = shown.map((node) => flowNode(node, document, selected.has(node.id), old.get(node.id)))
  if (previous.some((node) => node.dragging)) {
    const ids = new Set(result.map((node) => node.id))
    result.push(
      ...previous.filter((node) => node.dragging && !ids.has(node.id) && document.records.has(node.id as NodeId)),
    )
  }
  const same = result.length === previous.length && result.every((node, i) => node === previous[i])
  return same ? (previous as FlowNode[]) : result
}

function flowNode(
  node: NodeRecord,
  document: TopologyDocument,
  selected: boolean,
  old: FlowNode | undefined,
): FlowNode {
  // While it is dragged the pointer has the last word; the document follows when it is let go.
  const { x, y } = old?.dragging ? old.position : shownPlace(document, node.id)
  const ariaLabel = `${node.name}, ${titleOf(node)}`
  const same = old?.position.x === x && old.position.y === y && old.ariaLabel === ariaLabel
  if (old && same && (old.selected ?? false) === selected) return old
  const position = { x, y }
  if (old) return { ...old, position, selected, ariaLabel }
  return {
    id: node.id,
    type: 'topology',
    data: NO_DATA,
    position,
    selected,
    ariaLabel,
    width: NODE_SIZE,
    height: NODE_SIZE,
  }
}
