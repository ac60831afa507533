// Two fingers zoom and move the drawing wherever they come down. React Flow takes a finger on a node for the node's, and neither
// zooms nor moves then; where nodes stand close there is hardly a place without one.
import { useReactFlow } from '@xyflow/react'
import { useEffect } from 'react'
import type { FlowNode, FlowStoreApi } from './flow-nodes.ts'
import { pinched } from './pinched.ts'

export function usePinch(store: FlowStoreApi): void {
  const flow = useReactFlow<FlowNode>()
  useEffect(() => {
    const { domNode } = store.getState()
    if (!domNode) return
    let before: { readonly view: ReturnType<typeof flow.getViewport>; readonly fingers: Fingers } | null = null
    /** Until the last finger is lifted what is left of them does nothing. */
    let over = false
    const onStart = (event: TouchEvent): void => {
      if (over) return event.stopPropagation()
      if (event.touches.length !== 2 || ![...event.touches].some(isOnNode)) return
      before = { view: flow.getViewport(), fingers: fingersOf(event.touches, domNode) }
      over = true
      event.stopPropagation()
    }
    const onMove = (event: TouchEvent): void => {
      if (!over) return
      event.preventDefault()
      // React Flow lets go of a node when it hears of the second finger.
      if (!isOnNode(event)) event.stopPropagation()
      if (!before || event.touches.length !== 2) return
      const { minZoom, maxZoom } = store.getState()
      const now = fingersOf(event.touches, domNode)
      void flow.setViewport(pinched(before.view, before.fingers, now, minZoom, maxZoom))
    }
    const onEnd = (event: TouchEvent): void => {
      if (event.touches.length < 2) before = null
      if (event.touches.length === 0) over = false
    }
    const options = { capture: true, passive: false }
    domNode.addEventListener('touchstart', onStart, options)
    domNode.addEventListener('touchmove', onMove, options)
    domNode.addEventListener('touchend', onEnd, options)
    domNode.addEventListener('touchcancel', onEnd, options)
    return () => {
      domNode.removeEventListener('touchstart', onStart, options)
      domNode.removeEventListener('touchmove', onMove, options)
      domNode.removeEventListener('touchend', onEnd, options)
      domNode.removeEventListener('touchcancel', onEnd, options)
    }
  }, [store, flow])
}

type Fingers = readonly [{ readonly x: number; readonly y: number }, { readonly x: number; readonly y: number }]

const isOnNode = ({ target }: { readonly target: EventTarget | null }): boolean =>
  target instanceof Element && target.closest('.react-flow__node') !== null

/** In the canvas's pixels. */
function fingersOf(touches: TouchList, canvas: Element): Fingers {
  const { left, top } = canvas.getBoundingClientRect()
  const [a, b] = [touches[0]!, touches[1]!]
  return [
    { x: a.clientX - left, y: a.clientY - top },
    { x: b.clientX - left, y: b.clientY - top },
  ]
}
