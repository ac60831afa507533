// After FreeBSD's tests/sys/netgraph/hub.c.
import { assertNoLeak } from '@etherloom/kern/testing'
import { DROP_QUEUE_FULL } from '@etherloom/wire'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HI_STACK } from '../ng-base.ts'
import { Bench, frame } from '../testing.ts'
import { socketSend } from './ng-socket.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})
afterEach(() => {
  bench.ng.destroy()
  assertNoLeak(bench.kernel)
})

const bytes = frame('02:00:00:00:00:01', 'ff:ff:ff:ff:ff:ff')

test('sends to others, never back, and to those that are left', () => {
  bench.mkpeer('.', 'hub', 'a', 'a')
  bench.name('a', 'hub')
  expect(bench.send('a', bytes)).toEqual({})
  bench.connect('.', 'hub:', 'b', 'b')
  bench.connect('.', 'hub:', 'c', 'c')
  expect(bench.send('a', bytes)).toEqual({ b: 1, c: 1 })
  expect(bench.send('b', bytes)).toEqual({ a: 1, c: 1 })
  expect(bench.send('c', bytes)).toEqual({ a: 1, b: 1 })
  expect(bench.received.a[0]).toEqual(bytes)
  bench.rmhook('.', 'b')
  expect(bench.send('a', bytes)).toEqual({ c: 1 })
})

test('goes with its last hook, unless it was told to stay', () => {
  bench.mkpeer('.', 'hub', 'a', 'a')
  bench.name('a', 'hub')
  bench.rmhook('.', 'a')
  expect(bench.ng.named('hub')).toBeNull()
  bench.mkpeer('.', 'hub', 'a', 'a')
  bench.name('a', 'hub')
  expect(bench.msg('hub:', 'setpersistent')).toBeNull()
  bench.rmhook('.', 'a')
  expect(bench.ng.named('hub')?.hooks).toEqual([])
  bench.shutdown('hub:')
  expect(bench.ng.named('hub')).toBeNull()
})

test('a thousand hooks each get a copy', () => {
  bench.mkpeer('.', 'hub', 'h0', 'h0')
  bench.name('h0', 'hub')
  for (let i = 1; i < 1000; i++) bench.connect('.', 'hub:', `h${i}`, `h${i}`)
  const counts = bench.send('h0', bytes)
  expect(Object.keys(counts).length).toBe(999)
  expect(new Set(Object.values(counts))).toEqual(new Set([1]))
})

// socket.a ── hub1 ══ hub2 ── socket.b: with two edges between the hubs a frame goes round for ever, both ways.
test('a loop goes round once a round, spends virtual time, and ends with the loop', () => {
  bench.mkpeer('.', 'hub', 'a', 'a')
  bench.name('a', 'hub1')
  bench.mkpeer('.', 'hub', 'b', 'b')
  bench.name('b', 'hub2')
  bench.connect('hub1:', 'hub2:', 'x1', 'x1')
  expect(bench.send('a', bytes)).toEqual({ b: 1 })
  bench.connect('hub1:', 'hub2:', 'x2', 'x2')
  const { a, b } = bench.send('a', bytes, 100e3)
  // Two frames go round; in each microsecond HI_STACK calls are made at most, of which every second one leaves the loop.
  expect(a + b).toBeGreaterThan(100)
  expect(a + b).toBeLessThanOrEqual(100 * 2 * HI_STACK)
  bench.rmhook('hub1:', 'x2')
  bench.settle()
  expect(bench.kernel.pool.outstanding).toBe(0)
})

test('a loop that multiplies fills its queues, drops, and leaves the process its breath', () => {
  for (const name of ['h1', 'h2']) {
    bench.mkpeer('.', 'hub', name, 'out')
    bench.name(name, name)
  }
  for (let i = 0; i < 6; i++) bench.connect('h1:', 'h2:', `x${i}`, `x${i}`)
  bench.send('h1', bytes, 3e6)
  const { h1, h2 } = { h1: bench.ng.named('h1')!, h2: bench.ng.named('h2')! }
  expect(h1.drops.byReason[DROP_QUEUE_FULL] + h2.drops.byReason[DROP_QUEUE_FULL]).toBeGreaterThan(1000)
  expect(bench.kernel.pool.outstanding).toBeLessThanOrEqual(12 * 1024 + 1)
  let looks = 0
  const soon = bench.kernel.nowNs + 1e6
  expect(bench.kernel.run(soon, () => ++looks === 5)).toBe('slice')
  bench.shutdown('h1:')
  bench.settle()
})

test('a frame never overtakes another on its edge, queued or not', () => {
  bench.mkpeer('.', 'hub', 'a', 'a')
  bench.name('a', 'hub0')
  // A row of hubs longer than one frame may call through.
  const last = 2 * HI_STACK
  for (let i = 1; i <= last; i++) {
    bench.mkpeer(`hub${i - 1}:`, 'hub', 'right', 'left')
    bench.name(`hub${i - 1}:right`, `hub${i}`)
  }
  bench.connect('.', `hub${last}:`, 'z', 'z')
  for (let i = 0; i < 300; i++) {
    bytes[20] = i & 255
    if (i % 3 === 0) bench.kernel.step()
    socketSend(bench.socket, 'a', bytes)
    if (i % 7 === 0) bench.settle(1e4)
  }
  bench.settle()
  expect(bench.received.z.map((got) => got[20])).toEqual(Array.from({ length: 300 }, (_, i) => i & 255))
})
