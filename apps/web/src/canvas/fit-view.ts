// The viewport of the one canvas on the page, for commands and menus that are no part of React Flow.
import type { ReactFlowInstance } from '@xyflow/react'
import { documentStore } from '../stores/document.ts'
import { isShown } from '../stores/view.ts'
import type { FlowNode, FlowStoreApi } from './flow-nodes.ts'
import { hasMap, MAP_HEIGHT, MAP_WIDTH } from './map-size.ts'
import { fitViewport } from './viewport.ts'

export interface CanvasView {
  readonly flow: ReactFlowInstance<FlowNode>
  readonly store: FlowStoreApi
}

let current: CanvasView | null = null
/** Null before the canvas is on the page. */
export const canvasView = (): CanvasView | null => current

/** Said by the canvas when it appears; what comes back is called when it goes. */
export function holdCanvasView(view: CanvasView): () => void {
  current = view
  return () => {
    current = null
  }
}

/** Shows the whole drawing, in so many milliseconds. */
export function fitView(duration: number): void {
  if (current === null) return
  const { document } = documentStore.getState()
  const { width, height } = current.store.getState().domNode!.getBoundingClientRect()
  const map = hasMap(document, width) && isShown('map') ? { width: MAP_WIDTH, height: MAP_HEIGHT } : null
  void current.flow.setViewport(fitViewport(document, { width, height, map }), { duration })
}
