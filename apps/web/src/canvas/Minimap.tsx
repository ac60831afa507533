import { Panel, useReactFlow, useStore, useStoreApi } from '@xyflow/react'
import { type PointerEvent, useEffect, useRef } from 'react'
import { documentStore } from '../stores/document.ts'
import { useDocument, useSession, useView } from '../stores/hooks.ts'
import { sessionStore } from '../stores/session.ts'
import { nextTask } from '../ui/next-task.ts'
import type { FlowNode } from './flow-nodes.ts'
import { hasMap, MAP } from './map-size.ts'
import { onInk, pageInk } from './page-ink.ts'
import { MinimapPainter, mapScale } from './paint-minimap.ts'

const { width: WIDTH, height: HEIGHT } = MAP

/** The whole drawing in a corner: where the view is, and a drag to put it elsewhere. */
export function Minimap() {
  const canvas = useRef<HTMLCanvasElement>(null)
  const store = useStoreApi<FlowNode>()
  const flow = useReactFlow()
  const wanted = useView((view) => view.map)
  useSession((session) => session.canvas)
  const width = useStore((state) => state.width)
  const shown = useDocument((document) => hasMap(document, width)) && wanted

  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const painter = new MinimapPainter(element)
    let frame = 0
    let gone = false
    const paint = () => {
      frame = 0
      if (gone) return
      painter.paint(documentStore.getState().document, store.getState(), pageInk())
    }
    // Beside the frame, which has the drawing itself to paint.
    const invalidate = () => {
      frame ||= requestAnimationFrame(() => void nextTask().then(paint))
    }
    const stops = [
      store.subscribe(invalidate),
      documentStore.subscribe(invalidate),
      sessionStore.subscribe((state, before) => state.canvas !== before.canvas && invalidate()),
      onInk(invalidate),
    ]
    invalidate()
    return () => {
      gone = true
      cancelAnimationFrame(frame)
      for (const stop of stops) stop()
    }
  }, [store, shown])

  if (!shown) return null
  const go = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (event.buttons !== 1) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const box = event.currentTarget.getBoundingClientRect()
    const { document } = documentStore.getState()
    const { left, top, scale } = mapScale(document, store.getState(), WIDTH, HEIGHT)
    const x = (event.clientX - box.left) / scale + left
    const y = (event.clientY - box.top) / scale + top
    void flow.setCenter(x, y, { zoom: flow.getZoom() })
  }
  return (
    <Panel position="bottom-right" className="!m-3 overflow-hidden rounded-lg border border-line bg-panel shadow-sm">
      <canvas
        ref={canvas}
        width={WIDTH * devicePixelRatio}
        height={HEIGHT * devicePixelRatio}
        className="block h-28 w-42 cursor-pointer"
        role="img"
        aria-label="Map of the whole drawing"
        onPointerDown={go}
        onPointerMove={go}
      />
    </Panel>
  )
}
