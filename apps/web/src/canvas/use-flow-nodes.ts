// The nodes given to React Flow: made from the document whenever it, or what is to be shown, changes. Many new ones become
// elements a few a frame, and none while the view moves but those in hand: pixels stand in for them.
import type { NodeRecord } from '@etherloom/topology'
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { useStore } from 'zustand'
import { documentStore } from '../stores/document.ts'
import { sessionStore } from '../stores/session.ts'
import { isSeenLater, onSeen } from './edge-layer.ts'
import { type FlowNode, flowNodesOf } from './flow-nodes.ts'
import { onMotion } from './motion.ts'
import { steadyView } from './steady-view.ts'
import type { ShownNodes } from './use-shown-nodes.ts'

/** So many nodes become elements in one frame. */
const A_FRAME = 24

export function useFlowNodes(shown: ShownNodes): [FlowNode[], Dispatch<SetStateAction<FlowNode[]>>] {
  const [nodes, setNodes] = useState<FlowNode[]>([])
  const moving = useStore(steadyView, (state) => state.moving)

  useEffect(() => {
    const sync = () => setNodes((previous) => nextNodes(shown, previous))
    sync()
    const stops = [
      documentStore.subscribe(
        ({ document }, before) => document !== before.document && !isSeenLater(document) && sync(),
      ),
      onSeen(() => flushSync(sync)),
      sessionStore.subscribe(
        (state, before) => (state.selection !== before.selection || state.canvas !== before.canvas) && sync(),
      ),
      onMotion(sync),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [shown])

  useEffect(() => {
    if (moving || nodes.some((node) => node.dragging)) return
    const frame = requestAnimationFrame(() => setNodes((previous) => nextNodes(shown, previous)))
    return () => cancelAnimationFrame(frame)
  }, [nodes, moving, shown])

  return [nodes, setNodes]
}

function nextNodes(shown: ShownNodes, previous: readonly FlowNode[]): FlowNode[] {
  const { document } = documentStore.getState()
  const { selection, hovered, focused } = sessionStore.getState()
  const inHand = new Set<string | null>([...selection, hovered, focused])
  const here = new Set(previous.map(({ id }) => id))
  let room = steadyView.getState().moving ? 0 : A_FRAME
  const admitted = ({ id }: NodeRecord): boolean => here.has(id) || inHand.has(id) || room-- > 0
  return flowNodesOf(document, selection, previous, shown(document).filter(admitted))
}
