// What the pointer has in hand on the canvas, a link being drawn or nodes being dragged, is called off by Escape; a link also when
// the node it comes from is deleted. React Flow is told that the button was let go, and nothing is made of that.
import { find, type NodeId } from '@etherloom/topology'
import type { NodeChange } from '@xyflow/react'
import { useEffect } from 'react'
import { documentStore } from '../stores/document.ts'
import { placeOf } from '../stores/drawing.ts'
import type { FlowNode, FlowStoreApi } from './flow-nodes.ts'

let callingOff = false
export const isCallingOff = (): boolean => callingOff

export function useCallOff(store: FlowStoreApi): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { connection, nodes } = store.getState()
      if (event.key !== 'Escape' || (!connection.inProgress && !nodes.some((node) => node.dragging))) return
      event.stopPropagation()
      callOff()
    }
    const stop = documentStore.subscribe(({ document }) => {
      const { connection } = store.getState()
      if (connection.inProgress && !find(document, connection.fromNode.id as NodeId)) callOff()
    })
    addEventListener('keydown', onKeyDown, { capture: true })
    return () => {
      stop()
      removeEventListener('keydown', onKeyDown, { capture: true })
    }
  }, [store])
}

/** React Flow listens for the button on the document while a link is drawn, on the window while nodes are dragged. */
function callOff(): void {
  callingOff = true
  document.dispatchEvent(new MouseEvent('mouseup', { bubbles: true, view: window }))
  callingOff = false
}

/** Called off, what was dragged is let go where it was. */
export function backWhereItWas(changes: NodeChange<FlowNode>[]): NodeChange<FlowNode>[] {
  if (!callingOff) return changes
  const { document } = documentStore.getState()
  return changes.map((change) =>
    change.type === 'position' && find(document, change.id as NodeId)
      ? { ...change, position: { ...placeOf(document, change.id as NodeId) } }
      : change,
  )
}
