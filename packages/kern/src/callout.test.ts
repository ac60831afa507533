import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Callout } from './callout.ts'
import { Kernel } from './kernel.ts'

function recorder(kernel: Kernel) {
  const fired: string[] = []
  const timer = (name: string) => kernel.callout(() => fired.push(`${name}@${kernel.nowNs}`))
  return { fired, timer }
}

test('timers fire at their instant, those of one instant in the order of setting', () => {
  const kernel = new Kernel()
  const { fired, timer } = recorder(kernel)
  timer('c').reset(300)
  timer('a').reset(100)
  timer('b1').reset(200)
  timer('b2').reset(200)
  expect(kernel.run()).toBe('idle')
  expect(fired).toEqual(['a@100', 'b1@200', 'b2@200', 'c@300'])
})

test('a timer set later, earlier or stopped fires once or not at all', () => {
  const kernel = new Kernel()
  const { fired, timer } = recorder(kernel)
  const [later, earlier, stopped] = ['later', 'earlier', 'stopped'].map((name) => timer(name))
  for (const t of [later, earlier, stopped]) t.reset(500)
  later.reset(900)
  earlier.reset(100)
  stopped.stop()
  expect([later.pending, earlier.pending, stopped.pending]).toEqual([true, true, false])
  kernel.run()
  expect(fired).toEqual(['earlier@100', 'later@900'])
  expect(kernel.callouts.size).toBe(0)
})

test('a timer that sets itself with no delay does not stop the clock', () => {
  const kernel = new Kernel()
  let times = 0
  const t: Callout = kernel.callout(() => {
    times++
    t.reset(0)
  })
  t.reset(0)
  expect(kernel.run(1000)).toBe('until')
  expect(times).toBe(999)
})

test('any sequence of set, reset and stop fires what a sorted list would, in its order', () => {
  const op = fc.record({ timer: fc.nat(19), at: fc.nat(50), stop: fc.boolean() })
  fc.assert(
    fc.property(fc.array(op, { maxLength: 200 }), (ops) => {
      const kernel = new Kernel()
      const fired: [number, number][] = []
      const timers = Array.from({ length: 20 }, (_, i) => kernel.callout(() => fired.push([kernel.nowNs, i])))
      const model = new Map<number, { at: number; seq: number }>()
      ops.forEach(({ timer, at, stop }, seq) => {
        if (stop) {
          timers[timer].stop()
          model.delete(timer)
        } else {
          timers[timer].resetAt(at + 1)
          model.set(timer, { at: at + 1, seq })
        }
      })
      kernel.run()
      const want = [...model].sort(([, a], [, b]) => a.at - b.at || a.seq - b.seq).map(([i, { at }]) => [at, i])
      expect(fired).toEqual(want)
    }),
  )
})
