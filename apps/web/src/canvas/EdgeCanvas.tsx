import { useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { EdgeLayer } from './edge-layer.ts'
import type { FlowNode } from './flow-nodes.ts'

let current: EdgeLayer | null = null
/** The layer on the page, for those who ask what lies under a point. There is one canvas. */
export const edgeLayer = (): EdgeLayer | null => current

export function EdgeCanvas() {
  const canvas = useRef<HTMLCanvasElement>(null)
  const store = useStoreApi<FlowNode>()
  useEffect(() => {
    const layer = new EdgeLayer(canvas.current!, store)
    current = layer
    return () => {
      current = null
      layer.dispose()
    }
  }, [store])
  return (
    <div className="edge-layer" aria-hidden="true">
      <canvas ref={canvas} className="size-full" data-testid="edge-layer" />
    </div>
  )
}
