// A drawn IPv6 network as a user sees it: pings that arrive, pings that do not and why.
import type { Kernel } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { DROP_NO_ADDRESS, DROP_NO_ROUTE, dropWords, formatIn6, parseIn6 } from '@etherloom/wire'
import { afterEach, expect, test } from 'vitest'
import { port } from '../test/lab.ts'
import { chain6, DAD_S, Lab6, route6, told } from '../test/lab6.ts'
import { Peer6 } from '../test/peer6.ts'
import { icmp6EchoRequest, inet6Of } from './index.ts'

const kernels: Kernel[] = []
const keep = <T extends { lab: Lab6 }>(drawn: T): T => {
  kernels.push(drawn.lab.kernel)
  return drawn
}
const lab6 = (): Lab6 => keep({ lab: new Lab6() }).lab
afterEach(() => {
  for (const kernel of kernels.splice(0)) {
    assertNoLeak(kernel)
    kernel.destroy()
  }
})

test('two hosts behind a router reach each other, and a known path takes a microsecond a hop', () => {
  const { lab, a } = keep(chain6())
  const [first] = lab.ping6(a, 'fd00:0:0:1::1')
  expect([first.type, formatIn6(first.src), first.hopLimit, first.len]).toEqual([129, 'fd00:0:0:1::1', 63, 56])
  const sent = lab.kernel.nowNs
  expect(lab.ping6(a, 'fd00:0:0:1::1')[0].atNs - sent).toBe(3_000)
})

test('a node pings itself, by each of its addresses', () => {
  const { lab, a } = keep(chain6())
  expect(told(lab.ping6(a, 'fd00::1'))).toEqual(['129/0 fd00::1'])
  expect(told(lab.ping6(a, '::1'))).toEqual(['129/0 ::1'])
  const ll = formatIn6(inet6Of(a).ifs.get(port(a, 0))!.linkLocal!.ip)
  expect(told(lab.ping6(a, ll, { ifp: port(a, 0) }))).toEqual([`129/0 ${ll}`])
})

test('link-local addresses are reached over the interface that is named, and not past a router', () => {
  const { lab, a, r, b } = keep(chain6())
  const llOf = (v: typeof a, i: number) => inet6Of(v).ifs.get(port(v, i))!.linkLocal!.ip
  const router = formatIn6(llOf(r, 0))
  expect(told(lab.ping6(a, router, { ifp: port(a, 0) }))).toEqual([`129/0 ${router}`])
  expect(icmp6EchoRequest(a, { dst: llOf(r, 0), id: 1, seq: 1 })).toBe(DROP_NO_ROUTE)
  // From a link-local address to one behind the router: beyond scope.
  expect(told(lab.ping6(a, 'fd00:0:0:1::1', { src: llOf(a, 0) }))).toEqual([`1/2 ${router}`])
  expect(lab.ping6(a, formatIn6(llOf(b, 0)), { ifp: port(a, 0) }).map((m) => `${m.type}/${m.code}`)).toEqual(['1/3'])
})

test('all nodes of a link answer a group, each from its own address', () => {
  const { lab, a, r } = keep(chain6())
  const heard = told(lab.ping6(a, 'ff02::1', { ifp: port(a, 0) }))
  const ll = (v: typeof a) => formatIn6(inet6Of(v).ifs.get(port(v, 0))!.linkLocal!.ip)
  expect(heard.sort()).toEqual([`129/0 ${ll(a)}`, `129/0 ${ll(r)}`].sort())
})

test('each hop limit is answered by the router where it ends', () => {
  const lab = lab6()
  const nodes = [lab.node6('a', 'fd00::1/64')]
  for (let i = 0; i < 4; i++) nodes.push(lab.router6(`r${i}`, `fd00:0:0:${i}::2/64`, `fd00:0:0:${i + 1}::1/64`))
  nodes.push(lab.node6('b', 'fd00:0:0:4::2/64'))
  lab.wire(port(nodes[0], 0), port(nodes[1], 0))
  for (let i = 1; i < 5; i++) lab.wire(port(nodes[i], 1), port(nodes[i + 1], 0))
  route6(nodes[0], 'default', 'fd00::2')
  for (let i = 1; i < 5; i++) {
    if (i < 4) route6(nodes[i], 'fd00:0:0:4::/64', `fd00:0:0:${i}::2`)
    if (i > 1) route6(nodes[i], 'fd00::/64', `fd00:0:0:${i - 1}::1`)
  }
  route6(nodes[5], 'default', 'fd00:0:0:4::1')
  lab.run(DAD_S)
  const trace = [1, 2, 3, 4, 5].map((hopLimit) => told(lab.ping6(nodes[0], 'fd00:0:0:4::2', { hopLimit }))[0])
  expect(trace).toEqual([
    '3/0 fd00::2',
    '3/0 fd00:0:0:1::2',
    '3/0 fd00:0:0:2::2',
    '3/0 fd00:0:0:3::2',
    '129/0 fd00:0:0:4::2',
  ])
})

test('why not: no route, no address, no neighbor, blackhole, reject', () => {
  const { lab, a, r } = keep(chain6())
  expect(told(lab.ping6(a, '2001:db8::1'))).toEqual(['1/0 fd00::2'])
  expect(told(lab.ping6(a, 'fd00:0:0:1::77'))).toEqual(['1/3 fd00::2'])
  expect(told(lab.ping6(a, 'fd00::77'))).toEqual(['1/3 fd00::1'])
  route6(r, '2001:db8:1::/48', null, 'reject')
  route6(r, '2001:db8:2::/48', null, 'blackhole')
  expect(told(lab.ping6(a, '2001:db8:1::1'))).toEqual(['1/6 fd00::2'])
  expect(told(lab.ping6(a, '2001:db8:2::1'))).toEqual([])
  const counted: { [reason: string]: number } = {}
  r.drops.addTo(counted)
  expect(counted).toMatchObject({ 'no route': 1, 'blackhole route': 1, 'reject route': 1, 'no neighbor reply': 1 })
  const lonely = lab.node6('c', '')
  lab.wire(port(lonely, 0), new Peer6(lab, 'nobody', 0x0200000000b9, parseIn6('fe80::1')))
  expect(icmp6EchoRequest(lonely, { dst: parseIn6('fd00::1'), id: 1, seq: 1 })).toBe(DROP_NO_ROUTE)
  route6(lonely, 'default', 'fe80::1%em0')
  expect(dropWords[icmp6EchoRequest(lonely, { dst: parseIn6('fd00::1'), id: 1, seq: 1 })]).toBe(
    dropWords[DROP_NO_ADDRESS],
  )
})

test('a packet larger than a link on the way is refused with its MTU, then sent in fragments that fit', () => {
  const { lab, a, r, b } = keep(chain6())
  port(r, 1).mtu = 1300
  port(b, 0).mtu = 1300
  const [refused] = lab.ping6(a, 'fd00:0:0:1::1', { size: 1400 })
  expect([refused.type, refused.parameter, formatIn6(refused.src)]).toEqual([2, 1300, 'fd00::2'])
  expect(inet6Of(a).out.pathMtu(parseIn6('fd00:0:0:1::1'))).toBe(1300)
  const [answer] = lab.ping6(a, 'fd00:0:0:1::1', { size: 1400 })
  expect([answer.type, answer.len]).toEqual([129, 1400])
})

test('65,000 bytes travel in fragments and come back whole', () => {
  const { lab, a } = keep(chain6())
  lab.ping6(a, 'fd00:0:0:1::1') // more fragments than a neighbor that is being looked for may keep waiting
  const [answer] = lab.ping6(a, 'fd00:0:0:1::1', { size: 65_000 })
  expect([answer.type, answer.len]).toEqual([129, 65_000])
})
