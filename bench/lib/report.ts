// What every benchmark prints: a line a result, for people or (--json) for programs. Results come out as they are measured.

export interface Measured {
  /** Such as `forward/14-hops/60B/batch-32`: stable, because it is compared over time. */
  readonly name: string
  readonly value: number
  readonly unit: string
  /** Which direction is good: a rate should be high, a time or a size low. */
  readonly better: 'high' | 'low'
  /** What the value is to reach, or not to exceed. */
  readonly bar?: number | null
  readonly peer?: Peer | null
}

/** What was measured beside it, in turn. */
export interface Peer {
  readonly name: string
  readonly value: number
  /** Better than of the two values, of each round's; see rounds.ts. */
  readonly ratio?: number
  /** How many times better than the peer ours is to be. */
  readonly bar?: number | null
}

interface Bar {
  readonly of: 'value' | 'ratio'
  readonly limit: number
  readonly met: boolean
}

export class Report {
  private readonly json: boolean
  private readonly write: (line: string) => void

  constructor(json: boolean, write: (line: string) => void = (line) => process.stdout.write(`${line}\n`)) {
    this.json = json
    this.write = write
  }

  /** `ratio` is how many times better than the peer ours is: above 1 is better, whatever the unit. */
  add(measured: Measured): void {
    const { name, value, unit, better, peer = null } = measured
    const quotient = peer === null ? null : (peer.ratio ?? value / peer.value)
    const ratio = quotient === null || better === 'high' ? quotient : 1 / quotient
    const bars = barsOf(measured, ratio)
    if (this.json) {
      const rounded = (x: number | null) => (x === null ? null : Number(x.toPrecision(4)))
      const peerValue = rounded(peer?.value ?? null)
      const beside = { peer: peer?.name ?? null, peerValue, ratio: rounded(ratio) }
      this.write(JSON.stringify({ name, value: rounded(value), unit, ...beside, bars }))
      return
    }
    let line = `${name.padEnd(36)} ${forPeople(value).padStart(12)} ${unit}`
    if (peer !== null && ratio !== null)
      line = `${line.padEnd(66)} ${forPeople(ratio).padStart(8)} × ${peer.name} (${forPeople(peer.value)} ${unit})`
    for (const { of, limit, met } of bars) {
      const told = of === 'ratio' ? `≥ ${limit} × ${peer?.name}` : `${sign(better)} ${forPeople(limit)} ${unit}`
      line = `${line.padEnd(peer === null ? 66 : 110)}  ${told}: ${met ? 'met' : 'NOT MET'}`
    }
    this.write(line)
  }
}

function barsOf({ value, better, bar = null, peer = null }: Measured, ratio: number | null): Bar[] {
  const bars: Bar[] = []
  if (bar !== null) bars.push({ of: 'value', limit: bar, met: better === 'high' ? value >= bar : value <= bar })
  if (peer !== null && ratio !== null && typeof peer.bar === 'number')
    bars.push({ of: 'ratio', limit: peer.bar, met: ratio >= peer.bar })
  return bars
}

const sign = (better: 'high' | 'low'): string => (better === 'high' ? '≥' : '≤')

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
