import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Seen } from './seen.ts'

const WINDOW = 65_536

test('tells what came from what did not, as a set that keeps everything does, as far back as its window', () => {
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: -40, max: 40 }) },
    { weight: 1, arbitrary: fc.integer({ min: -WINDOW - 5, max: WINDOW + 5 }) },
    { weight: 1, arbitrary: fc.constantFrom(-WINDOW, -WINDOW - 1, WINDOW, 3 * WINDOW) },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const seen = new Seen()
      const all = new Set<number>()
      for (const by of steps) {
        const seq = Math.max(0, seen.next + by)
        expect(seen.has(seq)).toBe(all.has(seq) || seq < seen.next - WINDOW)
        if (!seen.has(seq)) seen.add(seq)
        all.add(seq)
      }
    }),
  )
})

test('numbers that are passed over have not come, also where older ones stood', () => {
  const seen = new Seen()
  seen.add(7)
  seen.advance(WINDOW + 10)
  expect([seen.has(WINDOW + 7), seen.has(WINDOW + 9), seen.has(7)]).toEqual([false, false, true])
  seen.add(2 ** 32 - 1)
  expect([seen.next, seen.has(2 ** 32 - 1), seen.has(2 ** 32 - 2)]).toEqual([2 ** 32, true, false])
})
