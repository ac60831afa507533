// Which rows of a trace are listed: those of the links that are shown, of these those the filter lets through, and where frames
// are missing a marker. An entry is one number:
//
//   entry ≥ 0   a row          entry < 0   a marker before row -entry - 1
//
// Rows are examined once, in order, as far as the time given allows; so a million rows are filtered in slices while the list
// shows what has been found, and afterwards only what is new is looked at.
import type { Predicate } from '@etherloom/capture'
import type { Loss } from './gaps.ts'
import { NumberRing } from './number-ring.ts'
import type { Trace } from './trace.ts'

export const isMarker = (entry: number): boolean => entry < 0
/** The row of an entry; of a marker the row it stands before. */
export const rowOfEntry = (entry: number): number => (entry < 0 ? -entry - 1 : entry)

/** Rows examined between two looks at the clock. */
const STRIDE = 2048

export class TraceView {
  private readonly trace: Trace
  private readonly wants: ((slot: number) => boolean) | null
  private readonly predicate: Predicate | null
  private readonly entries = new NumberRing()
  private generation: number
  /** Rows before this one have been examined. */
  private next: number
  private nextGap = 0
  private markers = 0

  /** `wants`: slots that are shown, null for all. `predicate`: the filter, null for none. */
  constructor(trace: Trace, wants: ((slot: number) => boolean) | null, predicate: Predicate | null) {
    this.trace = trace
    this.wants = wants
    this.predicate = predicate
    this.generation = trace.generation
    this.next = trace.firstRow
  }

  /** Entries are `first` up to, not including, `end`. */
  get first(): number {
    return this.entries.first
  }

  get end(): number {
    return this.entries.end
  }

  /** Packets listed, markers not counted. */
  get packetCount(): number {
    return this.entries.length - this.markers
  }

  /** How much has been examined, 0 to 1. */
  get progress(): number {
    const { firstRow, rowCount } = this.trace
    return rowCount === 0 ? 1 : Math.max(0, this.next - firstRow) / rowCount
  }

  get done(): boolean {
    return this.next >= this.trace.endRow && this.generation === this.trace.generation
  }

  entry(n: number): number {
    return this.entries.get(n)
  }

  /** Examines rows until all are, or `isOver` says that it took long enough. Returns whether all are. */
  scan(isOver: () => boolean): boolean {
    const { trace } = this
    if (this.generation !== trace.generation) this.restart()
    this.forget()
    this.next = Math.max(this.next, trace.firstRow)
    this.nextGap = Math.max(this.nextGap, trace.gaps.first)
    while (this.next < trace.endRow) {
      const to = Math.min(this.next + STRIDE, trace.endRow)
      for (let row = this.next; row < to; row++) if (this.takes(row)) this.take(row)
      this.next = to
      if (isOver()) break
    }
    return this.done
  }

  /** What is missing where a marker stands: since the row listed before it. */
  lossAt(n: number): Loss {
    const before = n > this.entries.first ? rowOfEntry(this.entries.get(n - 1)) : this.trace.firstRow - 1
    return this.trace.gaps.between(before, rowOfEntry(this.entries.get(n)))
  }

  /** The entry of a row, or of the first one listed after it; `end` when there is none. */
  entryAt(row: number): number {
    let low = this.first
    let high = this.end
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2)
      const entry = this.entries.get(middle)
      if (rowOfEntry(entry) < row) low = middle + 1
      else high = middle
    }
    return low < this.end && isMarker(this.entries.get(low)) ? low + 1 : low
  }

  private takes(row: number): boolean {
    const { trace, wants, predicate } = this
    return (wants === null || wants(trace.slot(row))) && (predicate === null || trace.matches(row, predicate))
  }

  private take(row: number): void {
    const { gaps } = this.trace
    if (gaps.rowOf(this.nextGap) <= row) {
      this.nextGap = gaps.after(row)
      this.entries.push(-row - 1)
      this.markers++
    }
    this.entries.push(row)
  }

  /** Rows that the trace let go leave the list too. */
  private forget(): void {
    const { entries, trace } = this
    while (entries.length > 0) {
      const entry = entries.get(entries.first)
      if (rowOfEntry(entry) >= trace.firstRow) return
      if (isMarker(entry)) this.markers--
      entries.shift()
    }
  }

  private restart(): void {
    this.entries.clear()
    this.generation = this.trace.generation
    this.next = this.trace.firstRow
    this.nextGap = this.trace.gaps.first
    this.markers = 0
  }
}
