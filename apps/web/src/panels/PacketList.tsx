import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type UIEvent, useEffect, useRef } from 'react'
import type { PacketTrace } from '../stores/packet-trace.ts'
import { COLUMNS, PacketRow } from './PacketRow.tsx'

const ROW_HEIGHT = 22
/** Rows stand in a layer moved by whole blocks: millions of pixels down, single-precision tops would be off by a fraction. */
const BLOCK = ROW_HEIGHT * 1000

interface Props {
  trace: PacketTrace
  following: boolean
  onFollow: (following: boolean) => void
  chosen: number | null
  onChoose: (row: number) => void
}

/** Only the rows in view exist and are summarised; a million packets scroll like ten. */
export function PacketList({ trace, following, onFollow, chosen, onChoose }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const first = trace.firstRow
  const { rowCount } = trace
  const rows = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => first + index,
    overscan: 6,
  })
  const items = rows.getVirtualItems()
  const base = Math.floor((items[0]?.start ?? 0) / BLOCK) * BLOCK
  useEffect(() => {
    const element = scroller.current
    if (following && element && rowCount > 0) element.scrollTop = element.scrollHeight
  }, [following, rowCount])

  // Scrolling up pauses; arriving at the end again follows.
  const lastTop = useRef(0)
  const onScroll = (event: UIEvent<HTMLDivElement>): void => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget
    const up = scrollTop < lastTop.current - 1
    lastTop.current = scrollTop
    if (up && following && scrollHeight - scrollTop - clientHeight > ROW_HEIGHT) onFollow(false)
  }
  // A packet that is being read stays where it is.
  const choose = (row: number): void => {
    onFollow(false)
    onChoose(row)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const last = trace.endRow - 1
    const next = Math.max(first, Math.min(last, (chosen ?? (step < 0 ? last + 1 : first - 1)) + step))
    choose(next)
    rows.scrollToIndex(next - first)
  }
  return (
    <div
      role="table"
      aria-label="Packets"
      aria-rowcount={rowCount + 1}
      className="flex min-w-0 flex-1 flex-col font-mono text-xs"
    >
      <div
        role="row"
        className={`${COLUMNS} shrink-0 border-b border-line bg-panel py-0.5 font-sans font-medium text-faint`}
      >
        {['Time', 'Source', 'Destination', 'Protocol', 'Length', 'Info'].map((title) => (
          <span key={title} role="columnheader" className={title === 'Length' ? 'text-right' : ''}>
            {title}
          </span>
        ))}
      </div>
      <div
        ref={scroller}
        role="rowgroup"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk through the packets
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          <div
            className="absolute inset-x-0 top-0 will-change-transform"
            style={{ transform: `translateY(${base}px)` }}
          >
            {items.map((item) => (
              <PacketRow
                key={item.key}
                top={item.start - base}
                number={first + item.index}
                row={trace.row(first + item.index)}
                directions={trace.directions}
                chosen={chosen === first + item.index}
                onChoose={choose}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}
