// Conversations with the queues of a slow wire: who is dropped, who goes first, and the two papers' laws by their numbers.
import { Kernel, type Mbuf, Random } from '@etherloom/kern'
import { assertNoLeak, udpFrame } from '@etherloom/kern/testing'
import { DROP_EARLY, DROP_QUEUE_FULL } from '@etherloom/wire'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { type Impairment, NO_IMPAIRMENT } from '../impair.ts'
import { createLink, type Link, setImpairment } from '../link.ts'
import { Channel } from '../testing.ts'
import { Codel, INTERVAL_NS, TARGET_NS } from './codel.ts'
import { flowHash } from './flow-hash.ts'
import type { Qdisc } from './qdisc.ts'
import { MAX_P, maxThreshold, minThreshold, Red } from './red.ts'

let kernel = new Kernel()
let a: Channel
let b: Channel
let link: Link
afterEach(() => assertNoLeak(kernel))

function wire(settings: Partial<Impairment>): void {
  kernel = new Kernel({ seed: 3 })
  a = new Channel(kernel, 'a', 0x020000000001)
  b = new Channel(kernel, 'b', 0x020000000002)
  link = createLink(kernel, a, b, 'link:1')
  setImpairment(link.ab, { bandwidthBps: 8_000_000, ...settings })
}

/** A frame of a flow, which is the port it goes to, with its number in the last byte. */
function send(flow: number, number: number, size = 1000): void {
  const frame = udpFrame({ srcMac: 0x020000000001, dstMac: 0x020000000002, src: 1, dst: 2, dstPort: flow, size })
  frame[size - 1] = number
  a.send(frame)
}

const flowOf = (bytes: Uint8Array) => bytes[37]
const arrivals = () => b.received.map(({ bytes }) => `${flowOf(bytes)}:${bytes[bytes.length - 1]}`)
const full = () => link.ab.drops.byReason[DROP_QUEUE_FULL]

test('fifo: a full queue drops the newest, or with head the oldest that waits', () => {
  const through = (queueDrop: 'tail' | 'head') => {
    wire({ queueFrames: 3, queueDrop })
    for (let i = 0; i < 6; i++) send(1, i)
    kernel.run()
    return arrivals()
  }
  expect(through('tail')).toEqual(['1:0', '1:1', '1:2', '1:3'])
  expect(through('head')).toEqual(['1:0', '1:3', '1:4', '1:5'])
  expect(full()).toBe(2)
})

test.each(['drr', 'wfq'] as const)('%s: flows share the bytes evenly, whatever the sizes of their frames', (name) => {
  wire({ queueDiscipline: name, queueFrames: 1000, quantumBytes: 1500 })
  for (let i = 0; i < 60; i++) {
    send(1, i, 1500)
    for (let j = 0; j < 5; j++) send(2, i * 5 + j, 300)
    for (let j = 0; j < 10; j++) send(3, i * 10 + j, 150)
  }
  const bytes = [0, 0, 0, 0]
  kernel.run(100e6)
  for (const r of b.received) bytes[flowOf(r.bytes)] += r.bytes.length
  const share = (bytes[1] + bytes[2] + bytes[3]) / 3
  expect(share).toBeGreaterThan(30_000)
  // A quantum and a frame is the most that a flow can be ahead.
  for (const each of bytes.slice(1)) expect(Math.abs(each - share)).toBeLessThanOrEqual(3000)
  link.destroy()
})

test.each(['drr', 'wfq'] as const)('%s: who floods pays; a quiet flow loses nothing and hardly waits', (name) => {
  wire({ queueDiscipline: name, queueFrames: 20, quantumBytes: 1000 })
  for (let i = 0; i < 200; i++) {
    send(1, i)
    send(1, i)
    // One frame of its own in five of the wire's: well below its share.
    if (i % 5 === 0) send(2, i / 5)
    kernel.run(kernel.nowNs + 1e6)
  }
  kernel.run()
  const quiet = b.received.filter((r) => flowOf(r.bytes) === 2)
  expect(quiet.map((r) => r.bytes[999])).toEqual(Array.from({ length: 40 }, (_, i) => i))
  expect(Math.max(...quiet.map((r, i) => r.ns - i * 5e6))).toBeLessThanOrEqual(4e6)
  expect(full()).toBeGreaterThan(150)
})

test('drr: the longest queue loses its newest, or with head its oldest', () => {
  const through = (queueDrop: 'tail' | 'head') => {
    wire({ queueDiscipline: 'drr', queueFrames: 4, queueDrop, quantumBytes: 1000 })
    for (let i = 0; i < 5; i++) send(1, i)
    send(2, 0)
    kernel.run()
    return arrivals()
  }
  // 1:0 is being sent when the rest comes.
  expect(through('tail')).toEqual(['1:0', '1:1', '2:0', '1:2', '1:3'])
  expect(through('head')).toEqual(['1:0', '1:2', '2:0', '1:3', '1:4'])
})

test('wfq: a short frame of a quiet flow goes before long ones that wait', () => {
  wire({ queueDiscipline: 'wfq' })
  for (let i = 0; i < 4; i++) send(1, i, 1500)
  send(2, 0, 100)
  kernel.run()
  expect(arrivals()).toEqual(['1:0', '2:0', '1:1', '1:2', '1:3'])
})

test('one flow alone is first come, first served, under every discipline', () => {
  for (const queueDiscipline of ['fifo', 'drr', 'wfq', 'codel'] as const) {
    wire({ queueDiscipline, quantumBytes: 100 })
    for (let i = 0; i < 20; i++) send(1, i, 60 + i * 70)
    kernel.run()
    expect(arrivals()).toEqual(Array.from({ length: 20 }, (_, i) => `1:${i}`))
  }
})

test('changing the discipline loses nobody who waits', () => {
  const names = fc.array(fc.constantFrom('fifo' as const, 'drr' as const, 'wfq' as const, 'red' as const), {
    maxLength: 6,
  })
  fc.assert(
    fc.property(names, (changes) => {
      wire({})
      for (let i = 0; i < 40; i++) send(i % 3, i)
      for (const queueDiscipline of changes) {
        setImpairment(link.ab, { queueDiscipline, queueFrames: 1 })
        kernel.run(kernel.nowNs + 2e6)
      }
      kernel.run()
      expect(arrivals().length).toBe(40)
    }),
  )
})

test('flows are told apart by addresses, protocol and ports; a tag changes nothing, fragments stay together', () => {
  kernel = new Kernel()
  const hash = (bytes: Uint8Array) => {
    const m = kernel.pool.getFor(bytes.length) as Mbuf
    m.write(bytes)
    const h = flowHash(m)
    m.free()
    return h
  }
  const frame = (src: number, dst: number, dstPort: number) =>
    udpFrame({ srcMac: 1, dstMac: 2, src, dst, dstPort, size: 80 })
  const one = hash(frame(1, 2, 3))
  expect([frame(1, 2, 3), frame(2, 2, 3), frame(1, 3, 3), frame(1, 2, 4)].map((f) => hash(f) === one)).toEqual([
    ...[true, false, false, false],
  ])
  const plain = frame(1, 2, 3)
  const tagged = new Uint8Array([...plain.slice(0, 12), 0x81, 0, 0, 7, ...plain.slice(12)])
  expect(hash(tagged)).toBe(one)
  const fragment = (offset: number, port: number) => {
    const f = frame(1, 2, port)
    f[20] = offset === 0 ? 0x20 : 0
    f[21] = offset
    return hash(f)
  }
  expect(fragment(0, 3)).toBe(fragment(7, 999))
  const random = new Random(9)
  const anything = new Uint8Array(60)
  for (let i = 0; i < 5000; i++) {
    random.fill(anything)
    anything.set(
      [
        [0x08, 0x00],
        [0x86, 0xdd],
        [0x81, 0x00],
        [0x88, 0xa8],
      ][i & 3],
      12,
    )
    expect(Number.isInteger(hash(anything.slice(0, random.below(61))))).toBe(true)
  }
})

/** Drives a queue by hand: a frame comes every `inNs`, one goes every `outNs`. Answers with the instants of drops. */
function overload(queue: Qdisc, inNs: number, outNs: number, untilNs: number, dropped: number[]) {
  let nextIn = 0
  let nextOut = outNs
  const now = () => Math.min(nextIn, nextOut)
  while (now() < untilNs) {
    if (nextIn <= nextOut) {
      const m = kernel.pool.get() as Mbuf
      m.len = 1000
      queue.enqueue(m, nextIn)
      nextIn += inNs
    } else {
      const before = dropped.length
      queue.dequeue(nextOut)?.free()
      for (let i = before; i < dropped.length; i++) dropped[i] = nextOut
      nextOut += outNs
    }
  }
}

function empty(queue: Qdisc): void {
  for (let m = queue.take(); m !== null; m = queue.take()) m.free()
}

test('codel: a burst that drains within an interval is let through, a standing queue is not', () => {
  const dropsOf = (frames: number) => {
    wire({ queueDiscipline: 'codel', queueFrames: 1000 }) // a millisecond a frame
    for (let i = 0; i < frames; i++) send(1, i)
    kernel.run()
    return link.ab.drops.byReason[DROP_EARLY] ?? 0
  }
  expect(dropsOf(100)).toBe(0)
  // Above target from 5 ms on: drops at 105, 100 later, and 100/√2 after that.
  expect(dropsOf(300)).toBe(3)
})

test('codel: drops begin after an interval above target and come closer by the square root of their count', () => {
  kernel = new Kernel()
  const dropped: number[] = []
  const queue = new Codel((m) => {
    m.free()
    dropped.push(0)
  })
  queue.configure({ ...NO_IMPAIRMENT, queueFrames: 100_000 })
  overload(queue, 0.5e6, 1e6, 2e9, dropped)
  // The wait grows by half of the time that passes, and begins with the millisecond that the first frame takes.
  const above = 2 * TARGET_NS - 1e6
  let due = above + INTERVAL_NS
  expect(dropped.length).toBeGreaterThan(50)
  dropped.forEach((ns, i) => {
    // A drop happens at the first departure at or after its time.
    expect(ns - due, `drop ${i}`).toBeGreaterThanOrEqual(0)
    expect(ns - due, `drop ${i}`).toBeLessThanOrEqual(2e6)
    due = (i === 0 ? ns : due) + INTERVAL_NS / Math.sqrt(i + 1)
  })
  empty(queue)
})

test('codel: once the queue is short dropping ends; soon after, it goes on with the rate that worked', () => {
  kernel = new Kernel()
  const dropped: number[] = []
  const queue = new Codel((m) => {
    m.free()
    dropped.push(0)
  })
  queue.configure({ ...NO_IMPAIRMENT, queueFrames: 100_000 })
  const enqueue = (ns: number) => {
    const m = kernel.pool.get() as Mbuf
    m.len = 1000
    queue.enqueue(m, ns)
  }
  const rounds: number[] = []
  let now = 0
  for (let round = 0; round < 2; round++) {
    const before = dropped.length
    for (const end = now + 800e6; now < end; now += 1e6) {
      enqueue(now)
      enqueue(now)
      queue.dequeue(now)?.free()
    }
    rounds.push(dropped.length - before)
    empty(queue)
    const idle = dropped.length
    for (const end = now + 200e6; now < end; now += 1e6) {
      enqueue(now)
      queue.dequeue(now)?.free()
    }
    expect(dropped.length).toBe(idle)
  }
  expect(rounds[1]).toBeGreaterThan(rounds[0] * 1.2)
})

/** A RED queue kept at a length for so long that its average is that. */
function redAt(length: number, queueFrames: number) {
  kernel = new Kernel()
  const lost: number[] = []
  let n = 0
  const queue = new Red((m) => {
    m.free()
    lost.push(n)
  }, new Random(11))
  queue.configure({ ...NO_IMPAIRMENT, bandwidthBps: 8e6, queueFrames })
  const offer = (frames: number) => {
    const end = n + frames
    for (; n < end; n++) {
      const m = kernel.pool.get() as Mbuf
      m.len = 1000
      queue.enqueue(m, n * 1e6)
      while (queue.length > length) queue.dequeue(n * 1e6)?.free()
    }
  }
  for (let i = 0; i < length; i++) {
    const m = kernel.pool.get() as Mbuf
    m.len = 1000
    queue.adopt(m, 0)
  }
  offer(20_000)
  lost.length = 0
  return { queue, lost, offer }
}

test('red: nobody is dropped below the lower threshold, everybody above the upper', () => {
  const below = redAt(minThreshold(120) - 1, 120)
  below.offer(5000)
  expect(below.lost.length).toBe(0)
  empty(below.queue)
  const above = redAt(maxThreshold(120) + 5, 120)
  expect(above.lost.length).toBe(0)
  above.offer(1000)
  expect(above.lost.length).toBe(1000)
  empty(above.queue)
})

test('red: between them drops are spaced evenly: every gap below 1/p is as likely as any other', () => {
  const [min, max] = [minThreshold(120), maxThreshold(120)]
  const length = 40
  const p = (MAX_P * (length - min)) / (max - min)
  const { queue, lost, offer } = redAt(length, 120)
  offer(40_000)
  const gaps = lost.slice(1).map((n, i) => n - lost[i])
  // The paper's algorithm counts the frame after a drop as 1: uniform over 1 … 1/p − 1.
  expect(Math.min(...gaps)).toBe(1)
  expect(Math.max(...gaps)).toBe(Math.round(1 / p) - 1)
  const mean = gaps.reduce((x, y) => x + y) / gaps.length
  const sigma = 1 / p / Math.sqrt(12)
  expect(Math.abs(mean - 1 / (2 * p))).toBeLessThan((4 * sigma) / Math.sqrt(gaps.length))
  empty(queue)
})

test('red: an idle queue forgets as if small frames had found it empty', () => {
  const { queue, lost, offer } = redAt(58, 120)
  empty(queue)
  queue.dequeue(20_000e6)
  const m = kernel.pool.get() as Mbuf
  m.len = 1000
  // Three seconds are 3,000 frames: the average falls to 58 × 0.998^3000, far below the threshold.
  queue.enqueue(m, 23_000e6)
  offer(1)
  expect(lost.length).toBe(0)
  empty(queue)
})
