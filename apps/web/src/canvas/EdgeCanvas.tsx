import { useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { EdgeLayer } from './edge-layer.ts'
import type { FlowNode } from './flow-nodes.ts'
import { TravellingFrames } from './travel.ts'

let current: EdgeLayer | null = null
/** The layer on the page, for those who ask what lies under a point. There is one canvas. */
export const edgeLayer = (): EdgeLayer | null => current

export function EdgeCanvas() {
  const base = useRef<HTMLCanvasElement>(null)
  const spare = useRef<HTMLCanvasElement>(null)
  const hand = useRef<HTMLCanvasElement>(null)
  const travel = useRef<HTMLCanvasElement>(null)
  const store = useStoreApi<FlowNode>()
  useEffect(() => {
    const layer = new EdgeLayer([base.current!, spare.current!], hand.current!, store)
    const frames = new TravellingFrames(travel.current!, layer)
    current = layer
    return () => {
      current = null
      frames.dispose()
      layer.dispose()
    }
  }, [store])
  return (
    <div className="edge-layer" aria-hidden="true">
      <canvas ref={base} data-testid="edge-layer" />
      <canvas ref={spare} data-testid="edge-layer" />
      <canvas ref={hand} />
      <canvas ref={travel} data-testid="travelling-frames" />
    </div>
  )
}
