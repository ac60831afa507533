// The wire's lazy book-keeping against the plainest model of it, and the things that must make no difference: a tap, somebody
// reading the counters, the slices a run is cut into.
import { Kernel, Random } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Impairment } from './impair.ts'
import { createLink, type Link, setImpairment, setTap } from './link.ts'
import { Channel } from './testing.ts'

/** Where a frame carries its number: behind the addresses, so that all are one flow. */
const NUMBER = 20

interface Step {
  gapNs: number
  size: number
  set: Partial<Impairment> | null
}

function run(steps: readonly Step[], seed: number, between: (link: Link, step: number) => void = () => {}) {
  const kernel = new Kernel({ seed })
  const a = new Channel(kernel, 'a', 0x020000000001)
  const b = new Channel(kernel, 'b', 0x020000000002)
  const link = createLink(kernel, a, b, 'link:1')
  steps.forEach(({ gapNs, size, set }, i) => {
    kernel.run(kernel.nowNs + gapNs)
    between(link, i)
    if (set !== null) setImpairment(link.ab, set)
    const frame = new Uint8Array(size)
    new DataView(frame.buffer).setUint32(NUMBER, i)
    a.send(frame)
  })
  kernel.run()
  assertNoLeak(kernel)
  const arrived = b.received.map((r) => `${new DataView(r.bytes.buffer).getUint32(NUMBER)}@${r.ns}`)
  return { arrived, drops: link.ab.drops.total, packets: link.ab.packets, stats: link.ab.stats }
}

/** First come, first served, written down as recurrences: when each frame leaves, and when it arrives. */
function model(steps: readonly Step[]) {
  interface Settings {
    bandwidthBps: number
    delayUs: number
    queueFrames: number
    from: number
  }
  const first: Settings = { bandwidthBps: 0, delayUs: 0, queueFrames: 50, from: -1 }
  const all = [first]
  /** What was in force just before an instant. */
  const at = (ns: number) => all.findLast((s) => s.from < ns) ?? first
  const frames: { i: number; size: number; came: number; mine: Settings }[] = []
  let t = 0
  steps.forEach(({ gapNs, size, set }, i) => {
    t += gapNs
    if (set !== null) all.push({ ...all[all.length - 1], ...set, from: t })
    frames.push({ i, size, came: t, mine: all[all.length - 1] })
  })
  const arrived: string[] = []
  const accepted: number[] = []
  let left = 0
  let due = 0
  let drops = 0
  for (const { i, size, came, mine } of frames) {
    // Who starts after this instant waits.
    const waiting = accepted.filter((start) => Math.round(start) > came).length
    const busy = Math.round(left) > came
    if (busy && waiting >= mine.queueFrames) {
      drops++
      continue
    }
    const start = busy ? left : came
    accepted.push(start)
    const { bandwidthBps } = busy ? at(Math.round(start)) : mine
    left = bandwidthBps === 0 ? start : start + (size * 8e9) / bandwidthBps
    const out = Math.round(left)
    // A frame that leaves at the instant of a change leaves before it, unless it came after it.
    const { delayUs } = out === came ? mine : at(out)
    due = Math.max(due, out + delayUs * 1000)
    arrived.push(`${i}@${due}`)
  }
  return { arrived, drops }
}

const bandwidthBps = fc.constantFrom(0, 1e6, 3e6, 1e9)
const delayUs = fc.constantFrom(0, 1, 40, 700)
const queueFrames = fc.constantFrom(1, 3, 50)
const gapNs = fc.oneof(fc.constant(0), fc.nat(2000), fc.nat(3_000_000))
const size = fc.integer({ min: 60, max: 1514 })

test('the wire is its model: serialization, a bounded queue, delay, and live changes of each', () => {
  const set = fc.option(fc.record({ bandwidthBps, delayUs, queueFrames }, { requiredKeys: [] }))
  fc.assert(
    fc.property(fc.array(fc.record({ gapNs, size, set }), { maxLength: 60 }), (steps) => {
      const { arrived, drops } = run(steps, 1)
      expect({ arrived, drops }).toEqual(model(steps))
    }),
    { numRuns: 400 },
  )
})

const percent = fc.constantFrom(0, 0, 10, 60)
const everything = fc.record(
  {
    bandwidthBps,
    delayUs,
    queueFrames,
    jitterUs: fc.constantFrom(0, 0, 30, 900),
    jitterDistribution: fc.constantFrom('uniform' as const, 'normal' as const, 'pareto' as const),
    lossPercent: percent,
    ber: fc.constantFrom(0, 0, 20_000),
    duplicatePercent: percent,
    corruptPercent: fc.constant(0),
    reorderPercent: percent,
    queueDiscipline: fc.constantFrom('fifo' as const, 'drr' as const, 'wfq' as const, 'codel' as const, 'red' as const),
    queueDrop: fc.constantFrom('tail' as const, 'head' as const),
    mtu: fc.constantFrom(0, 0, 1000),
  },
  { requiredKeys: [] },
)
const anything = fc.array(fc.record({ gapNs, size, set: fc.option(everything) }), { maxLength: 80 })

test('looking makes no difference: taps that come and go, counters read at any time', () => {
  fc.assert(
    fc.property(anything, fc.nat(1000), (steps, seed) => {
      const random = new Random(seed)
      const watched = run(steps, seed, (link) => {
        if (random.below(3) === 0) setTap(link.ab, random.below(2) === 0 ? null : () => {})
        if (random.below(3) === 0) expect(link.ab.packets + link.ab.bytes + link.ab.queued).toBeGreaterThanOrEqual(0)
      })
      expect(watched).toEqual(run(steps, seed))
    }),
    { numRuns: 300 },
  )
})

test('a tap sees departures in order of time, each at its instant', () => {
  fc.assert(
    fc.property(anything, (steps) => {
      const seen: number[] = []
      let packets = 0
      const { packets: sent } = run(steps, 1, (link, step) => {
        const tap = (_: number, __: unknown, ns: number) => {
          expect(ns).toBe(Math.round(link.kernel.nowNs))
          seen.push(ns)
        }
        if (step === 0) setTap(link.ab, tap)
        packets = link.ab.packets
      })
      expect(packets).toBeLessThanOrEqual(sent)
      expect(seen).toEqual([...seen].sort((x, y) => x - y))
      expect(seen.length).toBe(sent)
    }),
    { numRuns: 200 },
  )
})

test('every frame is accounted for, and without reordering the order of each flow holds', () => {
  fc.assert(
    fc.property(anything, fc.nat(1000), (steps, seed) => {
      const calm = steps.map((s) => ({ ...s, set: s.set === null ? null : { ...s.set, reorderPercent: 0 } }))
      const { arrived, drops, packets, stats } = run(calm, seed)
      const lost = stats?.delayDropFrames ?? 0
      expect(arrived.length).toBe(packets - lost + (stats?.duplicateFrames ?? 0))
      expect(drops).toBe(steps.length - packets + lost)
      const numbers = arrived.map((text) => Number.parseInt(text, 10))
      expect(numbers).toEqual([...numbers].sort((x, y) => x - y))
    }),
    { numRuns: 300 },
  )
})
