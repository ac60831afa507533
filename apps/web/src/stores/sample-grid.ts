// Samples of many columns (one a direction of a link) over time, in typed arrays: a row a sample, so that a new one is cleared
// at once. The sample at `head` is still being filled; older ones lie before it, round the end.
export type Metric = 'packets' | 'bytes' | 'drops' | 'queue'

export interface Series {
  /** Experiment time at the end of each sample, seconds, rising. */
  readonly times: Float64Array
  /** Packets, bytes or drops a second in each sample; frames waiting at most. */
  readonly values: Float64Array
}

/** So many columns lie in one array: room for more is another one, and nothing is copied when thousands of links begin at once. */
const BLOCK = 64

export class SampleGrid {
  readonly length: number
  private head = 0
  /** Samples that are finished. */
  private filled = 0
  private span = 0
  private readonly ends: Float64Array
  private readonly spans: Float64Array
  private readonly blocks: Block[] = []

  constructor(length: number) {
    this.length = length
    this.ends = new Float64Array(length)
    this.spans = new Float64Array(length)
  }

  /** Room for so many columns at least. */
  reserve(columns: number): void {
    const size = this.length * BLOCK
    while (this.blocks.length * BLOCK < columns)
      this.blocks.push({
        packets: new Float32Array(size),
        bytes: new Float32Array(size),
        drops: new Float32Array(size),
        queue: new Float32Array(size),
      })
  }

  /** To the sample being filled, or (`late`) to the one before it. */
  add(column: number, packets: number, bytes: number, drops: number, queue: number, late: boolean): void {
    const row = late && this.filled > 0 ? (this.head + this.length - 1) % this.length : this.head
    const sums = this.blocks[Math.floor(column / BLOCK)]
    const cell = row * BLOCK + (column % BLOCK)
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
    this.clear(this.head, this.head + 1)
  }

  get isFull(): boolean {
    return this.filled === this.length - 1
  }

  /** Two samples become one, all over: half the room is free again. Only for a grid that has not gone round. */
  halve(): void {
    const rows = this.filled + 1
    for (let row = 0; row < rows; row++) this.fold(row, row >> 1)
    const kept = (rows + 1) >> 1
    this.clear(kept, this.length)
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
    for (const block of this.blocks) {
      for (const metric of METRICS) {
        const sums = block[metric]
        for (let column = 0; column < BLOCK; column++) {
          const value = sums[from * BLOCK + column]
          const cell = to * BLOCK + column
          if (first) sums[cell] = value
          else if (metric === 'queue') sums[cell] = Math.max(sums[cell], value)
          else sums[cell] += value
        }
      }
    }
  }

  private clear(from: number, to: number): void {
    for (const block of this.blocks) for (const metric of METRICS) block[metric].fill(0, from * BLOCK, to * BLOCK)
  }

  /** A column that was somebody else's. */
  forget(column: number): void {
    const block = this.blocks[Math.floor(column / BLOCK)]
    for (const metric of METRICS)
      for (let row = 0; row < this.length; row++) block[metric][row * BLOCK + (column % BLOCK)] = 0
  }

  /** The finished samples of a column; of none (-1), zeros. The one being filled counts too once it covers some time. */
  read(column: number, metric: Metric, most = this.length): Series {
    const open = this.spans[this.head] > 0 ? 1 : 0
    const count = Math.min(this.filled + open, most)
    const times = new Float64Array(count)
    const values = new Float64Array(count)
    const sums = column < 0 ? null : this.blocks[Math.floor(column / BLOCK)][metric]
    for (let i = 0; i < count; i++) {
      const row = (this.head - (count - 1 - i) - (1 - open) + 2 * this.length) % this.length
      times[i] = this.ends[row] / 1e9
      if (sums === null) continue
      const sum = sums[row * BLOCK + (column % BLOCK)]
      values[i] = metric === 'queue' ? sum : (sum * 1e9) / Math.max(1, this.spans[row])
    }
    return { times, values }
  }
}

type Block = Readonly<Record<Metric, Float32Array>>

const METRICS: readonly Metric[] = ['packets', 'bytes', 'drops', 'queue']
