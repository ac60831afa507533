// Each impairment by its numbers: shares within four standard deviations (a fair generator misses that once in 16,000), shapes
// by Kolmogorov and Smirnov's bound for 99.9 %. Seeds are fixed, so a failure is a change, not chance.
import { Kernel, Random } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { DROP_BIT_ERROR, DROP_LINK_MTU, DROP_LOSS } from '@etherloom/wire'
import { afterEach, expect, test } from 'vitest'
import { directOutput } from './ifnet.ts'
import type { Impairment } from './impair.ts'
import { drawDelay, type JitterDistribution, leastDelay } from './impair-delay.ts'
import { createLink, type Link, setImpairment } from './link.ts'
import { Channel } from './testing.ts'

let kernel = new Kernel()
let a: Channel
let b: Channel
let link: Link
afterEach(() => assertNoLeak(kernel))

function wire(settings: Partial<Impairment>, seed = 1): void {
  kernel = new Kernel({ seed })
  a = new Channel(kernel, 'a', 0x020000000001)
  b = new Channel(kernel, 'b', 0x020000000002)
  link = createLink(kernel, a, b, 'link:1')
  setImpairment(link.ab, settings)
}

/** Sends `n` frames with their numbers in the first four bytes, one every `gapNs`, and answers with what arrived. */
function stream(n: number, size = 64, gapNs = 1000): { number: number; flightNs: number }[] {
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  const sent: number[] = []
  for (let i = 0; i < n; i++) {
    kernel.run(i * gapNs)
    view.setUint32(0, i)
    sent.push(kernel.nowNs)
    a.send(bytes)
  }
  kernel.run()
  return b.received.map(({ ns, bytes }) => {
    const number = new DataView(bytes.buffer).getUint32(0)
    return { number, flightNs: ns - sent[number] }
  })
}

/** Whether `hits` of `n` is what a chance of `p` gives. */
function expectShare(hits: number, n: number, p: number): void {
  const sigma = Math.sqrt(n * p * (1 - p))
  expect(Math.abs(hits - n * p), `${hits} of ${n} for a chance of ${p}`).toBeLessThanOrEqual(4 * sigma + 1e-9)
}

/** Whether the values follow the distribution function. */
function expectShape(values: number[], cdf: (x: number) => number): void {
  const sorted = [...values].sort((x, y) => x - y)
  const n = sorted.length
  const distance = Math.max(...sorted.map((x, i) => Math.max((i + 1) / n - cdf(x), cdf(x) - i / n)))
  expect(distance).toBeLessThan(1.95 / Math.sqrt(n))
}

const N = 20_000

test.each([0.1, 5, 50, 99])('loss of %f %%: that share, each frame by its own chance', (lossPercent) => {
  wire({ lossPercent })
  const numbers = new Set(stream(N).map((f) => f.number))
  const p = lossPercent / 100
  expectShare(N - numbers.size, N, p)
  expect(link.ab.drops.byReason[DROP_LOSS]).toBe(N - numbers.size)
  // Independence: whoever follows a lost frame is lost as often as anybody.
  let pairs = 0
  let followers = 0
  for (let i = 1; i < N; i++) {
    if (numbers.has(i - 1)) continue
    followers++
    if (!numbers.has(i)) pairs++
  }
  expectShare(pairs, followers, p)
})

test.each([
  [1e5, 64],
  [1e6, 1514],
  [1e7, 1514],
])('bit errors, one in %d: a frame of %d bytes survives with (1 − 1/x)^bits', (ber, size) => {
  wire({ ber })
  const arrived = stream(N, size).length
  expectShare(arrived, N, (1 - 1 / ber) ** (size * 8))
  expect(link.ab.drops.byReason[DROP_BIT_ERROR]).toBe(N - arrived)
})

test('every bit wrong: nothing survives', () => {
  wire({ ber: 1 })
  expect(stream(100)).toEqual([])
})

test('loss in bursts: its rate, and how long bursts and gaps are', () => {
  const [enter, leave] = [0.02, 0.25]
  wire({ lossBurst: { enterPercent: 2, leavePercent: 25, goodLossPercent: 0, badLossPercent: 100 } })
  const arrived = new Set(stream(N).map((f) => f.number))
  const bursts: number[] = []
  let burst = 0
  for (let i = 0; i < N; i++) {
    if (!arrived.has(i)) burst++
    else if (burst > 0) {
      bursts.push(burst)
      burst = 0
    }
  }
  // Bursts are geometric: mean 1/leave, standard deviation √(1 − leave)/leave. So are gaps, with `enter`.
  const mean = bursts.reduce((x, y) => x + y) / bursts.length
  expect(Math.abs(mean - 1 / leave)).toBeLessThan((4 * Math.sqrt(1 - leave)) / leave / Math.sqrt(bursts.length))
  expectShare(bursts.filter((n) => n === 1).length, bursts.length, leave)
  const gap = arrived.size / bursts.length
  expect(Math.abs(gap - 1 / enter)).toBeLessThan((4 * Math.sqrt(1 - enter)) / enter / Math.sqrt(bursts.length))
})

test('Gilbert–Elliott: both states lose, each at its rate', () => {
  wire({ lossBurst: { enterPercent: 10, leavePercent: 30, goodLossPercent: 1, badLossPercent: 60 } })
  const lost = N - stream(N).length
  const bad = 10 / (10 + 30)
  const share = bad * 0.6 + (1 - bad) * 0.01
  // States last: (1 − λ)/(1 + λ) of the frames are independent, with λ = 1 − enter − leave.
  const effective = N * ((1 - 0.6) / (1 + 0.6))
  expect(Math.abs(lost / N - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / effective))
})

test('copies: that share arrives twice, one right behind the other', () => {
  wire({ duplicatePercent: 20, delayUs: 5 })
  const numbers = stream(N).map((f) => f.number)
  const copies = numbers.filter((n, i) => numbers[i - 1] === n).length
  expect(numbers.length).toBe(N + copies)
  expectShare(copies, N, 0.2)
  expect(link.ab.stats?.duplicateFrames).toBe(copies)
})

test('corruption: that share has one bit flipped, anywhere', () => {
  wire({ corruptPercent: 30 })
  const frame = new Uint8Array(64).fill(0x5a)
  for (let i = 0; i < 5000; i++) {
    a.send(frame)
    kernel.run()
  }
  const flipped: number[] = []
  for (const { bytes } of b.received) {
    const bits = [...bytes].flatMap((byte, i) =>
      [...Array(8).keys()].filter((bit) => ((byte ^ frame[i]) >> bit) & 1).map((bit) => i * 8 + bit),
    )
    expect(bits.length).toBeLessThanOrEqual(1)
    flipped.push(...bits)
  }
  expectShare(flipped.length, 5000, 0.3)
  expectShape(flipped, (x) => (x + 1) / 512)
})

test('reordering: that share skips the delay, the others keep their order', () => {
  wire({ reorderPercent: 10, delayUs: 50 })
  const arrived = stream(N)
  expect(arrived.length).toBe(N)
  const fast = arrived.filter((f) => f.flightNs < 50_000)
  expect(new Set(fast.map((f) => f.flightNs))).toEqual(new Set([0]))
  expectShare(fast.length, N, 0.1)
  const others = arrived.filter((f) => f.flightNs >= 50_000).map((f) => f.number)
  expect(others).toEqual([...others].sort((x, y) => x - y))
})

const shapes: [JitterDistribution, number, number, (x: number) => number][] = [
  ['uniform', 1e6, 0, (x) => (x + 4e5) / 8e5],
  ['normal', 4e6, 0, (x) => normalCdf(x / 4e5)],
  ['pareto', 1e6, 2e5, (x) => 1 - (1 + x / 4e5) ** -3],
]

test.each(shapes)('jitter, %s: its mean and its shape', (shape, delayNs, meanNs, cdf) => {
  const random = new Random(5)
  const strays = Array.from({ length: N }, () => drawDelay(random, delayNs, 4e5, shape) - delayNs)
  expectShape(strays, (x) => Math.min(1, Math.max(0, cdf(x))))
  const mean = strays.reduce((x, y) => x + y) / N
  const sigma = Math.sqrt(strays.reduce((sum, x) => sum + (x - mean) ** 2, 0) / N)
  expect(Math.abs(mean - meanNs)).toBeLessThan((4 * sigma) / Math.sqrt(N))
  expect(Math.min(...strays)).toBeGreaterThanOrEqual(leastDelay(delayNs, 4e5, shape) - delayNs)
})

/** Abramowitz and Stegun 7.1.26: within 1.5e-7. */
function normalCdf(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2)
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const tail = poly * Math.exp((-x * x) / 2)
  return x < 0 ? tail / 2 : 1 - tail / 2
}

test('jitter moves each frame alone when they are far apart, and never past another when they are close', () => {
  wire({ delayUs: 1000, jitterUs: 400 })
  const apart = stream(4000, 64, 2e6).map((f) => f.flightNs)
  expectShape(apart, (x) => Math.min(1, Math.max(0, (x - 6e5) / 8e5)))
  wire({ delayUs: 1000, jitterUs: 900, jitterDistribution: 'normal' })
  const numbers = stream(N, 64, 10_000).map((f) => f.number)
  expect(numbers).toEqual(Array.from({ length: N }, (_, i) => i))
})

test('one setting leaves what the others do as it was', () => {
  const lost = (settings: Partial<Impairment>) => {
    wire({ lossPercent: 10, ...settings })
    const arrived = new Set(stream(2000).map((f) => f.number))
    return Array.from({ length: 2000 }, (_, i) => i).filter((i) => !arrived.has(i))
  }
  const alone = lost({})
  expect(lost({ duplicatePercent: 50 })).toEqual(alone)
  expect(lost({ delayUs: 100, jitterUs: 50, reorderPercent: 5 })).toEqual(alone)
  expect(lost({ bandwidthBps: 1e9 })).toEqual(alone)
  const withBursts = lost({ lossBurst: { enterPercent: 1, leavePercent: 50, goodLossPercent: 0, badLossPercent: 100 } })
  expect(withBursts).toEqual(expect.arrayContaining(alone))
})

test('an MTU drops what is longer than it behind the Ethernet header; a tag does not count', () => {
  wire({ mtu: 500 })
  const tagged = new Uint8Array(14 + 4 + 500)
  tagged.set([0x81, 0x00], 12)
  for (const frame of [new Uint8Array(514), new Uint8Array(515), tagged, new Uint8Array(518)]) a.send(frame)
  kernel.run()
  expect(b.received.map((r) => r.bytes)).toEqual([new Uint8Array(514), tagged])
  expect(link.ab.drops.byReason[DROP_LINK_MTU]).toBe(2)
  expect(link.ab.packets).toBe(2)
})

test('what is set back to nothing costs nothing again', () => {
  wire({ jitterUs: 10, delayUs: 20, lossPercent: 1, ber: 1e9, mtu: 1500, corruptPercent: 1, duplicatePercent: 1 })
  expect(a.output).not.toBe(directOutput)
  a.send(new Uint8Array(64))
  kernel.run()
  const off = { jitterUs: 0, delayUs: 0, lossPercent: 0, ber: 0, mtu: 0, corruptPercent: 0, duplicatePercent: 0 }
  setImpairment(link.ab, { ...off, queueDiscipline: 'codel', reorderPercent: 50, queueFrames: 7 })
  expect(a.output).toBe(directOutput)
})
