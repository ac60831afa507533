// Fragments as their users meet them: large pings that arrive, hostile pieces that do not, and nothing kept for ever.
import { type Mbuf, Random, u8 } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { setTap, type Vnet } from '@etherloom/net'
import { formatIpv4, ipv4, parseIpv4 } from '@etherloom/wire'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chain, type Lab, port } from '../test/lab.ts'
import { type IcmpMessage, icmpEchoRequest, inetOf } from './index.ts'

let lab: Lab
let a: Vnet
let r: Vnet
let b: Vnet
beforeEach(() => {
  ;({ lab, a, r, b } = chain())
  lab.ping(a, '10.0.1.1')
})
afterEach(() => {
  lab.run(60)
  assertNoLeak(lab.kernel)
  for (const vnet of [a, r, b]) vnet.destroy()
  lab.kernel.destroy()
})

const ping = (size: number): IcmpMessage[] => lab.ping(a, '10.0.1.1', { size })

const drops = (vnet: Vnet): { [reason: string]: number } => {
  const into = {}
  vnet.drops.addTo(into)
  return into
}

test('a ping of any size arrives whole: cut at the source, put together at the far end', () => {
  for (const size of [1472, 1473, 2960, 8000, 16_000])
    expect(
      ping(size).map(({ type, len }) => [type, len]),
      `${size} bytes`,
    ).toEqual([[0, size]])
})

test('the largest datagram there is; one byte more is refused', () => {
  // 45 fragments wait for no neighbor's address: it is known.
  expect(ping(65_507).map(({ len }) => len)).toEqual([65_507])
  expect(icmpEchoRequest(a, { dst: parseIpv4('10.0.1.1'), id: 1, seq: 1, size: 65_508 })).not.toBe(0)
})

test('a router cuts for a narrower wire, again what was cut before, and every piece is right', () => {
  port(r, 1).mtu = 600
  const pieces: { len: number; flagsOffset: number; sum: number }[] = []
  setTap(lab.links[1].ab, (_arg: number, m: Mbuf) => {
    const o = m.off + 14
    if (m.len > 34 && u8[o + 9] === 1)
      pieces.push({
        len: ipv4.totalLen(u8, o),
        flagsOffset: ipv4.flagsOffset(u8, o),
        sum: ipv4.check(u8, o, m.off + m.len),
      })
  })
  expect(ping(2960).map(({ len }) => len)).toEqual([2960])
  expect(pieces.map(({ sum }) => sum)).toEqual(pieces.map(() => 0))
  for (const { len } of pieces) expect(len).toBeLessThanOrEqual(600)
  expect(pieces.filter(({ flagsOffset }) => (flagsOffset & ipv4.MORE_FRAGMENTS) === 0)).toHaveLength(1)
})

test('"do not fragment" is obeyed, and the sender learns what would fit', () => {
  port(r, 1).mtu = 600
  const heard: IcmpMessage[] = []
  inetOf(a).icmp.listen((m) => heard.push({ ...m }))
  setTap(lab.links[0].ab, (_arg: number, m: Mbuf) => {
    const o = m.off + 14
    if (u8[o + 9] !== 1) return
    u8[o + 6] |= 0x40
    const sum = ((u8[o + 10] << 8) | u8[o + 11]) - 0x4000
    const fixed = sum < 0 ? sum + 0xffff : sum
    u8[o + 10] = fixed >> 8
    u8[o + 11] = fixed & 255
  })
  icmpEchoRequest(a, { dst: parseIpv4('10.0.1.1'), id: 1, seq: 1, size: 1000 })
  lab.run(1)
  expect(heard.map(({ type, code, seq, src }) => [type, code, seq, formatIpv4(src)])).toEqual([[3, 4, 600, '10.0.0.2']])
})

/** A piece of a datagram as somebody may craft it, given to b. */
function give(id: number, fromBytes: number, len: number, more: boolean): void {
  const m = lab.kernel.pool.getFor(20 + len) as Mbuf
  m.len = 20 + len
  u8.fill(0x5a, m.off, m.off + m.len)
  ipv4.emit(u8, m.off, {
    tos: 0,
    totalLen: m.len,
    id,
    flagsOffset: (fromBytes / 8) | (more ? ipv4.MORE_FRAGMENTS : 0),
    ttl: 9,
    protocol: 253,
    src: parseIpv4('10.0.1.2'),
    dst: parseIpv4('10.0.1.1'),
  })
  b.ip?.input(port(b, 0), m)
}

function take(): number[] {
  const whole: number[] = []
  inetOf(b).setProtocol(253, (_ifp, m) => {
    whole.push(m.len - 20)
    m.free()
  })
  return whole
}

test('pieces in any order make the datagram once; one that comes twice is dropped alone', () => {
  const whole = take()
  give(1, 16, 8, false)
  give(1, 0, 8, true)
  give(1, 0, 8, true)
  give(1, 8, 8, true)
  expect(whole).toEqual([24])
  expect(drops(b)).toEqual({ 'overlapping fragments': 1 })
})

test('overlapping pieces end their datagram, and what the others lack times out with word to the sender', () => {
  const whole = take()
  give(1, 0, 16, true)
  give(1, 8, 16, true)
  give(1, 16, 8, false)
  give(2, 0, 8, true)
  const heard: IcmpMessage[] = []
  inetOf(r).icmp.listen((m) => heard.push({ ...m }))
  lab.run(31)
  expect(whole).toEqual([])
  expect(heard.map(({ type, code }) => [type, code])).toEqual([[11, 1]])
})

test('any pieces at all: no exception, nothing invented, nothing kept for ever', () => {
  const whole = take()
  const piece = fc.record({ id: fc.nat(3), from: fc.nat(40), len: fc.integer({ min: 0, max: 80 }), more: fc.boolean() })
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      for (const { id, from, len, more } of pieces) give(id, from * 8, len, more)
      for (const len of whole) expect(len).toBeLessThanOrEqual(400)
      lab.run(31)
      assertNoLeak(lab.kernel)
    }),
    { numRuns: 100 },
  )
})

test('a flood of beginnings keeps 64 datagrams and no more', () => {
  const random = new Random(3)
  for (let i = 0; i < 500; i++) give(random.below(65_536), 0, 8, true)
  expect(lab.kernel.pool.outstanding).toBe(64)
})
