// UDP as programs use it: conversations of two nodes over both families, ports, errors, queues.
import { type Kernel, u8 } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { type Ifnet, setTap, type Vnet } from '@etherloom/net'
import {
  DROP_NO_PORT,
  formatIn6,
  formatIpv4,
  type In6Addr,
  ipv4,
  ipv6,
  parseIn6,
  parseIpv4,
  udp,
} from '@etherloom/wire'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { chain, type Lab, port } from '../test/lab.ts'
import { chain6, type Lab6 } from '../test/lab6.ts'
import { inet6Of, inetOf, newSender, type UdpSocket, udpOf, udpSocket } from './index.ts'

const kernels: Kernel[] = []
const keep = <T extends { lab: Lab }>(drawn: T): T => {
  kernels.push(drawn.lab.kernel)
  return drawn
}
afterEach(() => {
  for (const kernel of kernels.splice(0)) {
    assertNoLeak(kernel)
    kernel.destroy()
  }
})

const text = (s: string): Uint8Array => new TextEncoder().encode(s)
const ip4 = parseIpv4

/** What the socket reads next, as `from:port text`. */
function read(s: UdpSocket): string | null {
  const buffer = new Uint8Array(2048)
  const from = newSender()
  const n = s.receive(buffer, from)
  if (n < 0) return null
  const ip = typeof from.ip === 'number' ? formatIpv4(from.ip) : formatIn6(from.ip)
  return `${ip} ${from.port} ${new TextDecoder().decode(buffer.subarray(0, n))}`
}

/** One drawn path with a family's addresses: the same conversation must work over both. */
interface Path {
  lab: Lab | Lab6
  a: Vnet
  b: Vnet
  family: 4 | 6
  ipA: number | In6Addr
  ipB: number | In6Addr
}
const paths: [string, () => Path][] = [
  ['IPv4', () => ({ ...keep(chain()), family: 4, ipA: ip4('10.0.0.1'), ipB: ip4('10.0.1.1') })],
  ['IPv6', () => ({ ...keep(chain6()), family: 6, ipA: parseIn6('fd00::1'), ipB: parseIn6('fd00:0:0:1::1') })],
]

test.each(paths)('%s: a question and its answer, and everything closed leaves nothing', (_name, draw) => {
  const { lab, a, b, family, ipB } = draw()
  const server = udpSocket(b, family)
  expect(server.bind(null, 53)).toBeNull()
  let woken = 0
  server.onEvent = () => woken++
  const client = udpSocket(a, family)
  expect(client.sendTo(text('who?'), ipB, 53)).toBeNull()
  lab.run(2)
  expect(woken).toBe(1)
  const from = newSender()
  expect(server.receive(new Uint8Array(9), from)).toBe(4)
  expect([from.port, from.ttl]).toEqual([client.localPort, 63])
  expect(client.localPort).toBeGreaterThanOrEqual(49_152)
  expect(server.sendTo(text('me'), from.ip, from.port)).toBeNull()
  lab.run(2)
  expect(read(client)).toMatch(/ 53 me$/)
  expect(read(client)).toBeNull()
  for (const s of [client, server]) s.close()
  expect(udpOf(a).list()).toEqual([])
})

test.each(paths)('%s: a connected socket hears of a closed port; one that is not connected does not', (_name, draw) => {
  const { lab, a, b, family, ipB } = draw()
  const stranger = udpSocket(a, family)
  stranger.sendTo(text('?'), ipB, 9)
  const client = udpSocket(a, family)
  expect(client.connect(ipB, 9)).toBeNull()
  expect(client.send(text('?'))).toBeNull()
  lab.run(2)
  expect([stranger.hasError, client.takeError(), client.takeError()]).toEqual([false, 'ECONNREFUSED', null])
  expect(b.drops.byReason[DROP_NO_PORT]).toBe(2)
  client.send(text('?'))
  lab.run(2)
  expect(client.send(text('?'))).toBe('ECONNREFUSED')
  expect(client.sendTo(text('?'), ipB, 9)).toBe('EISCONN')
})

test.each(paths)('%s: the socket that says most about a datagram gets it', (_name, draw) => {
  const { lab, a, b, family, ipA, ipB } = draw()
  const client = udpSocket(a, family)
  client.bind(null, 4000)
  const sockets = [udpSocket(b, family), udpSocket(b, family), udpSocket(b, family)]
  for (const s of sockets) s.reuse = true
  const names = ['any', 'address', 'connected']
  sockets[0].bind(null, 7)
  sockets[1].bind(ipB, 7)
  sockets[2].bind(ipB, 7)
  sockets[2].connect(ipA, 4000)
  const heard: string[] = []
  for (let k = sockets.length - 1; k >= 0; k--) {
    client.sendTo(text('x'), ipB, 7)
    lab.run(2)
    sockets.forEach((s, i) => {
      if (read(s) !== null) heard.push(names[i])
    })
    sockets[k].close()
  }
  expect(heard).toEqual(['connected', 'address', 'any'])
})

test.each(paths)('%s: ports belong to one socket, addresses to the node', (_name, draw) => {
  const { a, family, ipA, ipB } = draw()
  const first = udpSocket(a, family)
  const second = udpSocket(a, family)
  expect(first.bind(ipA, 53)).toBeNull()
  expect(second.bind(null, 53)).toBe('EADDRINUSE')
  expect(second.bind(ipB, 53)).toBe('EADDRNOTAVAIL')
  expect(second.bind(null, 0)).toBeNull()
  expect(second.bind(null, 54)).toBe('EINVAL')
  first.close()
  expect(first.sendTo(text('x'), ipB, 1)).toBe('EBADF')
  const third = udpSocket(a, family)
  expect(third.bind(null, 53)).toBeNull()
  expect(third.send(text('x'))).toBe('EDESTADDRREQ')
})

test.each(paths)(
  '%s: a socket that is not read holds no more than its space, and the rest is counted',
  (_name, draw) => {
    const { lab, a, b, family, ipB } = draw()
    const server = udpSocket(b, family)
    server.bind(null, 7)
    server.receiveSpace = 100
    const client = udpSocket(a, family)
    for (let i = 0; i < 8; i++) client.sendTo(text('x'.repeat(30)), ipB, 7)
    lab.run(2)
    const counted: { [reason: string]: number } = {}
    b.drops.addTo(counted)
    expect([server.readable, counted]).toEqual([3, { 'socket full': 5 }])
    server.close()
  },
)

test('what cannot be sent says why', () => {
  const { a } = keep(chain())
  const s = udpSocket(a, 4)
  expect(s.sendTo(text('x'), parseIn6('fd00::1'), 7)).toBe('EINVAL')
  expect(s.sendTo(text('x'), ip4('10.0.0.255'), 7)).toBe('EACCES')
  expect(s.sendTo(new Uint8Array(65_508), ip4('10.0.1.1'), 7)).toBe('EMSGSIZE')
  inetOf(a).routes.delete(0, 0)
  expect(s.sendTo(text('x'), ip4('10.0.1.1'), 7)).toBe('EHOSTUNREACH')
  expect(s.connect(ip4('10.0.1.1'), 7)).toBe('EHOSTUNREACH')
})

test('a broadcast reaches every socket of the port on every node of the link, and draws no error', () => {
  const { lab, a, r } = keep(chain())
  const client = udpSocket(a, 4)
  client.broadcast = true
  client.connect(ip4('10.0.0.255'), 7)
  const sockets = [udpSocket(r, 4), udpSocket(r, 4)]
  for (const s of sockets) {
    s.reuse = true
    s.bind(null, 7)
  }
  client.send(text('all'))
  lab.run(2)
  expect(sockets.map(read)).toEqual(Array(2).fill(`10.0.0.1 ${client.localPort} all`))
  for (const s of sockets) s.close()
  client.send(text('all'))
  lab.run(2)
  expect(client.hasError).toBe(false)
})

test('an IPv6 group is heard by those who joined it, and by nobody after they left', () => {
  const { lab, a, r } = keep(chain6())
  const group = parseIn6('ff02::1234')
  const s = udpSocket(r, 6)
  s.bind(null, 7)
  expect(s.join(group, port(r, 0))).toBeNull()
  const client = udpSocket(a, 6)
  client.sendTo(text('group'), group, 7, port(a, 0))
  lab.run(2)
  expect(read(s)).toMatch(/^fe80::.* group$/)
  s.close()
  expect(inet6Of(r).mld.member(port(r, 0), group)).toBe(false)
})

test('three kilobytes over IPv6 travel in fragments and arrive as one datagram', () => {
  const { lab, a, b } = keep(chain6())
  const server = udpSocket(b, 6)
  server.bind(null, 7)
  const data = Uint8Array.from({ length: 3000 }, (_, i) => i)
  udpSocket(a, 6).sendTo(data, parseIn6('fd00:0:0:1::1'), 7)
  lab.run(2)
  const got = new Uint8Array(4000)
  expect(server.receive(got)).toBe(3000)
  expect(got.subarray(0, 3000)).toEqual(data)
})

test('any payload over any family leaves with a right checksum, never zero', () => {
  const four = keep(chain())
  const six = keep(chain6())
  const sent: Uint8Array[] = []
  const watch = (ifp: Ifnet) => setTap(ifp.wire!, (_arg, m) => sent.push(u8.slice(m.off, m.off + m.len)))
  watch(port(four.a, 0))
  watch(port(six.a, 0))
  const [s4, s6] = [udpSocket(four.a, 4), udpSocket(six.a, 6)]
  s4.sendTo(text('x'), ip4('10.0.1.1'), 1)
  s6.sendTo(text('x'), parseIn6('fd00:0:0:1::1'), 1)
  four.lab.run(1)
  six.lab.run(1)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 65_535 }), (data, to) => {
      sent.length = 0
      s4.sendTo(data, ip4('10.0.1.1'), to)
      s6.sendTo(data, parseIn6('fd00:0:0:1::1'), to)
      four.lab.run(0.01)
      six.lab.run(0.01)
      const [f4, f6] = sent.filter((f) => (f[12] === 8 ? f[23] === 17 : f[20] === 17))
      expect(udp.check(f4, 34, f4.length, ipv4.src(f4, 14), ipv4.dst(f4, 14))).toBe(0)
      expect(udp.check6(f6, 54, f6.length, 14)).toBe(0)
      expect([udp.checksum(f4, 34) > 0, udp.checksum(f6, 54) > 0]).toEqual([true, true])
      expect(f6.subarray(62)).toEqual(data)
      expect(ipv6.payloadLen(f6, 14)).toBe(8 + data.length)
    }),
    { numRuns: 200 },
  )
})

test('a vnet that ends closes its sockets and frees what they hold', () => {
  const { lab, a, b } = keep(chain())
  const server = udpSocket(b, 4)
  server.bind(null, 7)
  udpSocket(a, 4).sendTo(text('x'), ip4('10.0.1.1'), 7)
  lab.run(2)
  expect(server.readable).toBe(1)
  for (const link of lab.links) link.destroy()
  b.destroy()
  expect([server.closed, lab.kernel.pool.outstanding]).toEqual([true, 0])
})
