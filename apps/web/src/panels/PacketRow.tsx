import { type Summary, summarize } from '@etherloom/capture'
import { memo } from 'react'
import { packetTime } from '../format.ts'
import type { TraceRow } from '../stores/packet-trace.ts'

export const COLUMNS =
  'grid grid-cols-[5.75rem_minmax(6rem,10.5rem)_minmax(6rem,10.5rem)_4rem_3rem_minmax(9rem,1fr)] items-center gap-x-2 px-2 whitespace-nowrap'

interface Props {
  top: number
  number: number
  row: TraceRow | null
  directions: ReadonlyMap<number, 'ab' | 'ba'>
  chosen: boolean
  onChoose: (number: number) => void
}

const same = (a: Props, b: Props): boolean =>
  a.top === b.top && a.number === b.number && a.chosen === b.chosen && a.row?.chunk === b.row?.chunk

/** One packet, summarised when it comes into view. A bar at its left says which way it went. */
export const PacketRow = memo(function PacketRow({ top, number, row, directions, chosen, onChoose }: Props) {
  if (!row) return null
  const summary = summaryOf(row)
  const ab = directions.get(row.chunk.slot(row.frame)) === 'ab'
  const look = chosen ? 'bg-accent-soft' : 'hover:bg-hover'
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      role="row"
      aria-rowindex={number + 2}
      aria-selected={chosen}
      className={`absolute left-0 h-5.5 w-full border-l-2 ${COLUMNS} ${look} ${ab ? 'border-accent' : 'border-ok'}`}
      style={{ top }}
      onClick={() => onChoose(number)}
    >
      <Cell text={packetTime(row.chunk.ns(row.frame))} />
      <Cell text={summary.source} />
      <Cell text={summary.destination} />
      <Cell text={summary.protocol} />
      <Cell text={String(summary.length)} right />
      <Cell text={summary.info} />
    </div>
  )
}, same)

function Cell({ text, right }: { text: string; right?: boolean }) {
  return (
    <span role="cell" title={text} className={`truncate ${right ? 'text-right' : ''}`}>
      {text}
    </span>
  )
}

export function summaryOf({ chunk, frame }: TraceRow): Summary {
  return summarize(chunk.bytes, chunk.offset(frame), chunk.caplen(frame), chunk.len(frame))
}
