// What every benchmark prints: a line a result, for people or (--json) for programs. Results come out as they are measured.

export interface Measured {
  /** Such as `forward/14-hops/60B/batch-32`: stable, because it is compared over time. */
  readonly name: string
  readonly value: number
  readonly unit: string
  /** Which direction is good: a rate should be high, a time or a size low. */
  readonly better: 'high' | 'low'
  /** What was measured beside it, in turn. `ratio`: better than of the two values, of each round's; see rounds.ts. */
  readonly peer?: { readonly name: string; readonly value: number; readonly ratio?: number } | null
}

export class Report {
  private readonly json: boolean
  private readonly write: (line: string) => void

  constructor(json: boolean, write: (line: string) => void = (line) => process.stdout.write(`${line}\n`)) {
    this.json = json
    this.write = write
  }

  /** `ratio` is how many times better than the peer ours is: above 1 is better, whatever the unit. */
  add({ name, value, unit, better, peer = null }: Measured): void {
    const quotient = peer === null ? null : (peer.ratio ?? value / peer.value)
    const ratio = quotient === null || better === 'high' ? quotient : 1 / quotient
    if (this.json) {
      const rounded = (x: number | null) => (x === null ? null : Number(x.toPrecision(4)))
      const peerValue = rounded(peer?.value ?? null)
      const line = { name, value: rounded(value), unit, peer: peer?.name ?? null, peerValue, ratio: rounded(ratio) }
      this.write(JSON.stringify(line))
      return
    }
    const ours = `${name.padEnd(36)} ${forPeople(value).padStart(12)} ${unit}`
    if (peer === null || ratio === null) this.write(ours)
    else
      this.write(`${ours.padEnd(66)} ${forPeople(ratio).padStart(8)} × ${peer.name} (${forPeople(peer.value)} ${unit})`)
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The value below which so large a part of them lies. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]
}

/** Three significant digits below a thousand, grouped whole numbers above. */
const forPeople = (value: number): string =>
  Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))
