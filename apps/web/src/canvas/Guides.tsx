import { ViewportPortal } from '@xyflow/react'
import { useStore } from 'zustand'
import { guidesStore } from './guides.ts'

/** How far a line goes on beyond the nodes it is about. */
const BEYOND = 40

/** What a dragged node is level with. */
export function Guides() {
  const guides = useStore(guidesStore, (state) => state.guides)
  if (guides.length === 0) return null
  return (
    <ViewportPortal>
      <svg className="pointer-events-none absolute top-0 left-0 size-px overflow-visible" aria-hidden="true">
        {guides.map(({ axis, at, from, to }) => {
          const [start, end] = [from - BEYOND, to + BEYOND]
          const line = axis === 'x' ? { x1: at, x2: at, y1: start, y2: end } : { x1: start, x2: end, y1: at, y2: at }
          return (
            <line
              key={axis}
              {...line}
              className="stroke-accent"
              strokeWidth={1}
              strokeDasharray="4 3"
              vectorEffect="non-scaling-stroke"
            />
          )
        })}
      </svg>
    </ViewportPortal>
  )
}
