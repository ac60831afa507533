// Samples of many columns (one a direction of a link) over time, in typed arrays: a row a sample, so that a new one is cleared
// at once. The sample at `head` is still being filled; older ones lie before it, round the end.
export type Metric = 'packets' | 'bytes' | 'drops' | 'queue'

export interface Series {
  /** Experiment time at the end of each sample, seconds, rising. */
  readonly times: Float64Array
  /** Packets, bytes or drops a second in each sample; frames waiting at most. */
  readonly values: Float64Array
}

export class SampleGrid {
  readonly length: number
  private columns = 0
  private head = 0
  /** Samples that are finished. */
  private filled = 0
  private span = 0
  private readonly ends: Float64Array
  private readonly spans: Float64Array
  private sums: Record<Metric, Float32Array<ArrayBuffer>>

  constructor(length: number) {
    this.length = length
    this.ends = new Float64Array(length)
    this.spans = new Float64Array(length)
    this.sums = { packets: none, bytes: none, drops: none, queue: none }
  }

  /** Room for so many columns; what is there stays. */
  widen(columns: number): void {
    for (const metric of METRICS) {
      const wider = new Float32Array(this.length * columns)
      for (let row = 0; row < this.length; row++)
        wider.set(this.sums[metric].subarray(row * this.columns, (row + 1) * this.columns), row * columns)
      this.sums[metric] = wider
    }
    this.columns = columns
  }

  /** To the sample being filled, or (`late`) to the one before it. */
  add(column: number, packets: number, bytes: number, drops: number, queue: number, late: boolean): void {
    const row = late && this.filled > 0 ? (this.head + this.length - 1) % this.length : this.head
    const cell = row * this.columns + column
    const { sums } = this
    sums.packets[cell] += packets
    sums.bytes[cell] += bytes
    sums.drops[cell] += drops
    if (queue > sums.queue[cell]) sums.queue[cell] = queue
  }

  /** So much time belongs to the sample being filled, which ends at `ns` so far. */
  pass(span: number, ns: number): void {
    this.span += span
    this.ends[this.head] = ns
    this.spans[this.head] = this.span
  }

  /** The sample is full: the next one begins. The oldest is forgotten when there is no more room. */
  next(): void {
    this.head = (this.head + 1) % this.length
    this.filled = Math.min(this.filled + 1, this.length - 1)
    this.span = 0
    this.spans[this.head] = 0
    for (const metric of METRICS) this.sums[metric].fill(0, this.head * this.columns, (this.head + 1) * this.columns)
  }

  get isFull(): boolean {
    return this.filled === this.length - 1
  }

  /** Two samples become one, all over: half the room is free again. Only for a grid that has not gone round. */
  halve(): void {
    const rows = this.filled + 1
    for (let row = 0; row < rows; row++) this.fold(row, row >> 1)
    const kept = (rows + 1) >> 1
    for (const metric of METRICS) this.sums[metric].fill(0, kept * this.columns)
    this.spans.fill(0, kept)
    this.head = kept - 1
    this.filled = kept - 1
    this.span = this.spans[this.head]
  }

  private fold(from: number, to: number): void {
    if (from === to) return
    const first = from % 2 === 0
    this.ends[to] = this.ends[from]
    this.spans[to] = this.spans[from] + (first ? 0 : this.spans[to])
    for (const metric of METRICS) {
      const sums = this.sums[metric]
      for (let column = 0; column < this.columns; column++) {
        const value = sums[from * this.columns + column]
        const cell = to * this.columns + column
        if (first) sums[cell] = value
        else if (metric === 'queue') sums[cell] = Math.max(sums[cell], value)
        else sums[cell] += value
      }
    }
  }

  /** A column that was somebody else's. */
  forget(column: number): void {
    for (const metric of METRICS)
      for (let row = 0; row < this.length; row++) this.sums[metric][row * this.columns + column] = 0
  }

  /** The finished samples of a column; of none (-1), zeros. The one being filled counts too once it covers some time. */
  read(column: number, metric: Metric, most = this.length): Series {
    const open = this.spans[this.head] > 0 ? 1 : 0
    const count = Math.min(this.filled + open, most)
    const times = new Float64Array(count)
    const values = new Float64Array(count)
    for (let i = 0; i < count; i++) {
      const row = (this.head - (count - 1 - i) - (1 - open) + 2 * this.length) % this.length
      times[i] = this.ends[row] / 1e9
      if (column < 0) continue
      const sum = this.sums[metric][row * this.columns + column]
      values[i] = metric === 'queue' ? sum : (sum * 1e9) / Math.max(1, this.spans[row])
    }
    return { times, values }
  }
}

const METRICS: readonly Metric[] = ['packets', 'bytes', 'drops', 'queue']
const none = new Float32Array(0)
