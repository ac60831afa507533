import type { KeyboardEvent, PointerEvent } from 'react'

const MIN = 120
const STEP = 24

interface Props {
  height: number
  onResize: (height: number) => void
}

/** The dock's upper edge: dragged, or moved with the arrow keys. */
export function DockResizer({ height, onResize }: Props) {
  const resize = (wanted: number) => onResize(Math.round(Math.max(MIN, Math.min(innerHeight * 0.75, wanted))))
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) resize(innerHeight - event.clientY)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowUp' ? STEP : event.key === 'ArrowDown' ? -STEP : 0
    if (step === 0) return
    event.preventDefault()
    resize(height + step)
  }
  return (
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the dock"
      aria-valuenow={height}
      aria-valuemin={MIN}
      aria-valuemax={Math.round(innerHeight * 0.75)}
      tabIndex={0}
      className="absolute -top-1 right-0 left-0 z-10 h-2 cursor-row-resize touch-none hover:bg-accent/30"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  )
}
