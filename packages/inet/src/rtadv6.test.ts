// Routers that announce themselves and hosts that believe them (RFC 4861 §6, RFC 4862), and MLD as a querier sees it.
import type { Kernel } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { describeRoute6, type Vnet } from '@etherloom/net'
import { formatIn6, IN6_ANY, icmp6, mld, nd, parseIn6, put16, putIn6 } from '@etherloom/wire'
import { afterEach, expect, test } from 'vitest'
import { port } from '../test/lab.ts'
import { DAD_S, Lab6, route6, told } from '../test/lab6.ts'
import { Peer6 } from '../test/peer6.ts'
import { inet6Of } from './index.ts'

const kernels: Kernel[] = []
function draw(): Lab6 {
  const lab = new Lab6()
  kernels.push(lab.kernel)
  return lab
}
afterEach(() => {
  for (const kernel of kernels.splice(0)) {
    assertNoLeak(kernel)
    kernel.destroy()
  }
})

const addressesOf = (v: Vnet): string[] =>
  inet6Of(v)
    .addresses.list.filter((a) => a.ifp.name !== 'lo0')
    .map((a) => `${formatIn6(a.ip)}/${a.prefixLen}`)
const routesOf = (v: Vnet): string[] => inet6Of(v).fib.list().map(describeRoute6)

/** host ── r ── server; the host has nothing but its MAC. */
function labWithRouter() {
  const lab = draw()
  const host = lab.node6('h', '')
  const r = lab.router6('r', '2001:db8:1::1/64', '2001:db8:2::1/64')
  const server = lab.node6('s', '2001:db8:2::9/64')
  lab.wire(port(host, 0), port(r, 0))
  lab.wire(port(r, 1), port(server, 0))
  route6(server, 'default', '2001:db8:2::1')
  inet6Of(host).control.setAcceptRtadv(port(host, 0), true)
  inet6Of(r).setAdvertising(port(r, 0), {})
  return { lab, host, r, server }
}

test('a host finds its router, makes an address and reaches the world', () => {
  const { lab, host, r } = labWithRouter()
  lab.run(6)
  const ll = formatIn6(inet6Of(r).ifs.get(port(r, 0))!.linkLocal!.ip)
  expect(addressesOf(host)).toEqual(['fe80::ff:fe00:61/64', '2001:db8:1::ff:fe00:61/64'])
  expect(routesOf(host)).toEqual([`2001:db8:1::/64 link dev em0`, `default via ${ll} dev em0`])
  expect(told(lab.ping6(host, '2001:db8:2::9'))).toEqual(['129/0 2001:db8:2::9'])
  expect(inet6Of(host).routers.list.map((d) => [formatIn6(d.ip), d.preference])).toEqual([[ll, 'medium']])
})

test('a router that stops says so; what it gave ages, and is gone at the end of its life', () => {
  const { lab, host, r } = labWithRouter()
  inet6Of(r).setAdvertising(port(r, 0), {
    prefixes: [
      { prefix: parseIn6('2001:db8:1::'), prefixLen: 64, onLink: true, autonomous: true, valid: 100, preferred: 50 },
    ],
    maxIntervalS: 30,
    minIntervalS: 20,
  })
  lab.run(6)
  expect(addressesOf(host)).toHaveLength(2)
  inet6Of(r).setAdvertising(port(r, 0), null)
  lab.run(1)
  expect(routesOf(host)).toEqual(['2001:db8:1::/64 link dev em0'])
  lab.run(60)
  const own = inet6Of(host).addresses.list.find((a) => a.origin === 'autoconf')!
  expect(own.preferredUntilNs).toBeLessThan(lab.kernel.nowNs)
  lab.run(60)
  expect([addressesOf(host).length, routesOf(host)]).toEqual([1, []])
})

test('of two routers the preferred one is used; when it falls silent, the other', () => {
  const lab = draw()
  const host = lab.node6('h', '')
  const peers = [1, 2].map((i) => new Peer6(lab, `p${i}`, 0x0200000000b0 + i, parseIn6(`fe80::${i}`)))
  const hubless = peers[0]
  lab.wire(port(host, 0), hubless)
  inet6Of(host).control.setAcceptRtadv(port(host, 0), true)
  lab.run(DAD_S)
  const announce = (i: number, preference: 'high' | 'low') => {
    const body = new Uint8Array(nd.RA_LEN - 4 + nd.MAC_OPTION_LEN)
    const message = new Uint8Array(nd.RA_LEN + nd.MAC_OPTION_LEN)
    const ra = { hopLimit: 33, managed: false, other: false, preference, lifetimeS: 900, reachableMs: 0, retransMs: 0 }
    nd.putAdvertisement(message, 0, ra)
    nd.putMacOption(message, nd.RA_LEN, nd.OPTION_SOURCE_MAC, peers[i].mac)
    body.set(message.subarray(4))
    const src = parseIn6(`fe80::${i + 1}`)
    hubless.sendIcmp(parseIn6('ff02::1'), icmp6.ROUTER_ADVERTISEMENT, body, { src, hopLimit: 255 })
  }
  announce(0, 'low')
  announce(1, 'high')
  lab.run(0.1)
  expect(routesOf(host)).toEqual(['default via fe80::2 dev em0'])
  expect(inet6Of(host).ifs.get(port(host, 0))!.hopLimit).toBe(33)
  lab.ping6(host, '2001:db8::1', { src: inet6Of(host).ifs.get(port(host, 0))!.linkLocal!.ip })
  expect(routesOf(host)).toEqual(['default via fe80::1 dev em0'])
})

test('a host asks for routers three times, four seconds apart, and only if it accepts them', () => {
  const lab = draw()
  const host = lab.node6('h', '')
  const peer = new Peer6(lab, 'peer', 0x0200000000b9, parseIn6('fe80::9'))
  lab.wire(port(host, 0), peer)
  lab.run(30)
  expect(peer.take(icmp6.ROUTER_SOLICITATION)).toHaveLength(0)
  inet6Of(host).control.setAcceptRtadv(port(host, 0), true)
  lab.run(30)
  expect(peer.take(icmp6.ROUTER_SOLICITATION).map((m) => formatIn6(m.dst))).toEqual(Array(3).fill('ff02::2'))
})

test('a static default route goes before a learned one, which comes back', () => {
  const { lab, host, r } = labWithRouter()
  lab.run(6)
  const ll = formatIn6(inet6Of(r).ifs.get(port(r, 0))!.linkLocal!.ip)
  route6(host, 'default', '2001:db8:1::7')
  expect(routesOf(host)).toContain('default via 2001:db8:1::7 dev em0')
  inet6Of(host).routes.delete(IN6_ANY, 0)
  expect(routesOf(host)).toContain(`default via ${ll} dev em0`)
})

test('a redirected host goes the better way, and forgets it with its router', () => {
  const lab = draw()
  const host = lab.node6('h', 'fd00::1/64')
  const peer = new Peer6(lab, 'peer', 0x0200000000b9, parseIn6('fe80::9'))
  lab.wire(port(host, 0), peer)
  route6(host, 'default', 'fe80::9%em0')
  lab.run(DAD_S)
  const redirect = (from: string, target: string) => {
    const body = new Uint8Array(nd.REDIRECT_LEN - 4)
    putIn6(body, nd.TARGET - 4, parseIn6(target))
    putIn6(body, nd.DESTINATION - 4, parseIn6('2001:db8::5'))
    peer.sendIcmp(parseIn6('fd00::1'), icmp6.REDIRECT, body, { src: parseIn6(from), hopLimit: 255 })
    lab.run(0.1)
  }
  redirect('fe80::7', 'fe80::a')
  expect(routesOf(host)).not.toContain('2001:db8::5/128 via fe80::a dev em0')
  redirect('fe80::9', 'fe80::a')
  expect(routesOf(host)).toContain('2001:db8::5/128 via fe80::a dev em0')
  lab.run(601)
  expect(routesOf(host)).not.toContain('2001:db8::5/128 via fe80::a dev em0')
})

test('a querier hears of all groups; a querier of version 1 in its own words', () => {
  const lab = draw()
  const host = lab.node6('h', 'fd00::1/64')
  const peer = new Peer6(lab, 'peer', 0x0200000000b9, parseIn6('fe80::9'))
  lab.wire(port(host, 0), peer)
  lab.run(5)
  peer.received.length = 0
  const query = (len: number) => {
    const body = new Uint8Array(len - 4)
    put16(body, mld.MAX_RESPONSE - 4, 1000)
    peer.sendIcmp(parseIn6('ff02::1'), icmp6.LISTENER_QUERY, body, { hopLimit: 1 })
    lab.run(2)
  }
  query(mld.V2_QUERY_LEN)
  const [report] = peer.take(icmp6.LISTENER_REPORT_V2)
  expect([formatIn6(report.dst), report.hopLimit]).toEqual(['ff02::16', 1])
  const groups: string[] = []
  for (let o = report.at + mld.REPORT_LEN; o < report.end; o += mld.recordLen(report.bytes, o)) {
    expect(mld.recordType(report.bytes, o)).toBe(mld.MODE_IS_EXCLUDE)
    groups.push(formatIn6(mld.recordGroup(report.bytes, o)))
  }
  expect(groups.sort()).toEqual(['ff02::1:ff00:1', 'ff02::1:ff00:61'])
  peer.received.length = 0
  query(mld.V1_LEN)
  const old = peer.take(icmp6.LISTENER_REPORT)
  expect(old.map((m) => formatIn6(m.dst)).sort()).toEqual(['ff02::1:ff00:1', 'ff02::1:ff00:61'])
  inet6Of(host).removeAddress(port(host, 0), parseIn6('fd00::1'))
  lab.run(2)
  const done = peer.take(icmp6.LISTENER_DONE)
  expect(done.map((m) => formatIn6(mld.group(m.bytes, m.at)))).toContain('ff02::1:ff00:1')
})

test('source addresses are chosen as RFC 6724 says', () => {
  const lab = draw()
  const a = lab.node6('a', '2001:db8:1::1/64', 'fd00:1::1/64')
  const ip6 = inet6Of(a)
  ip6.addAddress(port(a, 0), parseIn6('2001:db8:9::1'), 64)
  for (const i of [0, 1]) {
    const peer = new Peer6(lab, `p${i}`, 0x0200000000b0 + i, parseIn6(`fe80::${i}`))
    lab.wire(port(a, i), peer)
  }
  lab.run(DAD_S)
  const src = (dst: string, i: number) => formatIn6(ip6.addresses.select(parseIn6(dst), port(a, i))!)
  expect(src('2001:db8:9::7', 0)).toBe('2001:db8:9::1')
  expect(src('2001:db8:1::7', 0)).toBe('2001:db8:1::1')
  expect(src('fd00:2::7', 0)).toBe('2001:db8:1::1') // rule 5 goes before rule 6
  expect(src('2001:db8:9::7', 1)).toBe('fd00:1::1')
  expect(src('fe80::7', 1)).toBe('fe80::ff:fe00:62')
  expect(src('2001:db8:1::1', 1)).toBe('2001:db8:1::1')
  ip6.addresses.find(parseIn6('2001:db8:9::1'))!.preferredUntilNs = 0
  expect(src('2001:db8:9::7', 0)).toBe('2001:db8:1::1')
})
