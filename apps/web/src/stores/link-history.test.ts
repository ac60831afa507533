import { COUNTER_ROW } from '@etherloom/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LinkHistory, MOST_COLUMNS } from './link-history.ts'

const TICK = 1e8

/** A row of counters: totals since the run began. */
const row = (slot: number, packets: number, drops = 0, queue = 0): number[] => {
  const values = new Array<number>(COUNTER_ROW).fill(0)
  values.splice(0, 6, slot, packets, packets * 100, drops, 0, queue)
  return values
}
const rows = (...list: number[][]): Float64Array => new Float64Array(list.flat())

/** What the samples add up to: rates times the time they cover. */
function sum({ times, values }: { times: Float64Array; values: Float64Array }): number {
  return values.reduce((all, value, i) => all + value * (times[i] - (i > 0 ? times[i - 1] : 0)), 0)
}

test('the last minute has a sample a tick, as rates; quiet ticks are zeros', () => {
  const history = new LinkHistory()
  history.ingest(TICK, rows(row(0, 1)))
  history.ingest(2 * TICK, rows(row(0, 5, 2, 7)))
  history.idle(TICK)
  history.ingest(4 * TICK, rows(row(0, 6, 2)))
  const packets = history.read(0, 'packets', 'minute')
  expect([...packets.times].map((time) => Math.round(time * 10))).toEqual([1, 2, 3, 4])
  expect([...packets.values].map(Math.round)).toEqual([10, 40, 0, 10])
  expect([...history.read(0, 'drops', 'minute').values].map(Math.round)).toEqual([0, 20, 0, 0])
  expect([...history.read(0, 'queue', 'minute').values]).toEqual([0, 7, 0, 0])
  expect([...history.read(9, 'packets', 'minute').values]).toEqual([0, 0, 0, 0])
})

test('a minute is a minute: older samples are forgotten, in the whole run they stay', () => {
  const history = new LinkHistory()
  for (let tick = 1; tick <= 900; tick++) history.ingest(tick * TICK, rows(row(3, tick * 2)))
  const minute = history.read(3, 'packets', 'minute')
  expect(minute.times.length).toBeLessThanOrEqual(600)
  expect(minute.times.length).toBeGreaterThanOrEqual(599)
  expect(sum(history.read(3, 'packets', 'run'))).toBeCloseTo(1800, 3)
  expect(history.read(3, 'packets', 'run').times.length).toBeLessThanOrEqual(256)
  expect(sum(history.read(3, 'packets', 'five'))).toBeCloseTo(1800, 3)
})

test('however long the run and whenever something passed, the whole run loses nothing', () => {
  const bursts = fc.array(
    fc.record({ quiet: fc.integer({ min: 0, max: 120 }), packets: fc.integer({ min: 1, max: 5000 }) }),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  fc.assert(
    fc.property(bursts, (list) => {
      const history = new LinkHistory()
      let ns = 0
      let total = 0
      for (const { quiet, packets } of list) {
        for (let i = 0; i < quiet; i++) {
          history.idle(TICK)
          if (ns > 0) ns += TICK
        }
        ns += TICK
        total += packets
        history.ingest(ns, rows(row(1, total)))
      }
      const { times } = history.read(1, 'packets', 'run')
      for (let i = 1; i < times.length; i++) expect(times[i]).toBeGreaterThan(times[i - 1])
      expect(times.length).toBeLessThanOrEqual(256)
      expect(sum(history.read(1, 'packets', 'run')) / total).toBeCloseTo(1, 3)
    }),
  )
})

test('a quiet time guessed too long makes no peak of what comes after it, and time never runs back', () => {
  const history = new LinkHistory()
  for (let second = 1; second <= 20; second++) {
    history.ingest(second * 1e9, rows(row(0, second)))
    for (let i = 0; i < 10; i++) history.idle(TICK * 1.0004)
  }
  const { times, values } = history.read(0, 'packets', 'minute')
  expect(Math.max(...values)).toBeLessThan(21)
  for (let i = 1; i < times.length; i++) expect(times[i]).toBeGreaterThan(times[i - 1])
})

test('who comes late does not see the run so far as one great moment', () => {
  const history = new LinkHistory()
  history.ingest(60e9, rows(row(0, 1_000_000)))
  history.ingest(60e9 + TICK, rows(row(0, 1_000_002)))
  expect(Math.max(...history.read(0, 'packets', 'minute').values)).toBeCloseTo(20, 6)
})

test('there is room for so many busy directions and no more; those long quiet give theirs up', () => {
  const history = new LinkHistory()
  const all = Array.from({ length: MOST_COLUMNS }, (_, slot) => row(slot, 1))
  history.ingest(TICK, rows(...all))
  history.ingest(2 * TICK, rows(row(MOST_COLUMNS, 4)))
  expect(sum(history.read(MOST_COLUMNS, 'packets', 'run'))).toBe(0)
  for (let tick = 3; tick < 700; tick++) history.ingest(tick * TICK, rows(row(0, tick)))
  history.ingest(700 * TICK, rows(row(MOST_COLUMNS, 8)))
  expect(sum(history.read(MOST_COLUMNS, 'packets', 'run'))).toBeCloseTo(4, 3)
  expect(sum(history.read(0, 'packets', 'run'))).toBeCloseTo(699, 1)
})
