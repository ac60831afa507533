import type { RunEvent } from '@etherloom/protocol'
import type { RecordId } from '@etherloom/topology'
import { useVirtualizer } from '@tanstack/react-virtual'
import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, type UIEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { drawnName } from '../stores/drawing.ts'
import { useDocument } from '../stores/hooks.ts'
import { eventsView, eventTime } from './events-view.ts'

const ROW_HEIGHT = 24
const COLUMNS = 'grid grid-cols-[1rem_7rem_minmax(6rem,12rem)_minmax(9rem,1fr)] items-center gap-x-3 px-2'

interface Props {
  events: readonly RunEvent[]
  /** Goes to where it happened. */
  onOpen: (record: RecordId) => void
}

/** Only the rows in view exist. Arrow keys walk, Enter goes where the event was. */
export function EventsList({ events, onOpen }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const { at, following, time } = useStore(eventsView)
  const rows = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => events[index]!.id,
    overscan: 8,
  })
  const { length } = events
  useEffect(() => {
    const element = scroller.current
    if (following && element && length > 0) element.scrollTop = element.scrollHeight
  }, [following, length])

  const lastTop = useRef(0)
  const onScroll = (event: UIEvent<HTMLDivElement>): void => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget
    const up = scrollTop < lastTop.current - 1
    lastTop.current = scrollTop
    if (up && following && scrollHeight - scrollTop - clientHeight > ROW_HEIGHT)
      eventsView.setState({ following: false })
  }
  const chosen = events.findIndex(({ id }) => id === at)
  const choose = (index: number): void => {
    eventsView.setState({ at: events[index]!.id, following: false })
    rows.scrollToIndex(index)
  }
  const open = (index: number): void => {
    const record = events[index]?.record ?? null
    if (record !== null) onOpen(record)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && chosen >= 0) return open(chosen)
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -length, End: length }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const from = chosen >= 0 ? chosen : step > 0 ? -1 : length
    choose(Math.max(0, Math.min(length - 1, from + step)))
  }
  return (
    <div role="table" aria-label="Events" aria-rowcount={length + 1} className="flex min-h-0 flex-1 flex-col text-sm">
      <div
        role="row"
        className={`${COLUMNS} h-6 shrink-0 border-b border-line bg-panel text-xs font-medium text-faint`}
      >
        <span role="columnheader" aria-label="Severity" />
        <span role="columnheader" className="text-right">
          {time === 'clock' ? 'Time of day' : 'Time, s'}
        </span>
        <span role="columnheader">Where</span>
        <span role="columnheader">What happened</span>
      </div>
      <div
        ref={scroller}
        role="rowgroup"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk through the events
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ key, index, start }) => (
            <EventRow
              key={key}
              event={events[index]!}
              top={start}
              number={index}
              chosen={index === chosen}
              time={eventTime(events[index]!, time)}
              onChoose={() => {
                choose(index)
                open(index)
              }}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

const icons = { info: Info, warning: TriangleAlert, error: CircleAlert } as const
const inks = { info: 'text-faint', warning: 'text-warn', error: 'text-bad' } as const

interface RowProps {
  event: RunEvent
  top: number
  number: number
  chosen: boolean
  time: string
  onChoose: () => void
}

function EventRow({ event, top, number, chosen, time, onChoose }: RowProps) {
  const { record, severity, text } = event
  const where = useDocument((document) =>
    record === null ? 'the lab' : document.records.has(record) ? drawnName(document, record) : 'gone since',
  )
  const Icon = icons[severity]
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={number + 2}
      aria-selected={chosen}
      className={`absolute left-0 h-6 w-full cursor-default ${COLUMNS} ${chosen ? 'bg-accent-soft' : 'hover:bg-hover'}`}
      style={{ top }}
      onClick={onChoose}
    >
      <span role="cell" className={inks[severity]}>
        <Icon size={14} aria-label={severity} />
      </span>
      <span role="cell" className="text-right font-mono text-xs text-dim tabular-nums">
        {time}
      </span>
      <span role="cell" className={`truncate ${record === null ? 'text-faint' : 'font-medium'}`} title={where}>
        {where}
      </span>
      <span role="cell" className="truncate" title={text}>
        {text}
      </span>
    </div>
  )
}
