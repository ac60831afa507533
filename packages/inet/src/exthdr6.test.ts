// Extension headers and fragments, frame by frame: what a host must accept, refuse and say (RFC 8200, 5722, 6946, 7112).
import type { Kernel } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import type { Vnet } from '@etherloom/net'
import { icmp6, ipv6, parseIn6, put16, put32 } from '@etherloom/wire'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { port } from '../test/lab.ts'
import { Lab6 } from '../test/lab6.ts'
import { Peer6 } from '../test/peer6.ts'
import { newSender, udpSocket } from './index.ts'

const kernels: Kernel[] = []
afterEach(() => {
  for (const kernel of kernels.splice(0)) {
    assertNoLeak(kernel)
    kernel.destroy()
  }
})

const OURS = parseIn6('fd00::1')
const THEIRS = parseIn6('fd00::9')
const { NEXT_HOP_BY_HOP: HOP, NEXT_ROUTING, NEXT_FRAGMENT, NEXT_ICMP6, NEXT_DESTINATION: DEST, NEXT_NONE } = ipv6

function setUp() {
  const lab = new Lab6()
  kernels.push(lab.kernel)
  const host = lab.node6('h', 'fd00::1/64')
  const peer = new Peer6(lab, 'peer', 0x0200000000b9, THEIRS)
  lab.wire(port(host, 0), peer)
  lab.run(5) // addresses are asked about, groups reported
  peer.solicit(OURS, THEIRS)
  lab.run(0.1)
  peer.advertise(THEIRS, OURS, { solicited: true, override: true })
  lab.run(0.1)
  peer.received.length = 0
  return { lab, host, peer }
}

const counted = (v: Vnet): { [reason: string]: number } => {
  const counts = {}
  v.drops.addTo(counts)
  return counts
}

/** What came back: type/code and the parameter of an error. */
const said = (peer: Peer6): string[] =>
  peer
    .messages()
    .map((m) => `${m.type}/${m.bytes[m.at + 1]}${m.type < 128 ? ` ${icmp6.parameter(m.bytes, m.at)}` : ''}`)

const bytes = (...b: number[]): Uint8Array => Uint8Array.from(b)

test.each<[string, number, Uint8Array, string[]]>([
  ['destination options with padding', DEST, bytes(58, 0, 1, 4, 0, 0, 0, 0), ['129/0']],
  ['hop-by-hop options with a router alert', HOP, bytes(58, 0, 5, 2, 0, 0, 1, 0), ['129/0']],
  ['hop-by-hop, then destination options', HOP, bytes(DEST, 0, 1, 4, 0, 0, 0, 0, 58, 0, 0, 0, 0, 0, 0, 0), ['129/0']],
  ['an unknown option to skip', DEST, bytes(58, 0, 0x1e, 4, 0, 0, 0, 0), ['129/0']],
  ['an unknown option to drop for', DEST, bytes(58, 0, 0x5e, 4, 0, 0, 0, 0), []],
  ['an unknown option to tell of', DEST, bytes(58, 0, 0x9e, 4, 0, 0, 0, 0), ['4/2 42']],
  ['an unknown option to tell one of', HOP, bytes(58, 0, 0, 0xde, 1, 0, 0, 0), ['4/2 43']],
  ['a jumbo payload', HOP, bytes(58, 0, 0xc2, 4, 0, 1, 0, 0), ['4/2 42']],
  ['an option longer than its header', DEST, bytes(58, 0, 1, 9, 0, 0, 0, 0), []],
  ['a header longer than the packet', DEST, bytes(58, 99, 1, 4, 0, 0, 0, 0), []],
  ['routing type 0 that is done', NEXT_ROUTING, bytes(58, 0, 0, 0, 0, 0, 0, 0), ['129/0']],
  ['routing type 0 with a stop left', NEXT_ROUTING, bytes(58, 0, 0, 1, 0, 0, 0, 0), ['4/0 42']],
  ['an unknown routing type with a stop left', NEXT_ROUTING, bytes(58, 0, 77, 1, 0, 0, 0, 0), ['4/0 42']],
  ['hop-by-hop options that are not first', DEST, bytes(HOP, 0, 1, 4, 0, 0, 0, 0, 58, 0, 1, 4, 0, 0, 0, 0), ['4/1 40']],
  ['nothing behind', DEST, bytes(NEXT_NONE, 0, 1, 4, 0, 0, 0, 0), []],
  ['a protocol nobody knows', DEST, bytes(200, 0, 1, 4, 0, 0, 0, 0), ['4/1 40']],
  ['an atomic fragment', NEXT_FRAGMENT, bytes(58, 0, 0, 0, 0, 0, 0, 7), ['129/0']],
  ['a fragment that is no multiple of 8', NEXT_FRAGMENT, bytes(58, 0, 0, 1, 0, 0, 0, 7), ['4/0 4']],
  ['a fragment past 65,535', NEXT_FRAGMENT, bytes(58, 0, 0xff, 0xf8, 0, 0, 0, 7), ['4/0 42']],
])('%s', (_what, next, before, answers) => {
  const { lab, peer } = setUp()
  peer.echo(OURS, 7, { next, before })
  lab.run(0.1)
  expect(said(peer)).toEqual(answers)
})

test('as many headers as anybody needs are walked, and no more', () => {
  const { lab, host, peer } = setUp()
  const chain = (n: number) =>
    bytes(...Array.from({ length: n }, (_, i) => [i === n - 1 ? NEXT_ICMP6 : DEST, 0, 1, 4, 0, 0, 0, 0]).flat())
  peer.echo(OURS, 8, { next: DEST, before: chain(15) })
  lab.run(0.1)
  expect(said(peer)).toEqual(['129/0'])
  peer.echo(OURS, 8, { next: DEST, before: chain(17) })
  lab.run(0.1)
  expect([said(peer).length, counted(host)]).toEqual([1, { 'extension header': 1 }])
})

/** A fragment of `whole`, the ICMPv6 message or datagram of `next` to be put together. */
function fragment(peer: Peer6, whole: Uint8Array, from: number, to: number, more: boolean, id = 7, next = 17): void {
  const b = new Uint8Array(8 + to - from)
  b[0] = next
  put16(b, 2, from | (more ? 1 : 0))
  put32(b, 4, id)
  b.set(whole.subarray(from, to), 8)
  peer.sendIp(OURS, NEXT_FRAGMENT, b)
}

/** A datagram to port 7 with this payload, checksum included. */
function datagram(payload: Uint8Array): Uint8Array {
  const b = new Uint8Array(48 + payload.length)
  ipv6.emit(b, 0, {
    trafficClass: 0,
    flowLabel: 0,
    payloadLen: 8 + payload.length,
    nextHeader: 17,
    hopLimit: 64,
    src: THEIRS,
    dst: OURS,
  })
  b.set(payload, 48)
  put16(b, 40, 4000)
  put16(b, 42, 7)
  put16(b, 44, 8 + payload.length)
  const sum = ipv6.sumPseudoHeader(b, 0, 17, 8 + payload.length)
  let s = sum
  for (let i = 40; i < b.length; i += 2) s += (b[i] << 8) | (b[i + 1] ?? 0)
  while (s > 0xffff) s = (s & 0xffff) + (s >>> 16)
  put16(b, 46, ~s & 0xffff || 0xffff)
  return b.subarray(40)
}

test('fragments in any order, some twice, are the datagram that was sent', () => {
  const { lab, host, peer } = setUp()
  const s = udpSocket(host, 6)
  s.bind(null, 7)
  const got = new Uint8Array(4000)
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 1500 }),
      fc.integer({ min: 8, max: 500 }),
      fc.infiniteStream(fc.nat(999)),
      (payload, size, order) => {
        const whole = datagram(payload)
        const step = size & ~7
        const parts: [number, number][] = []
        for (let from = 0; from < whole.length; from += step) parts.push([from, Math.min(from + step, whole.length)])
        if (parts.length > 64) return
        const shuffled = parts
          .map((p) => ({ p, key: order.next().value as number }))
          .sort((x, y) => x.key - y.key)
          .map(({ p }) => p)
        const twice = shuffled.slice(0, -1).flatMap((p) => ((order.next().value as number) % 3 === 0 ? [p, p] : [p]))
        const id = order.next().value as number
        for (const [from, to] of [...twice, ...shuffled.slice(-1)])
          fragment(peer, whole, from, to, to < whole.length, id)
        lab.run(0.01)
        const from = newSender()
        expect(s.receive(got, from)).toBe(payload.length)
        expect(got.subarray(0, payload.length)).toEqual(payload)
        expect(from.port).toBe(4000)
      },
    ),
    { numRuns: 100 },
  )
  expect(s.receive(got)).toBe(-1)
})

test('fragments that overlap end their datagram, and nothing is said (RFC 5722)', () => {
  const { lab, host, peer } = setUp()
  const s = udpSocket(host, 6)
  s.bind(null, 7)
  const whole = datagram(new Uint8Array(200))
  fragment(peer, whole, 0, 64, true)
  fragment(peer, whole, 56, 120, true)
  fragment(peer, whole, 64, whole.length, false)
  lab.run(61)
  expect(s.readable).toBe(0)
  expect(said(peer)).toEqual([])
  expect(counted(host)).toEqual({ 'overlapping fragments': 2, 'fragments missing': 1 })
})

test('what is missing is waited for a minute, and who sent the beginning is told', () => {
  const { lab, host, peer } = setUp()
  const whole = datagram(new Uint8Array(200))
  fragment(peer, whole, 0, 64, true, 1)
  fragment(peer, whole, 64, 128, true, 2)
  lab.run(59)
  expect(said(peer).filter((m) => m.startsWith('3'))).toEqual([])
  lab.run(2)
  peer.advertise(THEIRS, OURS, { solicited: true, override: true })
  lab.run(0.1)
  expect(said(peer).filter((m) => m.startsWith('3'))).toEqual(['3/1 0'])
  expect(counted(host)).toEqual({ 'fragments missing': 2 })
})

test('a first fragment without all headers is refused (RFC 7112)', () => {
  const { lab, peer } = setUp()
  const chain = bytes(17, 1, 1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  fragment(peer, chain, 0, 8, true, 3, DEST)
  lab.run(0.1)
  expect(said(peer)).toEqual(['4/3 0'])
})

test('more datagrams in pieces than are kept push the oldest out', () => {
  const { lab, host, peer } = setUp()
  const whole = datagram(new Uint8Array(200))
  for (let id = 0; id < 200; id++) fragment(peer, whole, 64, 128, true, id)
  lab.run(0.1)
  expect(counted(host)).toEqual({ 'too many fragments': 200 - 64 })
  expect(lab.kernel.pool.outstanding).toBe(64)
  lab.run(61)
})
