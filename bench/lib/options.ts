// What every benchmark that runs in rounds takes from its command line.
import { parseArgs } from 'node:util'

export interface BenchOptions {
  json: boolean
  peers: boolean
  /** Few short rounds: to see that it works. */
  quick: boolean
  /** Set in a process that measures for another (contestant.ts). */
  measure: string[] | null
}

export function benchOptions(): BenchOptions {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      peers: { type: 'boolean' },
      quick: { type: 'boolean' },
      measure: { type: 'string' },
    },
  })
  return {
    json: values.json === true,
    peers: values.peers === true,
    quick: values.quick === true,
    measure: values.measure?.split(' ') ?? null,
  }
}
