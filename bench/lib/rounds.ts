// Interleaved rounds. The machine's speed drifts by a third within minutes, so only ratios of what ran next to each other
// mean anything: everybody measures once a round, and what is quoted is the median of the rounds' ratios.
import type { Contestant } from './contestant.ts'
import { median } from './report.ts'

export class Rounds {
  private readonly values: Map<string, number[]>

  constructor() {
    this.values = new Map()
  }

  /** `rounds` rounds of all contestants, in turn. */
  async run(contestants: readonly Contestant[], rounds: number, seconds: number): Promise<void> {
    for (let round = 0; round < rounds; round++)
      for (const c of contestants) {
        const list = this.values.get(c.name) ?? []
        list.push(await c.measure(seconds))
        this.values.set(c.name, list)
      }
  }

  has(name: string): boolean {
    return this.values.has(name)
  }

  median(name: string): number {
    return median(this.of(name))
  }

  /** Median of `a`/`b` over the rounds. */
  ratio(a: string, b: string): number {
    const divisors = this.of(b)
    return median(this.of(a).map((value, round) => value / divisors[round]))
  }

  private of(name: string): number[] {
    const list = this.values.get(name)
    if (list === undefined) throw new Error(`${name} did not take part`)
    return list
  }
}
