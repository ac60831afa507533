// The view when it rests. What is dear to change (which nodes are elements, words sharp to the pixel) waits until the hand
// that moves the drawing has stopped for a moment.
import { createStore } from 'zustand/vanilla'
import type { FlowStoreApi } from './flow-nodes.ts'

export interface SteadyView {
  readonly x: number
  readonly y: number
  readonly zoom: number
  readonly width: number
  readonly height: number
  readonly moving: boolean
}

const REST_MS = 140

export const steadyView = createStore<SteadyView>(() => ({ x: 0, y: 0, zoom: 1, width: 0, height: 0, moving: false }))

/** Follows React Flow's view; marks the page while it moves. */
export function followView(store: FlowStoreApi): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = ''
  const rest = (): void => {
    timer = undefined
    const { transform, width, height, domNode } = store.getState()
    domNode?.removeAttribute('data-moving')
    steadyView.setState({ x: transform[0], y: transform[1], zoom: transform[2], width, height, moving: false })
  }
  const look = (): void => {
    const { transform, width, height, domNode } = store.getState()
    const now = `${transform} ${width} ${height}`
    if (now === last) return
    const first = steadyView.getState().width === 0
    last = now
    if (first) return rest()
    domNode?.setAttribute('data-moving', '')
    if (!steadyView.getState().moving) steadyView.setState({ moving: true })
    clearTimeout(timer)
    timer = setTimeout(rest, REST_MS)
  }
  look()
  const stop = store.subscribe(look)
  return () => {
    stop()
    clearTimeout(timer)
    steadyView.setState(steadyView.getInitialState())
  }
}
