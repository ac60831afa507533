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

test('callouts that set and stop themselves and each other while they fire: what a sorted list would do', () => {
  const act = fc.record({ on: fc.nat(7), after: fc.nat(30), stop: fc.boolean() })
  fc.assert(
    fc.property(fc.array(fc.array(act, { maxLength: 3 }), { minLength: 8, maxLength: 60 }), (script) => {
      // Each firing plays the script's next line; twice, once on the heap and once on a plain list.
      const onHeap = () => {
        const kernel = new Kernel()
        const fired: string[] = []
        let line = 8
        const timers = Array.from({ length: 8 }, (_, i) =>
          kernel.callout(() => {
            fired.push(`${i}@${kernel.nowNs}`)
            for (const { on, after, stop } of script[line++] ?? []) {
              if (stop) timers[on].stop()
              else timers[on].resetAt(kernel.nowNs + after)
            }
          }),
        )
        for (const [i, timer] of timers.entries()) timer.resetAt(1 + (script[i].length * 7 + i) / 2)
        kernel.run(10_000)
        return { fired, left: kernel.callouts.size, pending: timers.map((t) => t.pending) }
      }
      const onList = () => {
        const fired: string[] = []
        const set = new Map<number, { at: number; seq: number }>()
        let [line, seq, now] = [8, 0, 0]
        for (let i = 0; i < 8; i++) set.set(i, { at: 1 + (script[i].length * 7 + i) / 2, seq: seq++ })
        while (set.size > 0) {
          const before = seq
          const due = () => [...set].sort(([, a], [, b]) => a.at - b.at || a.seq - b.seq)[0]
          now = Math.max(now, due()[1].at)
          for (let next = due(); next !== undefined && next[1].at <= now && next[1].seq < before; next = due()) {
            set.delete(next[0])
            fired.push(`${next[0]}@${now}`)
            for (const { on, after, stop } of script[line++] ?? []) {
              if (stop) set.delete(on)
              else set.set(on, { at: now + after, seq: seq++ })
            }
          }
        }
        return { fired, left: 0, pending: Array(8).fill(false) }
      }
      expect(onHeap()).toEqual(onList())
    }),
    { numRuns: 500 },
  )
})
