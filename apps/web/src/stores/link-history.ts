// What passed in each direction of each link, as samples: every tick of the last minute, every two seconds of the last five
// minutes, and the whole run in at most WHOLE samples that grow longer with it. Fed with the totals the counters bring.
//
// Only directions that something has passed have a column, MOST_COLUMNS at most (50 MB): when there are more, the one that has
// been quiet longest gives its column up, and where all are busy a new one has none.
import { C_BYTES, C_DROPS, C_PACKETS, C_QUEUE, C_SLOT, COUNTER_ROW } from '@etherloom/protocol'
import { type Metric, SampleGrid, type Series } from './sample-grid.ts'

export type Span = 'minute' | 'five' | 'run'

const MINUTE = 600
const FIVE = 150
const FIVE_TICKS = 20
const WHOLE = 256
export const MOST_COLUMNS = 3072
/** Somebody who has been quiet for so many ticks has nothing in the last minute. */
const QUIET_TICKS = MINUTE
/** So many columns are taken back at once: looking for them goes over all there are. */
const TAKEN_BACK = 64
/**
 * A shorter time is no sample: quiet times are guessed by the page's own clock, and counters that come when a guess went too far
 * belong to the time that was guessed.
 */
const SHORTEST_NS = 50e6
/** Who comes into a run that is older than this does not take its totals so far for the traffic of a moment. */
const YOUNG_NS = 500e6

export class LinkHistory {
  /** Which directions are a record's: known here after the run, when the lab has none. */
  slots: ReadonlyMap<string, { readonly ab: number; readonly ba: number }> = new Map()
  private readonly minute = new SampleGrid(MINUTE)
  private readonly five = new SampleGrid(FIVE)
  private readonly whole = new SampleGrid(WHOLE)
  private readonly columnOf = new Map<number, number>()
  private readonly free: number[] = []
  /** By column: the tick in which something passed last. */
  private readonly active: number[] = []
  /** Before this tick nobody can have been quiet for long enough. */
  private noneBefore = 0
  private totals = new Float64Array(0)
  /** Where the samples end, experiment time; -1 before the first. */
  private end = -1
  private tick = 0
  private fiveTicks = 0
  private wholeTicks = 0
  private wholeSpan = 1

  ingest(ns: number, rows: Float64Array): void {
    const strange = this.end < 0 && ns > YOUNG_NS
    if (this.end < 0) this.end = strange ? ns : 0
    const span = ns - this.end
    const late = span < SHORTEST_NS
    for (let at = 0; at + COUNTER_ROW <= rows.length; at += COUNTER_ROW) this.take(rows, at, strange, late)
    if (!late) this.pass(span)
  }

  /** Nothing came for about so long. */
  idle(ns: number): void {
    if (this.end >= 0) this.pass(ns)
  }

  /** `slot` -1: there is none, and nothing passed. */
  read(slot: number, metric: Metric, span: Span, most?: number): Series {
    const grid = span === 'minute' ? this.minute : span === 'five' ? this.five : this.whole
    return grid.read(this.columnOf.get(slot) ?? -1, metric, most)
  }

  /** Whether anything has been recorded at all. */
  get isEmpty(): boolean {
    return this.tick === 0
  }

  private take(rows: Float64Array, at: number, strange: boolean, late: boolean): void {
    const slot = rows[at + C_SLOT]
    this.reserve(slot + 1)
    const { totals } = this
    const cell = slot * 3
    const packets = rows[at + C_PACKETS] - totals[cell]
    const bytes = rows[at + C_BYTES] - totals[cell + 1]
    const drops = rows[at + C_DROPS] - totals[cell + 2]
    totals[cell] += packets
    totals[cell + 1] += bytes
    totals[cell + 2] += drops
    if (strange || (packets <= 0 && drops <= 0)) return
    const column = this.columnFor(slot)
    if (column < 0) return
    const queue = rows[at + C_QUEUE]
    this.active[column] = this.tick
    this.minute.add(column, packets, bytes, drops, queue, late)
    this.five.add(column, packets, bytes, drops, queue, false)
    this.whole.add(column, packets, bytes, drops, queue, false)
  }

  private pass(span: number): void {
    this.tick++
    this.end += span
    for (const grid of [this.minute, this.five, this.whole]) grid.pass(span, this.end)
    this.minute.next()
    if (++this.fiveTicks === FIVE_TICKS) {
      this.fiveTicks = 0
      this.five.next()
    }
    if (++this.wholeTicks < this.wholeSpan) return
    this.wholeTicks = 0
    if (!this.whole.isFull) return this.whole.next()
    this.whole.halve()
    this.wholeSpan *= 2
    // The last of an even number is a whole one already.
    this.whole.next()
  }

  private columnFor(slot: number): number {
    const known = this.columnOf.get(slot)
    if (known !== undefined) return known
    const column = this.freeColumn()
    if (column < 0) return -1
    for (const grid of [this.minute, this.five, this.whole]) grid.reserve(column + 1)
    this.columnOf.set(slot, column)
    this.active[column] = this.tick
    return column
  }

  private freeColumn(): number {
    if (this.free.length === 0 && this.active.length < MOST_COLUMNS) return this.active.length
    if (this.free.length === 0) this.takeBack()
    return this.free.pop() ?? -1
  }

  /** From those who have been quiet longest. */
  private takeBack(): void {
    if (this.tick < this.noneBefore) return
    const { active } = this
    const byQuiet = [...this.columnOf].sort(([, a], [, b]) => active[a] - active[b])
    const quiet = byQuiet.slice(0, TAKEN_BACK).filter(([, column]) => active[column] < this.tick - QUIET_TICKS)
    if (quiet.length === 0) this.noneBefore = active[byQuiet[0][1]] + QUIET_TICKS + 1
    for (const [slot, column] of quiet.reverse()) {
      this.columnOf.delete(slot)
      for (const grid of [this.minute, this.five, this.whole]) grid.forget(column)
      this.free.push(column)
    }
  }

  private reserve(slots: number): void {
    if (slots * 3 <= this.totals.length) return
    const totals = new Float64Array(Math.max(slots * 3, this.totals.length * 2, 192))
    totals.set(this.totals)
    this.totals = totals
  }
}
