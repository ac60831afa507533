import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { useStore } from 'zustand'
import { type ColumnId, clampWidth, columnOf, firstWidths, keepWidths } from '../packets/columns.ts'
import { packetListStore } from '../stores/packet-list.ts'

const STEP = 10

/** The right edge of a column's head: dragged, or moved with the arrow keys; a double click gives the first width back. */
export function ColumnResizer({ id }: { id: ColumnId }) {
  const width = useStore(packetListStore, (state) => state.widths[id])
  const [from, setFrom] = useState<{ x: number; width: number } | null>(null)
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    setFrom({ x: event.clientX, width: shownWidth(event.currentTarget) })
  }
  const onPointerMove = (event: PointerEvent): void => {
    if (from) setWidth(id, from.width + event.clientX - from.x)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key]
    if (step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    setWidth(id, shownWidth(event.currentTarget) + step)
  }
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of the column ${columnOf[id].title}`}
      aria-valuenow={width}
      aria-valuemin={columnOf[id].least}
      aria-valuemax={800}
      tabIndex={0}
      className="group absolute inset-y-0 -right-2.5 z-10 w-2.5 cursor-col-resize touch-none outline-offset-[-2px]"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onLostPointerCapture={() => setFrom(null)}
      onDoubleClick={() => setWidth(id, firstWidths[id])}
      onKeyDown={onKeyDown}
    >
      <span className="absolute inset-y-1 left-1 w-px bg-line group-hover:bg-line-strong" />
    </div>
  )
}

/** A column that nobody set may be wider than it has to be. */
const shownWidth = (edge: HTMLDivElement): number => edge.parentElement!.offsetWidth

function setWidth(id: ColumnId, width: number): void {
  const widths = { ...packetListStore.getState().widths, [id]: clampWidth(id, width) }
  packetListStore.setState({ widths })
  keepWidths(widths)
}
