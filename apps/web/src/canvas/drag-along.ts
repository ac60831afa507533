// Annotations selected together with the node that React Flow drags: shown going along, until it is let go.
import { type AnnotationId, find, isAnnotationId, isItemId, type NodeId, withContents } from '@etherloom/topology'
import type { NodeChange } from '@xyflow/react'
import { documentStore } from '../stores/document.ts'
import { placeOf } from '../stores/drawing.ts'
import { sessionStore } from '../stores/session.ts'
import { showDrawn } from './drawn-motion.ts'
import type { FlowNode } from './flow-nodes.ts'

export function showDragAlong(changes: readonly NodeChange<FlowNode>[]): void {
  const lead = changes.find((change) => change.type === 'position')
  if (!lead?.position) return
  if (!lead.dragging) return showDrawn({})
  const { document } = documentStore.getState()
  const { selection } = sessionStore.getState()
  const id = lead.id as NodeId
  if (!selection.includes(id) || !document.records.has(id)) return
  const items = selection.filter(isItemId).filter((each) => document.records.has(each))
  const drawn = [...withContents(document, items)].filter(isAnnotationId)
  if (drawn.length === 0) return
  const from = placeOf(document, id)
  const [dx, dy] = [lead.position.x - from.x, lead.position.y - from.y]
  const places = drawn.map((each): [AnnotationId, { x: number; y: number }] => {
    const { x, y } = find(document, each)!
    return [each, { x: x + dx, y: y + dy }]
  })
  showDrawn({ annotations: new Map(places) })
}
