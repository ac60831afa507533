// What a router does besides finding the one way: several ways, none on purpose, a better one for its neighbor.
import type { Mbuf } from '@etherloom/kern'
import { u8 } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { describeRoute, setTap, type Vnet } from '@etherloom/net'
import { formatIpv4, icmp, parseCidr, parseIpv4, swap16 } from '@etherloom/wire'
import { afterEach, expect, test } from 'vitest'
import { Lab, port } from '../test/lab.ts'
import { inetOf, newSender, udpSocket } from './index.ts'

let lab = new Lab()
afterEach(() => {
  assertNoLeak(lab.kernel)
  lab.kernel.destroy()
  lab = new Lab()
})

const to = (dst: string, gateway: string, kind: 'unicast' | 'blackhole' | 'reject' = 'unicast') => {
  const { ip, prefixLen } = parseCidr(dst)
  return { dst: ip, prefixLen, gateway: kind === 'unicast' ? parseIpv4(gateway) : 0, kind }
}

/** a — r, which has two ways to b's network: by s and by t. */
function twoWays(): { a: Vnet; r: Vnet; b: Vnet } {
  const a = lab.node('a', '10.0.0.1/24')
  const r = lab.node('r', '10.0.0.2/24', '10.0.1.2/24', '10.0.2.2/24')
  const s = lab.node('s', '10.0.1.1/24', '10.0.3.2/24')
  const t = lab.node('t', '10.0.2.1/24', '10.0.4.2/24')
  const b = lab.node('b', '10.0.3.1/24', '10.0.4.1/24')
  const addresses = Array.from({ length: 40 }, (_, i) => `192.0.2.${i + 1}`)
  for (const text of addresses) inetOf(b).addAddress(inetOf(b).lo, parseIpv4(text), 32)
  for (const vnet of [r, s, t]) vnet.forwarding = true
  lab.wire(port(a, 0), port(r, 0))
  lab.wire(port(r, 1), port(s, 0))
  lab.wire(port(r, 2), port(t, 0))
  lab.wire(port(s, 1), port(b, 0))
  lab.wire(port(t, 1), port(b, 1))
  inetOf(a).routes.configure([to('default', '10.0.0.2')])
  inetOf(r).routes.configure([to('192.0.2.0/24', '10.0.1.1'), to('192.0.2.0/24', '10.0.2.1')])
  inetOf(s).routes.configure([to('192.0.2.0/24', '10.0.3.1'), to('default', '10.0.1.2')])
  inetOf(t).routes.configure([to('192.0.2.0/24', '10.0.4.1'), to('default', '10.0.2.2')])
  inetOf(b).routes.configure([to('default', '10.0.3.2')])
  return { a, r, b }
}

test('two gateways for one network share its flows; each flow keeps its way; a cable pulled leaves the other', () => {
  const { a, r } = twoWays()
  expect(r.fib.list().map(describeRoute)).toContain('192.0.2.0/24 via 10.0.1.1 dev em1 via 10.0.2.1 dev em2')
  const packets = () => [lab.links[1].ab.packets, lab.links[2].ab.packets]
  for (let i = 1; i <= 40; i++) expect(lab.ping(a, `192.0.2.${i}`), `192.0.2.${i}`).toHaveLength(1)
  const [byS, byT] = packets()
  expect(Math.min(byS, byT)).toBeGreaterThan(8)
  const before = packets()
  for (let n = 0; n < 5; n++) lab.ping(a, '192.0.2.1')
  const used = packets().map((n, i) => n - before[i])
  expect(used.filter((n) => n > 0)).toHaveLength(1)
  lab.links[1].setUp(false)
  expect(r.fib.list().map(describeRoute)).toContain('192.0.2.0/24 via 10.0.2.1 dev em2')
  for (let i = 1; i <= 10; i++) expect(lab.ping(r, `192.0.2.${i}`).length, `192.0.2.${i}`).toBeLessThanOrEqual(1)
  expect(lab.links[2].ab.packets).toBeGreaterThan(byT + 9)
})

test('the ports of a flow count: many between two nodes use all ways, from a router and from their own node', () => {
  const { a, r, b } = twoWays()
  const sockets = Array.from({ length: 40 }, (_, i) => {
    const socket = udpSocket(b, 4)
    socket.bind(null, 5000 + i)
    return socket
  })
  for (const from of [a, r]) {
    const sender = udpSocket(from, 4)
    const before = [lab.links[1].ab.packets, lab.links[2].ab.packets]
    for (let i = 0; i < 40; i++) {
      sender.sendTo(Uint8Array.of(i), parseIpv4('192.0.2.1'), 5000 + i)
      lab.run(0.1)
    }
    const ways = [lab.links[1].ab.packets - before[0], lab.links[2].ab.packets - before[1]]
    expect(Math.min(...ways), `${from.name}: ${ways}`).toBeGreaterThan(8)
    const read = new Uint8Array(8)
    expect(sockets.map((socket) => socket.receive(read, newSender()))).toEqual(Array(40).fill(1))
    sender.close()
  }
  for (const socket of sockets) socket.close()
})

test('fragments of one datagram take one way, whatever their ports', () => {
  const { a, r } = twoWays()
  lab.ping(a, '192.0.2.1')
  lab.ping(a, '192.0.2.1', { size: 8000 })
  const before = [lab.links[1].ab.packets, lab.links[2].ab.packets]
  expect(lab.ping(a, '192.0.2.1', { size: 8000 })).toHaveLength(1)
  const used = [lab.links[1].ab.packets - before[0], lab.links[2].ab.packets - before[1]]
  expect([...used].sort((x, y) => x - y)).toEqual([0, 6])
  expect(r.drops.total).toBe(0)
})

test('a blackhole swallows, a reject route says so', () => {
  const { a, r } = twoWays()
  inetOf(r).routes.configure([to('192.0.2.0/24', '', 'reject'), to('198.51.100.0/24', '', 'blackhole')])
  expect(lab.ping(a, '192.0.2.1').map(({ type, code }) => [type, code])).toEqual([[icmp.UNREACHABLE, icmp.CODE_HOST]])
  expect(lab.ping(a, '198.51.100.1')).toEqual([])
  const into: { [reason: string]: number } = {}
  r.drops.addTo(into)
  expect(into).toMatchObject({ 'reject route': 1, 'blackhole route': 1 })
})

test('a packet that leaves by the interface it came in: forwarded, and its sender told of the better router', () => {
  const a = lab.node('a', '10.0.0.1/24')
  const r = lab.node('r', '10.0.0.2/24')
  const better = lab.node('better', '10.0.0.3/24')
  inetOf(better).addAddress(inetOf(better).lo, parseIpv4('192.0.2.1'), 32)
  r.forwarding = true
  lab.segment(port(a, 0), port(r, 0), port(better, 0))
  inetOf(a).routes.configure([to('default', '10.0.0.2')])
  inetOf(r).routes.configure([to('192.0.2.0/24', '10.0.0.3')])
  const heard = lab.ping(a, '192.0.2.1')
  const redirect = heard.find(({ type }) => type === icmp.REDIRECT)
  expect(heard.some(({ type }) => type === icmp.ECHO_REPLY)).toBe(true)
  expect(redirect?.code).toBe(1)
  expect(formatIpv4(swap16(redirect!.id) | (swap16(redirect!.seq) << 16))).toBe('10.0.0.3')
})

test('sources that may not travel die at the first router, whoever they are for', () => {
  const { a, r } = twoWays()
  lab.ping(a, '192.0.2.1')
  for (const src of [0, 127, 224, 255]) {
    setTap(lab.links[0].ab, (_arg: number, m: Mbuf) => {
      const o = m.off + 14
      if (u8[o + 9] !== 1) return
      const was = u8[o + 12] << 8
      u8[o + 12] = src
      let sum = ((u8[o + 10] << 8) | u8[o + 11]) + was - (src << 8)
      if (sum < 0) sum += 0xffff
      if (sum > 0xffff) sum -= 0xffff
      u8[o + 10] = sum >> 8
      u8[o + 11] = sum & 255
    })
    lab.ping(a, '192.0.2.1')
  }
  const into: { [reason: string]: number } = {}
  r.drops.addTo(into)
  expect(into).toEqual({ martian: 4 })
})
