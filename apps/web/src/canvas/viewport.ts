// The viewport from the document, not from React Flow's nodes: from far it has only a few of them.
import type { TopologyDocument } from '@etherloom/topology'
import type { ReactFlowInstance } from '@xyflow/react'
import { documentStore } from '../stores/document.ts'
import { drawingOf, placeOf } from '../stores/drawing.ts'
import { NAME_HEIGHT, NODE_SIZE } from './node-size.ts'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export function boundsOf(document: TopologyDocument): Box | null {
  const { nodes } = drawingOf(document)
  if (nodes.length === 0) return null
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { id } of nodes) {
    const { x, y } = placeOf(document, id)
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  const half = NODE_SIZE / 2
  return {
    x: left - half,
    y: top - half,
    width: right - left + NODE_SIZE,
    height: bottom - top + NODE_SIZE + NAME_HEIGHT,
  }
}

type Fitter = Pick<ReactFlowInstance, 'fitBounds' | 'getZoom' | 'setCenter'>

const MAX_FIT_ZOOM = 1.25

/** Shows the whole drawing; a small one is not blown up, and an empty one is seen at its natural size. */
export function fitDrawing(flow: Fitter, duration: number): void {
  const box = boundsOf(documentStore.getState().document)
  if (!box) {
    void flow.setCenter(0, 0, { zoom: 1 })
    return
  }
  void flow.fitBounds(box, { padding: 0.25, duration: 0 }).then(() => {
    const zoom = Math.min(flow.getZoom(), MAX_FIT_ZOOM)
    void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom, duration })
  })
}
