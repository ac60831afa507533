// A drawn network as a user sees it: pings that arrive, pings that do not and what is said about it.
import { type Kernel, u8 } from '@etherloom/kern'
import { assertNoLeak, udpFrame } from '@etherloom/kern/testing'
import type { Vnet } from '@etherloom/net'
import {
  DROP_NO_ADDRESS,
  DROP_NO_ARP_REPLY,
  DROP_NO_PORT,
  DROP_NO_PROTOCOL,
  DROP_NO_ROUTE,
  DROP_NOT_FORWARDING,
  DROP_RATE_LIMITED,
  DROP_TOO_BIG,
  DROP_TTL_EXCEEDED,
  formatIpv4,
  icmp,
  ipv4,
  parseIpv4,
} from '@etherloom/wire'
import { afterEach, expect, test } from 'vitest'
import { chain as drawChain, type Heard, Lab, port } from '../test/lab.ts'
import { icmpEchoRequest, illumosArp, inetOf } from './index.ts'

const kernels: Kernel[] = []
afterEach(() => kernels.splice(0).forEach(assertNoLeak))

function chain() {
  const drawn = drawChain()
  kernels.push(drawn.lab.kernel)
  return drawn
}

const TYPES = new Map([
  [icmp.ECHO_REPLY, 'reply'],
  [icmp.UNREACHABLE, 'unreachable'],
  [icmp.TIME_EXCEEDED, 'time exceeded'],
])
const said = (heard: Heard[]) => heard.map((m) => `${TYPES.get(m.type)} ${m.code} from ${formatIpv4(m.src)}`)
const drops = (vnet: Vnet, reason: number) => vnet.drops.byReason[reason] ?? 0

test('two hosts behind a router reach each other, and a known path takes a microsecond a hop', () => {
  const { lab, a } = chain()
  const heard = lab.ping(a, '10.0.1.1', { id: 77, seq: 5, size: 100 })
  expect(said(heard)).toEqual(['reply 0 from 10.0.1.1'])
  const { id, seq, ttl, len } = heard[0]
  expect([id, seq, ttl, len]).toEqual([77, 5, 63, 100])
  const sent = lab.kernel.nowNs
  expect(lab.ping(a, '10.0.1.1')[0].atNs - sent).toBe(3_000)
})

test('the data comes back as it went', () => {
  const { lab, a } = chain()
  const seen: number[][] = []
  inetOf(a).icmp.listen((m) => seen.push([...u8.subarray(m.off, m.off + m.len)]))
  lab.ping(a, '10.0.1.1', { size: 301 })
  expect(seen).toEqual([Array.from({ length: 301 }, (_, i) => i & 255)])
})

test('a node pings itself, by its address and by 127.0.0.1, and nothing goes on a wire', () => {
  const { lab, a } = chain()
  lab.run(1)
  const before = port(a, 0).opackets
  expect(said(lab.ping(a, '10.0.0.1'))).toEqual(['reply 0 from 10.0.0.1'])
  expect(said(lab.ping(a, '127.0.0.1'))).toEqual(['reply 0 from 127.0.0.1'])
  expect(port(a, 0).opackets).toBe(before)
})

test('a router is reached at each of its addresses', () => {
  const { lab, a } = chain()
  expect(said(lab.ping(a, '10.0.1.2'))).toEqual(['reply 0 from 10.0.1.2'])
})

test('TTL 1 ends at the router, which says so and quotes the request', () => {
  const { lab, a, r } = chain()
  const heard = lab.ping(a, '10.0.1.1', { ttl: 1, id: 9, seq: 3 })
  expect(said(heard)).toEqual(['time exceeded 0 from 10.0.0.2'])
  const { src, dst, id, seq } = heard[0].quote as NonNullable<Heard['quote']>
  expect([formatIpv4(src), formatIpv4(dst), id, seq]).toEqual(['10.0.0.1', '10.0.1.1', 9, 3])
  expect(drops(r, DROP_TTL_EXCEEDED)).toBe(1)
})

test('where a router has no route it says "net unreachable"', () => {
  const { lab, a, r } = chain()
  expect(said(lab.ping(a, '192.0.2.1'))).toEqual([`unreachable ${icmp.CODE_NET} from 10.0.0.2`])
  expect(drops(r, DROP_NO_ROUTE)).toBe(1)
})

test('where nobody answers ARP the last router says "host unreachable" after five seconds, then at once', () => {
  const { lab, a, r } = chain()
  lab.ping(a, '10.0.1.1')
  const sent = lab.kernel.nowNs
  const heard = lab.ping(a, '10.0.1.99')
  expect(said(heard)).toEqual([`unreachable ${icmp.CODE_HOST} from 10.0.0.2`])
  expect(Math.round((heard[0].atNs - sent) / 1e9)).toBe(5)
  const again = lab.kernel.nowNs
  expect(lab.ping(a, '10.0.1.99')[0].atNs - again).toBeLessThan(1e6)
  expect(drops(r, DROP_NO_ARP_REPLY)).toBe(2)
  lab.run(30)
})

test('a zone that is the last router says nothing, as long as _arp_icmp_error is off', () => {
  const { lab, a, r } = chain()
  inetOf(r).arp.habits = illumosArp
  expect(lab.ping(a, '10.0.1.99')).toEqual([])
  expect(drops(r, DROP_NO_ARP_REPLY)).toBe(1)
})

test('on the own network the node hears nothing from itself: sending is an error once the neighbor is down', () => {
  const { lab, a, r } = chain()
  expect(lab.ping(a, '10.0.0.99')).toEqual([])
  const send = (dst: string) => icmpEchoRequest(a, { dst: parseIpv4(dst), id: 1, seq: 1 })
  expect(send('10.0.0.99')).toBe(DROP_NO_ARP_REPLY)
  // Of a gateway that is silent one hears that there is no way.
  inetOf(r).removeAddress(port(r, 0), parseIpv4('10.0.0.2'))
  expect(lab.ping(a, '192.0.2.1')).toEqual([])
  expect(send('192.0.2.1')).toBe(DROP_NO_ROUTE)
  lab.run(30)
})

test('a node that may not forward keeps silent', () => {
  const { lab, a, r } = chain()
  r.forwarding = false
  expect(lab.ping(a, '10.0.1.1')).toEqual([])
  expect(drops(r, DROP_NOT_FORWARDING)).toBe(1)
})

test('no datagram is larger than IPv4 can say', () => {
  const { a } = chain()
  const send = (size: number) => icmpEchoRequest(a, { dst: parseIpv4('10.0.1.1'), id: 1, seq: 1, size })
  expect([send(65_508), send(70_000), send(-1)]).toEqual([DROP_TOO_BIG, DROP_TOO_BIG, DROP_TOO_BIG])
})

test('no route, no address: the sender is told at once', () => {
  const lab = new Lab()
  kernels.push(lab.kernel)
  const lonely = lab.node('lonely', '10.0.0.1/24')
  const send = (dst: string) => icmpEchoRequest(lonely, { dst: parseIpv4(dst), id: 1, seq: 1 })
  expect(send('192.0.2.1')).toBe(DROP_NO_ROUTE)
  expect(send('224.0.0.1')).toBe(DROP_NO_ROUTE)
  expect(send('0.0.0.0')).toBe(DROP_NO_ROUTE)
  inetOf(lonely).removeAddress(port(lonely, 0), parseIpv4('10.0.0.1'))
  expect([send('10.0.0.2'), send('255.255.255.255')]).toEqual([DROP_NO_ROUTE, DROP_NO_ROUTE])
  expect(drops(lonely, DROP_NO_ADDRESS)).toBe(0)
})

test('broadcast is heard by all and answered by none', () => {
  const { lab, a, r } = chain()
  lab.run(1)
  const before = port(r, 0).ipackets
  expect(lab.ping(a, '10.0.0.255')).toEqual([])
  expect(lab.ping(a, '255.255.255.255')).toEqual([])
  expect(port(r, 0).ipackets - before).toBe(2)
})

test('a datagram for a closed port or an unknown protocol is refused, a broadcast one is not', () => {
  const { lab, a, b, r } = chain()
  lab.ping(a, '10.0.1.1')
  const heard: string[] = []
  inetOf(a).icmp.listen((m) => heard.push(`${TYPES.get(m.type)} ${m.code} ${m.quote?.protocol}`))
  const frame = udpFrame({
    srcMac: port(a, 0).mac,
    dstMac: port(r, 0).mac,
    src: parseIpv4('10.0.0.1'),
    dst: parseIpv4('10.0.1.1'),
  })
  const send = (bytes: Uint8Array) => {
    const m = lab.kernel.pool.get()
    m?.write(bytes)
    if (m !== null) port(a, 0).output(port(a, 0), m)
    lab.run(1)
  }
  send(frame)
  const ospf = frame.slice()
  ipv4.emit(ospf, 14, { ...ipv4.parse(frame, 14), protocol: 89 })
  send(ospf)
  expect(heard).toEqual([`unreachable ${icmp.CODE_PORT} 17`, `unreachable ${icmp.CODE_PROTOCOL} 89`])
  expect([drops(b, DROP_NO_PORT), drops(b, DROP_NO_PROTOCOL)]).toEqual([1, 1])
  const broadcast = frame.slice()
  broadcast.fill(0xff, 0, 6)
  ipv4.emit(broadcast, 14, { ...ipv4.parse(frame, 14), dst: parseIpv4('10.0.0.255') })
  send(broadcast)
  expect(heard).toHaveLength(2)
})

test('errors are limited to 200 a second', () => {
  const { lab, a, r } = chain()
  lab.ping(a, '10.0.1.1')
  const heard: number[] = []
  inetOf(a).icmp.listen((m) => heard.push(m.type))
  for (let i = 0; i < 500; i++) {
    icmpEchoRequest(a, { dst: parseIpv4('192.0.2.1'), id: 1, seq: i })
    lab.kernel.run(lab.kernel.nowNs + 1e5)
  }
  expect(heard).toHaveLength(200)
  expect(drops(r, DROP_RATE_LIMITED)).toBe(300)
  lab.run(1)
  icmpEchoRequest(a, { dst: parseIpv4('192.0.2.1'), id: 1, seq: 1 })
  lab.run(1)
  expect(heard).toHaveLength(201)
})

test('an error is never answered by an error', () => {
  const { lab, a, r } = chain()
  lab.ping(a, '10.0.1.1')
  // b no longer knows a way back: the error that r sends about b's silence must end there.
  const m = lab.kernel.pool.get()
  if (m === null) throw new Error('no buffers')
  m.len = 8 + 28
  u8.fill(0, m.off, m.off + m.len)
  icmp.emit(u8, m.off, m.off + m.len, { type: icmp.UNREACHABLE, code: 0, id: 0, seq: 0 })
  inetOf(a).out.output(m, 0, parseIpv4('192.0.2.1'), ipv4.PROTO_ICMP, 64)
  const before = port(r, 0).opackets
  lab.run(1)
  expect([drops(r, DROP_NO_ROUTE), port(r, 0).opackets]).toEqual([1, before])
})
