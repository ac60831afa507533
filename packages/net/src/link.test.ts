// Wires as a user sets them: speed, delay, loss, queue, up and down, pulled out in the middle of everything.
import { Kernel } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { DROP_LINK_DOWN, DROP_LOSS, DROP_QUEUE_FULL, dropWords } from '@etherloom/wire'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { directOutput } from './ifnet.ts'
import { NO_IMPAIRMENT } from './impair.ts'
import { createLink, type Link, setImpairment, setTap } from './link.ts'
import { Channel } from './testing.ts'

let kernel = new Kernel()
let a: Channel
let b: Channel
let link: Link
afterEach(() => assertNoLeak(kernel))

function wire(seed = 1): void {
  kernel = new Kernel({ seed })
  a = new Channel(kernel, 'a', 0x020000000001)
  b = new Channel(kernel, 'b', 0x020000000002)
  link = createLink(kernel, a, b, 'link:1')
}

const frame = (n: number, size = 100) => new Uint8Array(size).fill(n)
const numbers = (c: Channel) => c.received.map((r) => r.bytes[0])

test('a plain wire is the direct path, and counts each way', () => {
  wire()
  expect([a.output, b.output]).toEqual([directOutput, directOutput])
  a.send(frame(1, 60))
  a.send(frame(2, 1514))
  b.send(frame(3, 64))
  kernel.run()
  expect([numbers(b), numbers(a)]).toEqual([[1, 2], [3]])
  expect([link.ab.packets, link.ab.bytes, link.ba.packets, link.ba.bytes]).toEqual([2, 1574, 1, 64])
})

test('bandwidth: frames leave when the one before has left, to the nanosecond, for ever', () => {
  wire()
  setImpairment(link.ab, { bandwidthBps: 3_000_000, queueFrames: 1000 }) // 100 bytes: 266,666.67 ns
  for (let i = 0; i < 300; i++) a.send(frame(i))
  kernel.run()
  expect(b.received.map((r) => r.ns)).toEqual(
    Array.from({ length: 300 }, (_, i) => Math.round(((i + 1) * 800e9) / 3e6)),
  )
})

test('a full queue drops what comes last and says so', () => {
  wire()
  setImpairment(link.ab, { bandwidthBps: 1_000_000, queueFrames: 3 })
  for (let i = 0; i < 10; i++) a.send(frame(i))
  expect(link.ab.queued).toBe(4)
  kernel.run()
  expect(numbers(b)).toEqual([0, 1, 2, 3])
  expect([link.ab.drops.byReason[DROP_QUEUE_FULL], link.ab.drops.last, link.ab.packets]).toEqual([
    6,
    DROP_QUEUE_FULL,
    4,
  ])
})

test('delay adds to the time on the wire, and the other direction has none', () => {
  wire()
  setImpairment(link.ab, { bandwidthBps: 8_000_000, delayUs: 1_500 })
  a.send(frame(1))
  b.send(frame(2))
  kernel.run()
  expect(b.received[0].ns).toBe(100_000 + 1_500_000)
  expect(a.received[0].ns).toBe(0)
})

test('loss is a share, the same for the same seed, and its own for each link', () => {
  const lost = (seed: number, name: string, percent: number) => {
    wire(seed)
    link.destroy()
    link = createLink(kernel, a, b, name)
    setImpairment(link.ab, { lossPercent: percent })
    for (let i = 0; i < 10; i++) {
      for (let j = 0; j < 200; j++) a.send(frame(j))
      kernel.run()
    }
    expect(link.ab.packets).toBe(2000)
    expect(b.received.length + (link.ab.drops.byReason[DROP_LOSS] ?? 0)).toBe(2000)
    return numbers(b).join()
  }
  const once = lost(7, 'link:1', 10)
  expect(lost(7, 'link:1', 10)).toBe(once)
  expect(lost(8, 'link:1', 10)).not.toBe(once)
  expect(lost(7, 'link:2', 10)).not.toBe(once)
  expect(Math.abs(2000 - once.split(',').length - 200)).toBeLessThan(60)
  expect(lost(7, 'link:1', 100)).toBe('')
})

test('settings are changed one by one', () => {
  wire()
  setImpairment(link.ab, { delayUs: 10 })
  setImpairment(link.ab, { lossPercent: 5 })
  expect(link.ab.impairment).toEqual({ ...NO_IMPAIRMENT, delayUs: 10, lossPercent: 5 })
})

test('whatever is changed meanwhile, frames keep their order and the wire ends up direct again', () => {
  const change = fc.record({
    bandwidthBps: fc.constantFrom(0, 1e6, 1e9),
    delayUs: fc.constantFrom(0, 1, 700, 50_000),
    frames: fc.nat(20),
    runUs: fc.nat(900),
  })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      wire()
      let n = 0
      for (const { frames, runUs, ...settings } of changes) {
        setImpairment(link.ab, { ...settings, queueFrames: 1000 })
        for (let i = 0; i < frames; i++) a.send(frame(n++))
        kernel.run(kernel.nowNs + runUs * 1000)
      }
      setImpairment(link.ab, { bandwidthBps: 0, delayUs: 0 })
      a.send(frame(n++))
      kernel.run()
      expect(numbers(b)).toEqual(Array.from({ length: n }, (_, i) => i & 255))
      expect(a.output).toBe(directOutput)
      assertNoLeak(kernel)
    }),
  )
})

test('a link that goes down drops what is on it, and refuses more until it is up', () => {
  wire()
  setImpairment(link.ab, { bandwidthBps: 1_000_000, delayUs: 20_000 })
  for (let i = 0; i < 5; i++) a.send(frame(i))
  kernel.run(1_000_000)
  link.setUp(false)
  a.send(frame(5))
  b.send(frame(6))
  expect([link.ab.drops.byReason[DROP_LINK_DOWN], link.ba.drops.byReason[DROP_LINK_DOWN]]).toEqual([6, 1])
  link.setUp(true)
  a.send(frame(7))
  kernel.run()
  expect(numbers(b)).toEqual([7])
})

test('a wire is pulled out in use: nothing leaks, its counters stay, the ends can be wired again', () => {
  wire()
  setImpairment(link.ab, { delayUs: 100 })
  a.send(frame(1))
  link.destroy()
  link.destroy()
  assertNoLeak(kernel)
  expect(link.ab.packets).toBe(1)
  a.send(frame(2))
  expect(a.drops.byReason[DROP_LINK_DOWN]).toBe(1)
  const again = createLink(kernel, b, a, 'link:2')
  a.send(frame(3))
  kernel.run()
  expect([numbers(b), again.ba.packets, link.ab.packets]).toEqual([[3], 1, 1])
  expect(() => createLink(kernel, a, b, 'link:3')).toThrow('a of a is already wired')
})

test('a tap sees each frame once, when it enters the wire, and whether it will be lost; without it the wire is direct', () => {
  wire()
  const seen: string[] = []
  setTap(link.ab, (slot, m, ns, lost) => seen.push(`${slot}: ${m.toBytes()[0]} ${ns} ${dropWords[lost]}`), 42)
  setImpairment(link.ab, { bandwidthBps: 8_000_000, lossPercent: 100 })
  a.send(frame(1))
  a.send(frame(2))
  b.send(frame(3))
  kernel.run()
  setImpairment(link.ab, { lossPercent: 0 })
  a.send(frame(4))
  kernel.run()
  expect(seen).toEqual(['42: 1 100000 loss', '42: 2 200000 loss', '42: 4 300000 none'])
  setImpairment(link.ab, { bandwidthBps: 0, lossPercent: 0 })
  setTap(link.ab, null)
  expect(a.output).toBe(directOutput)
})

test('tapped or not, the same frames arrive at the same instants', () => {
  const run = (tapped: boolean) => {
    wire()
    if (tapped) setTap(link.ab, () => {})
    for (let i = 0; i < 70; i++) a.send(frame(i))
    kernel.callout(() => a.send(frame(99))).reset(5e5)
    kernel.run()
    return b.received.map((r) => [r.bytes[0], r.ns])
  }
  expect(run(true)).toEqual(run(false))
})

test('carrier: a wire that is plugged in and up, to an interface that is up', () => {
  wire()
  const states = () => [a.carrier, b.carrier]
  expect(states()).toEqual([true, true])
  link.setUp(false)
  expect(states()).toEqual([false, false])
  link.setUp(true)
  b.setUp(false)
  expect(states()).toEqual([false, true])
  b.setUp(true)
  link.destroy()
  expect(states()).toEqual([false, false])
  createLink(kernel, a, b, 'link:2')
  expect(states()).toEqual([true, true])
})
