// The IPv6 forwarding path against RFC 8200, against its own slow path, at every alignment, and against mutated frames.
import { HEADROOM, type Kernel, type Mbuf, Random, u8 } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { addPfilHook, removePfilHook, type Vnet } from '@etherloom/net'
import {
  dropWords,
  ethernet,
  formatIn6,
  type In6Addr,
  icmp6,
  ipv6,
  isMulticastIn6,
  nd,
  parseIn6,
  udp,
} from '@etherloom/wire'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { port } from '../test/lab.ts'
import { DAD_S, Lab6, route6 } from '../test/lab6.ts'
import { messageIn, Peer6 } from '../test/peer6.ts'
import { type Ip6, inet6Of, udpSocket } from './index.ts'

const kernels: Kernel[] = []
afterEach(() => {
  for (const kernel of kernels.splice(0)) {
    assertNoLeak(kernel)
    kernel.destroy()
  }
})

const LEFT = parseIn6('fd00::9')
const RIGHT = parseIn6('fd00:0:0:1::9')

interface Bench {
  lab: Lab6
  r: Vnet
  ip6: Ip6
  left: Peer6
  right: Peer6
}

/** left (fd00::9) ── r ── right (fd00:0:0:1::9), neighbors known; 2001:db8::/32 is behind right. */
function router(): Bench {
  const lab = new Lab6()
  kernels.push(lab.kernel)
  const r = lab.router6('r', 'fd00::1/64', 'fd00:0:0:1::1/64')
  const left = new Peer6(lab, 'left', 0x0200000000a1, LEFT)
  const right = new Peer6(lab, 'right', 0x0200000000a2, RIGHT)
  lab.wire(left, port(r, 0))
  lab.wire(port(r, 1), right)
  lab.run(DAD_S)
  route6(r, '2001:db8::/32', 'fd00:0:0:1::9')
  left.solicit(parseIn6('fd00::1'), LEFT)
  right.solicit(parseIn6('fd00:0:0:1::1'), RIGHT)
  lab.run(10) // the router asks whether both are there
  for (const [peer, own] of [
    [left, parseIn6('fd00::1')],
    [right, parseIn6('fd00:0:0:1::1')],
  ] as const) {
    peer.solicit(own, peer.ip)
    lab.run(0.1)
    peer.advertise(peer.ip, own, { solicited: true, override: true })
    lab.run(0.1)
    peer.received.length = 0
  }
  return { lab, r, ip6: inet6Of(r), left, right }
}

interface Fields {
  dst?: string
  src?: string
  hopLimit?: number
  size?: number
  next?: number
  trafficClass?: number
  flowLabel?: number
}

/** A UDP datagram in a frame from left to the router. */
function packet({ r }: Bench, f: Fields = {}): Uint8Array {
  const size = f.size ?? 80
  const b = new Uint8Array(size)
  ethernet.emit(b, 0, { dst: port(r, 0).mac, src: 0x0200000000a1, type: ethernet.TYPE_IPV6 })
  ipv6.emit(b, 14, {
    trafficClass: f.trafficClass ?? 0,
    flowLabel: f.flowLabel ?? 0,
    payloadLen: size - 54,
    nextHeader: f.next ?? 17,
    hopLimit: f.hopLimit ?? 64,
    src: parseIn6(f.src ?? 'fd00::9'),
    dst: parseIn6(f.dst ?? '2001:db8::5'),
  })
  if (size >= 62) udp.emit6(b, 54, { srcPort: 4000, dstPort: 9, length: size - 54 }, 14)
  return b
}

const counted = (r: Vnet): { [reason: string]: number } => {
  const counts = {}
  r.drops.addTo(counts)
  for (const ifp of r.ifnets) ifp.drops.addTo(counts)
  return counts
}

test('forwarded means: new Ethernet addresses, hop limit one less, all else untouched', () => {
  const bench = router()
  const { lab, r, left, right } = bench
  for (let hopLimit = 2; hopLimit < 256; hopLimit++)
    for (const dst of ['2001:db8::5', 'fd00:0:0:1::9', '2001:db8:ffff::1']) {
      const sent = packet(bench, { hopLimit, dst, size: 60 + hopLimit, trafficClass: hopLimit, flowLabel: 0xabcde })
      left.send(sent)
      lab.kernel.run(lab.kernel.nowNs + 1e4)
      const got = right.received.pop()?.bytes as Uint8Array
      expect(ethernet.parse(got, 0)).toEqual({ dst: right.mac, src: port(r, 1).mac, type: ethernet.TYPE_IPV6 })
      expect(ipv6.parse(got, 14)).toEqual({ ...ipv6.parse(sent, 14), hopLimit: hopLimit - 1 })
      expect(got.subarray(54)).toEqual(sent.subarray(54))
    }
  expect(r.forwarded6).toBe(254 * 3)
})

test('frames are forwarded the same at every even offset of a cell', () => {
  const bench = router()
  const { lab, left, right } = bench
  const sent = packet(bench)
  left.send(sent)
  lab.run(0.1)
  const want = right.received.pop()?.bytes
  for (let off = 0; off <= 2 * HEADROOM; off += 2) {
    const m = lab.kernel.pool.get() as Mbuf
    m.off = m.base + off
    m.write(sent)
    left.output(left, m)
    lab.run(0.1)
    expect(right.received.pop()?.bytes).toEqual(want)
  }
})

test('padding behind the packet is cut off; a packet that claims more than there is dies', () => {
  const bench = router()
  const { lab, r, left, right } = bench
  const padded = new Uint8Array(200)
  padded.set(packet(bench, { size: 70 }))
  left.send(padded)
  lab.run(0.1)
  expect(right.received.pop()?.bytes).toHaveLength(70)
  left.send(packet(bench, { size: 80 }).subarray(0, 70))
  lab.run(0.1)
  expect([right.received.length, counted(r)]).toEqual([0, { runt: 1 }])
})

test('addresses that no wire may carry', () => {
  const bench = router()
  const { lab, r, left, right } = bench
  const bad: [Fields, string][] = [
    [{ src: '::' }, 'martian'],
    [{ src: '::1' }, 'martian'],
    [{ src: 'ff02::1' }, 'martian'],
    [{ dst: '::1' }, 'martian'],
    [{ src: '::1', dst: 'fd00::1' }, 'martian'],
    [{ dst: 'fe80::5' }, 'beyond scope'],
    [{ src: 'fe80::5' }, 'beyond scope'],
    [{ dst: 'ff05::5' }, 'no multicast route'],
  ]
  for (const [fields] of bad) left.send(packet(bench, fields))
  left.send(packet(bench, { dst: 'ff02::5' })) // a group not joined: no drop, for a network card would not take it
  lab.run(0.1)
  const want: { [reason: string]: number } = {}
  for (const [, reason] of bad) want[reason] = (want[reason] ?? 0) + 1
  expect(counted(r)).toEqual(want)
  expect(right.received).toEqual([])
  lab.run(5) // the error to fe80::5 waits for a neighbor that is not there
})

test('packets that leave where they came in are passed on, and their sender is told of the better way', () => {
  const bench = router()
  const { lab, r, left } = bench
  route6(r, '2001:db8:7::/48', 'fe80::77%em0')
  const ll = parseIn6('fe80::77')
  left.advertise(ll, parseIn6('fd00::1'), { override: true, solicited: true })
  left.send(packet(bench, { dst: '2001:db8:7::1' }))
  lab.run(0.1)
  left.advertise(ll, parseIn6('fd00::1'), { override: true, solicited: true, router: true })
  lab.run(0.1)
  expect(left.received.filter(({ bytes }) => bytes[20] === 17)).toHaveLength(1)
  const redirect = left.take(icmp6.REDIRECT)
  expect(redirect.map((m) => [formatIn6(m.dst), m.hopLimit])).toEqual([['fd00::9', 255]])
  const { bytes, at } = redirect[0]
  expect([nd.target(bytes, at), nd.destination(bytes, at)].map(formatIn6)).toEqual(['fe80::77', '2001:db8:7::1'])
})

test('several next hops: flows stay on one, and many flows use all', () => {
  const bench = router()
  const { lab, r, ip6, left, right } = bench
  const extra = new Peer6(lab, 'extra', 0x0200000000a3, parseIn6('fd00:0:0:2::9'))
  const ifp = lab.node6('spare', '').ifnet('em0')!
  ifp.vnet!.detach(ifp)
  ifp.name = 'em2'
  r.attach(ifp)
  ip6.addAddress(ifp, parseIn6('fd00:0:0:2::1'), 64)
  lab.wire(ifp, extra)
  lab.run(DAD_S)
  route6(r, '2001:db8:8::/48', 'fd00:0:0:1::9')
  route6(r, '2001:db8:8::/48', 'fd00:0:0:2::9')
  extra.solicit(parseIn6('fd00:0:0:2::1'), extra.ip)
  lab.run(0.1)
  const send = (i: number, flowLabel = 0) =>
    left.send(packet(bench, { dst: `2001:db8:8::${i.toString(16)}`, flowLabel }))
  const onRight = () => right.received.filter(({ bytes }) => bytes[20] === 17).length
  const onExtra = () => extra.received.filter(({ bytes }) => bytes[20] === 17).length
  for (let i = 1; i <= 64; i++) send(i)
  lab.run(0.1)
  expect(onRight() + onExtra()).toBe(64)
  expect(Math.min(onRight(), onExtra())).toBeGreaterThan(16)
  right.received.length = extra.received.length = 0
  for (let i = 0; i < 20; i++) send(1, 7)
  lab.run(0.1)
  expect(Math.max(onRight(), onExtra())).toBe(20)
  right.received.length = extra.received.length = 0
  for (let label = 0; label < 64; label++) send(1, label)
  lab.run(0.1)
  expect(Math.min(onRight(), onExtra())).toBeGreaterThan(16)
})

test('an idle filter costs nothing, an attached one sees packets in and out, and may take them', () => {
  const bench = router()
  const { lab, r, left, right } = bench
  const seen: string[] = []
  const watch = (what: string) => (_ifp: unknown, m: Mbuf) => {
    seen.push(`${what} ${ipv6.hopLimit(u8, m.off)}`)
    return true
  }
  const take = (_ifp: unknown, m: Mbuf) => {
    m.free()
    return false
  }
  addPfilHook(r, 'in6', watch('in'))
  addPfilHook(r, 'out6', watch('out'))
  left.send(packet(bench))
  lab.run(0.1)
  addPfilHook(r, 'in6', take)
  left.send(packet(bench))
  lab.run(0.1)
  expect([seen, right.received.length]).toEqual([['in 64', 'out 63', 'in 64'], 1])
  removePfilHook(r, 'in6', take)
  left.send(packet(bench))
  lab.run(0.1)
  expect(right.received).toHaveLength(2)
})

/** An IPv6 header that is mostly right: addresses and fields from a few values each. */
const header = fc.record({
  src: fc.constantFrom('fd00::9', 'fd00::8', '2001:db8:9::1', 'fe80::9', '::', '::1', 'ff02::9', '::7'),
  dst: fc.constantFrom(
    '2001:db8::5',
    'fd00::1',
    'fd00:0:0:1::1',
    'fd00:0:0:1::9',
    '2001:bad::1',
    'fe80::1',
    '::1',
    '::',
    'ff02::1',
  ),
  hopLimit: fc.constantFrom(0, 1, 2, 3, 64, 255),
  next: fc.constantFrom(17, 17, 17, 58, 59, 43, 44, 60, 0, 6, 200),
  version: fc.constantFrom(0x60, 0x60, 0x60, 0x6f, 0x40, 0x00),
  claim: fc.constantFrom(0, 0, 0, 0, -1, 4, 60_000),
})

test('the shortcut of the wire, the fast path and the slow path agree on every packet', () => {
  const [whole, fast, slow] = [router(), router(), router()]
  const run = (bench: Bench, frame: Uint8Array, how: (m: Mbuf) => void) => {
    const { lab, r, left, right } = bench
    const m = lab.kernel.pool.get() as Mbuf
    m.write(frame)
    how(m)
    lab.kernel.run(lab.kernel.nowNs + 1e6)
    const out = [left, right].map((p) => p.received.splice(0).map(({ bytes }) => [...bytes].join()))
    return { out, drops: counted(r), forwarded: r.forwarded6 }
  }
  fc.assert(
    fc.property(
      header,
      fc.integer({ min: 54, max: 200 }),
      fc.uint8Array({ minLength: 146, maxLength: 146 }),
      (h, size, junk) => {
        const frame = packet(fast, { ...h, size })
        frame[14] = (frame[14] & 0x0f) | h.version
        if (h.next !== 17) frame.set(junk.subarray(0, size - 54), 54)
        if (h.claim !== 0)
          frame.set(
            [0, 0].map((_, i) => ((size - 54 + h.claim) >> (8 - 8 * i)) & 255),
            18,
          )
        const a = run(whole, frame, (m) => whole.left.output(whole.left, m))
        const b = run(fast, frame, (m) => {
          m.adj(14)
          fast.ip6.input(port(fast.r, 0), m)
        })
        const c = run(slow, frame, (m) => {
          m.adj(14)
          // biome-ignore lint/complexity/useLiteralKeys: the slow path is private; brackets are TypeScript's way in
          slow.ip6['inputSlow'](port(slow.r, 0), m)
        })
        expect(a).toEqual(b)
        expect(b).toEqual(c)
      },
    ),
    { numRuns: 400 },
  )
  expect(fast.r.forwarded6).toBeGreaterThan(0)
  for (const { lab } of [whole, fast, slow]) lab.run(70) // what waits for fragments and neighbors ends
})

test('mutated frames into a running chain: no exception, no leak, and it still carries packets', () => {
  const bench = router()
  const { lab, r, left, right } = bench
  const random = new Random(Number(process.env.FUZZ_SEED ?? 5))
  udpSocket(r, 6).bind(null, 9)
  const seeds = seedFrames(bench)
  for (let i = 0; i < 20_000; i++) {
    const frame = Uint8Array.from(seeds[random.below(seeds.length)])
    for (let k = random.below(4); k >= 0; k--) frame[14 + random.below(frame.length - 14)] = random.int32()
    if (random.below(8) === 0) frame.set([random.int32(), random.int32()], 18)
    const cut = random.below(6) === 0 ? 14 + random.below(frame.length - 13) : frame.length
    fixChecksum(frame, random)
    left.send(frame.subarray(0, cut))
    if (i % 64 === 0) lab.run(0.01)
    left.received.length = right.received.length = 0
  }
  lab.run(200)
  left.received.length = right.received.length = 0
  left.advertise(LEFT, parseIn6('fd00::1'), { solicited: true, override: true })
  left.send(packet(bench, { dst: 'fd00:0:0:1::9' }))
  lab.run(0.1)
  right.advertise(RIGHT, parseIn6('fd00:0:0:1::1'), { solicited: true, override: true })
  lab.run(0.1)
  expect(right.received.filter(({ bytes }) => bytes[20] === 17)).toHaveLength(1)
  for (const s of r.udp === null ? [] : [r.udp]) s.destroy()
  expect(Object.keys(counted(r)).every((word) => dropWords.includes(word))).toBe(true)
})

/** Half of the mutated ICMPv6 and UDP packets get a right checksum, so that they come further in. */
function fixChecksum(frame: Uint8Array, random: Random): void {
  const next = frame[20]
  const len = frame.length - 54
  if (random.below(2) === 0 || len < 8) return
  if (next === 58) {
    const { type, code } = { type: frame[54], code: frame[55] }
    const parameter = ((frame[58] << 24) | (frame[59] << 16) | (frame[60] << 8) | frame[61]) >>> 0
    icmp6.emit(frame, 54, frame.length, 14, { type, code, parameter })
  } else if (next === 17) udp.emit6(frame, 54, { srcPort: 1, dstPort: frame[57], length: len }, 14)
}

/** One frame of each kind this stack understands. */
function seedFrames(bench: Bench): Uint8Array[] {
  const { lab, left, r } = bench
  const frames: Uint8Array[] = []
  const keep = left.send
  left.send = (bytes) => frames.push(bytes)
  const own = parseIn6('fd00::1')
  const targets: In6Addr[] = [own, LEFT, parseIn6('ff02::1'), parseIn6('fe80::9')]
  for (const t of targets) {
    left.echo(t, 32)
    if (!isMulticastIn6(t)) left.solicit(t, LEFT)
    left.advertise(t, own, { solicited: true, override: true })
  }
  left.sendIcmp(own, icmp6.ROUTER_SOLICITATION, new Uint8Array(4), { hopLimit: 255 })
  left.sendIcmp(own, icmp6.ROUTER_ADVERTISEMENT, new Uint8Array(44), { hopLimit: 255 })
  left.sendIcmp(own, icmp6.REDIRECT, new Uint8Array(44), { hopLimit: 255 })
  left.sendIcmp(own, icmp6.LISTENER_QUERY, new Uint8Array(24), { hopLimit: 1, src: parseIn6('fe80::9') })
  left.echo(own, 8, { next: ipv6.NEXT_DESTINATION, before: Uint8Array.of(58, 0, 1, 4, 0, 0, 0, 0) })
  left.echo(own, 8, { next: 0, before: Uint8Array.of(58, 0, 5, 2, 0, 0, 1, 0) })
  left.echo(own, 8, { next: ipv6.NEXT_ROUTING, before: Uint8Array.of(58, 0, 0, 0, 0, 0, 0, 0) })
  left.echo(own, 8, { next: ipv6.NEXT_FRAGMENT, before: Uint8Array.of(58, 0, 0, 1, 0, 0, 0, 9) })
  left.echo(own, 8, { next: ipv6.NEXT_FRAGMENT, before: Uint8Array.of(58, 0, 0, 16, 0, 0, 0, 9) })
  left.send = keep
  frames.push(packet(bench), packet(bench, { dst: 'fd00::1', size: 300 }))
  for (const f of frames) if ((f[0] & 1) === 0) ethernet.putMac(f, 0, port(r, 0).mac)
  lab.run(0.01)
  return frames
}

test('what the router itself sends is well-formed', () => {
  const { lab, r, left } = router()
  const all: Uint8Array[] = []
  left.received.length = 0
  const bench = { lab, r, left } as Bench
  left.send(packet(bench, { dst: '2001:bad::1' }))
  left.send(packet(bench, { hopLimit: 1 }))
  left.send(packet(bench, { dst: 'fd00::1' }))
  left.send(packet(bench, { dst: 'fd00::1', next: 200 }))
  lab.run(1)
  for (const { bytes } of left.received) all.push(bytes)
  const told = all.map((b) => messageIn(b)!).map((m) => `${m.type}/${m.bytes[m.at + 1]}`)
  expect(told).toEqual(['1/0', '3/0', '1/4', '4/1'])
})
