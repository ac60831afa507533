// The forwarding path against what RFC 791 and RFC 1812 say about it, against its own slow path, and at every alignment.
import { HEADROOM, type Kernel, type Mbuf, Random, u8 } from '@etherloom/kern'
import { assertNoLeak, udpFrame } from '@etherloom/kern/testing'
import { addPfilHook, etherDemux, type Vnet } from '@etherloom/net'
import { Channel } from '@etherloom/net/testing'
import { DROP_IFACE_DOWN, DROP_MARTIAN, DROP_NOT_FOR_US, dropWords, ethernet, ipv4, parseIpv4 } from '@etherloom/wire'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { Lab, port } from '../test/lab.ts'
import { icmpEchoRequest, inetOf } from './index.ts'

const kernels: Kernel[] = []
afterEach(() => {
  for (const kernel of kernels.splice(0)) {
    kernel.run(kernel.nowNs + 31e9) // fragments that wait for others have given up
    assertNoLeak(kernel)
    kernel.destroy()
  }
})

const LEFT = 0x0200000000a1
const RIGHT = 0x0200000000a2
const ip = parseIpv4

interface Bench {
  lab: Lab
  r: Vnet
  left: Channel
  right: Channel
}

/** left (10.0.0.9) ── r ── right (10.0.1.9), neighbors known; 192.0.2/24 is behind right. */
function router(): Bench {
  const lab = new Lab()
  kernels.push(lab.kernel)
  const r = lab.node('r', '10.0.0.1/24', '10.0.1.1/24')
  r.forwarding = true
  inetOf(r).routes.add(ip('192.0.2.0'), 24, ip('10.0.1.9'))
  const [left, right] = [new Channel(lab.kernel, 'left', LEFT), new Channel(lab.kernel, 'right', RIGHT)]
  lab.wire(left, port(r, 0))
  lab.wire(port(r, 1), right)
  lab.run(1)
  for (const [c, of, own] of [
    [left, '10.0.0.9', '10.0.0.1'],
    [right, '10.0.1.9', '10.0.1.1'],
  ] as const) {
    const b = new Uint8Array(60)
    const to = c === left ? port(r, 0) : port(r, 1)
    ethernet.emit(b, 0, { dst: to.mac, src: c.mac, type: ethernet.TYPE_ARP })
    b.set([0, 1, 8, 0, 6, 4, 0, 1], 14)
    ethernet.putMac(b, 22, c.mac)
    new DataView(b.buffer).setInt32(28, ip(of), true)
    new DataView(b.buffer).setInt32(38, ip(own), true)
    c.send(b)
    lab.run(0.1)
    c.received.length = 0
  }
  return { lab, r, left, right }
}

const packet = (r: Vnet, options: { dst?: string; ttl?: number; size?: number; src?: string } = {}) =>
  udpFrame({
    srcMac: LEFT,
    dstMac: port(r, 0).mac,
    src: ip(options.src ?? '10.0.0.9'),
    dst: ip(options.dst ?? '192.0.2.5'),
    ttl: options.ttl ?? 64,
    size: options.size ?? 60,
  })

test('forwarded means: new Ethernet addresses, TTL one less, right checksum, all else untouched', () => {
  const { lab, r, left, right } = router()
  for (let ttl = 2; ttl < 256; ttl++)
    for (const dst of ['192.0.2.5', '10.0.1.9', '192.0.2.254']) {
      const sent = packet(r, { ttl, dst, size: 60 + ttl })
      left.send(sent)
      lab.kernel.run(lab.kernel.nowNs + 1e4)
      const got = right.received.pop()?.bytes as Uint8Array
      expect(ethernet.parse(got, 0)).toEqual({ dst: RIGHT, src: port(r, 1).mac, type: ethernet.TYPE_IPV4 })
      expect(ipv4.check(got, 14, got.length)).toBe(0)
      expect(ipv4.parse(got, 14)).toEqual({ ...ipv4.parse(sent, 14), ttl: ttl - 1 })
      expect(got.subarray(34)).toEqual(sent.subarray(34))
    }
  expect(r.forwarded).toBe(254 * 3)
})

test('frames are forwarded the same at every even offset of a cell', () => {
  const { lab, r, left, right } = router()
  const sent = packet(r)
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

test('Ethernet padding is cut off, options travel along', () => {
  const { lab, r, left, right } = router()
  const short = packet(r, { size: 42 })
  const padded = new Uint8Array(60)
  padded.set(short)
  left.send(padded)
  lab.run(0.1)
  expect(right.received.pop()?.bytes).toHaveLength(42)

  const plain = packet(r, { size: 100 })
  const optioned = new Uint8Array(104)
  optioned.set(plain.subarray(0, 34))
  optioned.set([1, 1, 1, 0], 34) // three NOPs and the end of options
  optioned.set(plain.subarray(34), 38)
  ipv4.emit(optioned, 14, { ...ipv4.parse(plain, 14), totalLen: 90 })
  optioned[14] = 0x46
  const sum = ipv4.checksum(optioned, 14) - 0x0100 - 0x0101 - 0x0100
  optioned[24] = ((sum - (sum < 0 ? 1 : 0)) & 0xffff) >> 8
  optioned[25] = (sum - (sum < 0 ? 1 : 0)) & 0xff
  expect(ipv4.check(optioned, 14, 104)).toBe(0)
  left.send(optioned)
  lab.run(0.1)
  const got = right.received.pop()?.bytes as Uint8Array
  expect([ipv4.check(got, 14, got.length), got.length]).toEqual([0, 104])
  expect(got.subarray(34)).toEqual(optioned.subarray(34))
})

test('the fast path, the path and the slow path do the same with any header', () => {
  // One router takes packets as they come, the others are made to take all of them the slower ways.
  const fast = router()
  const plain = router()
  const slow = router()
  for (const { r } of [plain, slow]) for (const i of [0, 1]) port(r, i).setReceive(etherDemux)
  const slowIp = inetOf(slow.r) as unknown as { input: unknown; inputSlow: unknown }
  slowIp.input = slowIp.inputSlow
  const outcome = ({ lab, r, left, right }: Bench, frame: Uint8Array) => {
    const before = { ...r.drops.byReason }
    left.send(frame)
    lab.run(0.01)
    const drops = dropWords.filter((_, i) => (r.drops.byReason[i] ?? 0) > (before[i] ?? 0))
    return { drops, out: [left, right].map((c) => c.received.splice(0).map((x) => x.bytes)) }
  }
  const change = fc.record({ at: fc.nat(19), value: fc.nat(255), mend: fc.boolean() })
  const dst = fc.constantFrom(
    '192.0.2.5',
    '10.0.1.9',
    '10.0.0.1',
    '10.0.1.255',
    '203.0.113.1',
    '224.0.0.5',
    '127.0.0.1',
  )
  fc.assert(
    fc.property(dst, fc.array(change, { maxLength: 3 }), fc.integer({ min: 14, max: 90 }), (to, changes, len) => {
      const frame = packet(fast.r, { dst: to, size: 80 })
      for (const { at, value, mend } of changes) {
        frame[14 + at] = value
        if (mend) {
          const hlen = Math.min(Math.max(ipv4.headerLen(frame, 14), 20), 60)
          frame.set([0, 0], 24)
          let sum = 0
          for (let i = 14; i < 14 + hlen; i += 2) sum += (frame[i] << 8) | frame[i + 1]
          sum = (sum & 0xffff) + (sum >>> 16)
          sum = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff
          frame.set([sum >> 8, sum & 255], 24)
        }
      }
      const bytes = new Uint8Array(len)
      bytes.set(frame.subarray(0, len))
      const want = outcome(slow, bytes)
      expect(outcome(plain, bytes)).toEqual(want)
      expect(outcome(fast, bytes)).toEqual(want)
    }),
    { numRuns: 1000 },
  )
  for (const { lab } of [fast, plain, slow]) lab.run(10)
  expect(fast.r.forwarded).toBe(slow.r.forwarded)
  expect(fast.r.forwarded).toBeGreaterThan(10)
})

test('a route or address that changes takes effect on the next packet, cached or not', () => {
  const { lab, r, left, right } = router()
  const arrives = () => {
    left.send(packet(r, { dst: '192.0.2.5' }))
    lab.run(0.01)
    left.received.length = 0
    return right.received.splice(0).length
  }
  expect(arrives()).toBe(1)
  inetOf(r).routes.delete(ip('192.0.2.0'), 24)
  expect(arrives()).toBe(0)
  inetOf(r).routes.add(0, 0, ip('10.0.1.9'))
  expect(arrives()).toBe(1)
  inetOf(r).addAddress(port(r, 0), ip('192.0.2.5'), 32)
  expect(arrives()).toBe(0)
  inetOf(r).removeAddress(port(r, 0), ip('192.0.2.5'))
  expect(arrives()).toBe(1)
  port(r, 1).setUp(false)
  expect(arrives()).toBe(0)
  expect(port(r, 1).drops.byReason[DROP_IFACE_DOWN]).toBe(1)
})

test('what a router must not pass on', () => {
  const { lab, r, left, right } = router()
  const frame = packet(r)
  frame.fill(0xff, 0, 6) // for everybody on the wire, but for one host by its IP address
  left.send(frame)
  for (const dst of ['10.0.1.255', '255.255.255.255', '224.0.0.1', '127.0.0.1']) left.send(packet(r, { dst }))
  lab.run(1)
  expect(right.received).toEqual([])
  expect(r.drops.byReason[DROP_NOT_FOR_US]).toBe(1)
})

test('packets that cannot be: loopback and group addresses on a wire', () => {
  const { lab, r, left } = router()
  left.send(packet(r, { dst: '127.0.0.1' }))
  left.send(packet(r, { dst: '10.0.0.1', src: '127.0.0.1' }))
  left.send(packet(r, { dst: '10.0.0.1', src: '224.0.0.1' }))
  left.send(packet(r, { dst: '10.0.0.1', src: '255.255.255.255' }))
  lab.run(1)
  expect(r.drops.byReason[DROP_MARTIAN]).toBe(4)
  expect(left.received).toEqual([])
})

test('filters see what comes in, goes through and goes out', () => {
  const { lab, r, left, right } = router()
  const seen: string[] = []
  const note = (where: string) => (_: unknown, m: Mbuf) => seen.push(`${where} ttl ${u8[m.off + ipv4.TTL]}`) > 0
  addPfilHook(r, 'in', note('in'))
  addPfilHook(r, 'out', note('out'))
  left.send(packet(r))
  lab.run(0.1)
  icmpEchoRequest(r, { dst: ip('10.0.1.9'), id: 1, seq: 1 })
  lab.run(0.1)
  expect(seen).toEqual(['in ttl 64', 'out ttl 63', 'out ttl 64'])
  expect(right.received).toHaveLength(2)
  addPfilHook(r, 'in', (_, m) => {
    m.free()
    return false
  })
  left.send(packet(r))
  lab.run(0.1)
  expect(right.received).toHaveLength(2)
})

test('a stack lives through any frames, and nothing leaks', () => {
  const { lab, r, left, right } = router()
  const random = new Random(11)
  const kinds = [packet(r), packet(r, { dst: '10.0.0.1' }), packet(r, { dst: '10.0.0.255', size: 200 }), arpRequest(r)]
  const echo = packet(r, { dst: '10.0.0.1', size: 98 })
  ipv4.emit(echo, 14, { ...ipv4.parse(echo, 14), protocol: ipv4.PROTO_ICMP })
  kinds.push(echo)
  fc.assert(
    fc.property(
      fc.nat(kinds.length - 1),
      fc.array(fc.tuple(fc.nat(97), fc.nat(255)), { maxLength: 8 }),
      fc.nat(110),
      (kind, changes, len) => {
        const frame = new Uint8Array(len)
        random.fill(frame)
        frame.set(kinds[kind].subarray(0, len))
        for (const [at, value] of changes) if (at < len) frame[at] = value
        left.send(frame)
        right.send(frame)
        lab.kernel.run(lab.kernel.nowNs + 5e6)
        left.received.length = 0
        right.received.length = 0
        expect(lab.kernel.panicked).toBe(false)
      },
    ),
    { numRuns: 5000 },
  )
  lab.run(100)
})

function arpRequest(r: Vnet): Uint8Array {
  const b = new Uint8Array(60)
  ethernet.emit(b, 0, { dst: port(r, 0).mac, src: LEFT, type: ethernet.TYPE_ARP })
  b.set([0, 1, 8, 0, 6, 4, 0, 1], 14)
  return b
}

test('stacks come and go a thousand times in a running network without a trace', () => {
  const lab = new Lab()
  kernels.push(lab.kernel)
  const fixed = lab.node('fixed', '10.0.0.1/24')
  for (let i = 0; i < 1000; i++) {
    const guest = lab.node(`guest${i}`, '10.0.0.2/24')
    const link = lab.wire(port(fixed, 0), port(guest, 0))
    icmpEchoRequest(guest, { dst: ip('10.0.0.1'), id: 1, seq: i })
    lab.kernel.run(lab.kernel.nowNs + (i % 5) * 1000)
    if (i % 2 === 0) link.destroy()
    guest.destroy()
    link.destroy()
  }
  lab.run(2000)
  expect([lab.kernel.callouts.size, lab.kernel.pool.outstanding]).toEqual([0, 0])
})
