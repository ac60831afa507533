// Where frames are missing from a trace, and how many: a gap stands before a row. Sums are kept running, so that what is missing
// between any two rows is a subtraction, whatever a filter leaves out in between.

/** Frames that did not come, by who could not keep up. */
export interface Loss {
  /** The kernel had no buffer to copy them to. */
  readonly kernel: number
  /** This page's connection was full. */
  readonly server: number
  /** The list was full while somebody read its beginning. */
  readonly held: number
}

export const NO_LOSS: Loss = { kernel: 0, server: 0, held: 0 }
export const totalLoss = ({ kernel, server, held }: Loss): number => kernel + server + held

interface Gap {
  /** The row it stands before. */
  row: number
  /** All that was lost up to here. */
  readonly sum: Loss
}

export class Gaps {
  /** Everything lost so far, also what no row has followed yet. */
  total: Loss = NO_LOSS
  /** Gaps are numbered from 0 on; those before `first` have been forgotten. */
  first = 0
  private list: Gap[] = []
  private forgotten: Loss = NO_LOSS

  /** How many are kept. */
  get count(): number {
    return this.list.length
  }

  lose({ kernel, server, held }: Loss): void {
    const { total } = this
    this.total = { kernel: total.kernel + kernel, server: total.server + server, held: total.held + held }
  }

  /** A row comes: what was lost since the last one is missing before it. */
  before(row: number): void {
    if (this.total !== (this.list.at(-1)?.sum ?? this.forgotten)) this.list.push({ row, sum: this.total })
  }

  /** The number of the first gap that stands before a row greater than `row`. */
  after(row: number): number {
    let low = 0
    let high = this.list.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.list[middle]!.row > row) high = middle
      else low = middle + 1
    }
    return this.first + low
  }

  /** The row that gap `n` stands before; Infinity when there is no such gap. */
  rowOf(n: number): number {
    return this.list[n - this.first]?.row ?? Number.POSITIVE_INFINITY
  }

  /** What is missing between two rows: behind `row`, up to just before `next`. */
  between(row: number, next: number): Loss {
    const from = this.sumAt(this.after(row) - 1)
    const to = this.sumAt(this.after(next) - 1)
    return { kernel: to.kernel - from.kernel, server: to.server - from.server, held: to.held - from.held }
  }

  /** Rows before `row` are gone, and with them what was missing among them. */
  forget(row: number): void {
    let stale = 0
    while (stale < this.list.length && this.list[stale]!.row < row) stale++
    if (stale === 0) return
    this.forgotten = this.list[stale - 1]!.sum
    this.list.splice(0, stale)
    this.first += stale
  }

  /** Rows were put in between: every gap goes where its row went. */
  move(moved: (row: number) => number): void {
    for (const gap of this.list) gap.row = moved(gap.row)
  }

  private sumAt(n: number): Loss {
    return n < this.first ? this.forgotten : this.list[n - this.first]!.sum
  }
}
