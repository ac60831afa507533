import { describe, expect, test } from 'vitest'
import { RateMeter } from './rate-meter.ts'

const TENTH = 1e8
const row = (slot: number, packets: number, bytes = 0, drops = 0, reason = 0, queue = 0) =>
  Float64Array.of(slot, packets, bytes, drops, reason, queue)

function steady(meter: RateMeter, from: number, tenths: number, perTenth: number, slot = 0) {
  for (let i = 1; i <= tenths; i++)
    meter.ingest((from + i) * TENTH, row(slot, (from + i) * perTenth, (from + i) * 8000))
}

describe('rates', () => {
  test('steady traffic reads its rate per second', () => {
    const meter = new RateMeter()
    steady(meter, 0, 20, 100)
    expect(meter.packetRate(0)).toBeCloseTo(1000, 6)
    expect(meter.bitRate(0)).toBeCloseTo(640_000, 6)
    expect(meter.packetTotal(0)).toBe(2000)
  })

  test('one ping a second reads one packet a second, not ten', () => {
    const meter = new RateMeter()
    for (let i = 1; i <= 40; i++) meter.ingest(i * TENTH, i % 10 === 0 ? row(0, i / 10) : new Float64Array(0))
    expect(meter.packetRate(0)).toBeCloseTo(1, 6)
  })

  test('silence falls to zero within a second, and the next counters are not diluted by it', () => {
    const meter = new RateMeter()
    steady(meter, 0, 20, 100)
    for (let i = 0; i < 11; i++) meter.idle(TENTH)
    expect(meter.packetRate(0)).toBe(0)
    steady(meter, 31, 11, 100)
    expect(meter.packetRate(0)).toBeCloseTo(1000, 6)
  })

  test('a slow ping stays at one a second although silence is counted by another clock', () => {
    const meter = new RateMeter()
    const seen: number[] = []
    for (let second = 1; second <= 8; second++) {
      meter.ingest(second * 1e9 + 1e7, row(0, second))
      seen.push(meter.packetRate(0))
      for (let i = 0; i < 8; i++) {
        meter.idle(TENTH)
        seen.push(meter.packetRate(0))
      }
    }
    for (const rate of seen.slice(18)) expect(rate).toBeCloseTo(1, 1)
  })

  test('slots appear late and far apart without disturbing others', () => {
    const meter = new RateMeter()
    steady(meter, 0, 20, 100)
    meter.ingest(21 * TENTH, Float64Array.of(...row(0, 2100), ...row(5000, 10, 640, 3, 7, 50)))
    expect(meter.packetRate(0)).toBeCloseTo(1000, 0)
    expect(meter.dropTotal(5000)).toBe(3)
    expect(meter.reason(5000)).toBe(7)
    expect(meter.queue(5000)).toBe(50)
    expect(meter.packetRate(9999)).toBe(0)
  })

  test('virtual time may leap: the rate is per second of the experiment', () => {
    const meter = new RateMeter()
    meter.ingest(1e12, row(0, 0))
    meter.ingest(2e12, row(0, 5000))
    expect(meter.packetRate(0)).toBeCloseTo(5, 6)
  })
})
