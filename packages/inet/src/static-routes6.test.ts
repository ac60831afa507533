// IPv6 routes in any order of edits end in the same table; and a stack that ends leaves nothing behind.
import type { Kernel } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { describeRoute6, type Vnet } from '@etherloom/net'
import { IN6_ANY, parseCidr6, parseIn6 } from '@etherloom/wire'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { port } from '../test/lab.ts'
import { chain6, DAD_S, Lab6, route6 } from '../test/lab6.ts'
import { Peer6 } from '../test/peer6.ts'
import { attachInet, icmp6EchoRequest, inet6Of, inetOf, type StaticRoute6 } from './index.ts'

const kernels: Kernel[] = []
afterEach(() => {
  for (const kernel of kernels.splice(0)) {
    assertNoLeak(kernel)
    kernel.destroy()
  }
})

/** A router with two wired interfaces that have link-local addresses alone. */
function setUp() {
  const lab = new Lab6()
  kernels.push(lab.kernel)
  const r = lab.router6('r', '', '')
  for (const i of [0, 1]) lab.wire(port(r, i), new Peer6(lab, `p${i}`, 0x0200000000a1 + i, parseIn6(`fe80::${i}`)))
  lab.run(DAD_S)
  return { lab, r, ip6: inet6Of(r) }
}

const tableOf = (v: Vnet): string[] => inet6Of(v).fib.list().map(describeRoute6).sort()
const route = (dst: string, gateway: string | null, more: Partial<StaticRoute6> = {}): StaticRoute6 => ({
  dst: parseCidr6(dst).ip,
  prefixLen: parseCidr6(dst).prefixLen,
  gateway: gateway === null ? null : parseIn6(gateway),
  ...more,
})

test('addresses and routes in any order make one table', () => {
  const addresses: [number, string][] = [
    [0, 'fd00::1/64'],
    [0, 'fd00:0:0:2::1/64'],
    [1, 'fd00:0:0:1::1/64'],
    [1, 'fd00:0:0:2::2/64'],
  ]
  const routes = [
    route('2001:db8::/32', 'fd00::9'),
    route('2001:db8::/32', 'fd00:0:0:1::9'),
    route('2001:db8:1::/48', 'fd00:0:0:2::9'),
    route('fd00:0:0:2::/64', 'fd00::9'), // gives way to the connected network
    route('2001:db8:2::/48', null, { kind: 'blackhole' }),
    route('2001:db8:3::/48', 'fd00:0:0:9::9'), // leads nowhere
    route('default', 'fd00:0:0:1::9'),
  ]
  const step = fc.constantFrom(...addresses.map((_a, i) => i), -1)
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const { r, ip6 } = setUp()
      const has = new Set<number>()
      for (const s of steps)
        if (s < 0) ip6.routes.configure([])
        else {
          const [i, text] = addresses[s]
          if (has.delete(s)) ip6.removeAddress(port(r, i), parseCidr6(text).ip)
          else {
            has.add(s)
            ip6.addAddress(port(r, i), parseCidr6(text).ip, 64)
          }
          ip6.routes.configure(routes)
        }
      for (const [s, [i, text]] of addresses.entries())
        if (!has.has(s)) ip6.addAddress(port(r, i), parseCidr6(text).ip, 64)
      ip6.routes.configure(routes)
      expect(tableOf(r)).toEqual([
        '2001:db8:1::/48 via fd00:0:0:2::9 dev em0',
        '2001:db8:2::/48 blackhole',
        '2001:db8::/32 via fd00::9 dev em0, via fd00:0:0:1::9 dev em1',
        'default via fd00:0:0:1::9 dev em1',
        'fd00:0:0:1::/64 link dev em1',
        'fd00:0:0:2::/64 link dev em0',
        'fd00::/64 link dev em0',
      ])
      expect(ip6.routes.unreachable().map((u) => u.prefixLen)).toEqual([48])
    }),
    { numRuns: 30 },
  )
})

test('what `route add` and `route delete` say', () => {
  const { r, ip6 } = setUp()
  ip6.addAddress(port(r, 0), parseIn6('fd00::1'), 64)
  const { routes } = ip6
  expect(routes.add(route('2001:db8::/32', 'fd00:0:0:7::1'))).toBe('Network is unreachable')
  expect(routes.add(route('2001:db8::/32', 'fe80::9'))).toBe('Network is unreachable')
  expect(routes.add(route('2001:db8::/32', 'fe80::9', { ifp: port(r, 0) }))).toBeNull()
  expect(routes.add(route('2001:db8::/32', 'fe80::9', { ifp: port(r, 0) }))).toBe('route already in table')
  expect(routes.add(route('2001:db8::/32', 'fd00::9'))).toBeNull()
  expect(routes.add(route('fd00::/64', 'fd00::9'))).toBe('route already in table')
  expect(routes.add(route('2001:db8:9::/48', null, { ifp: port(r, 1) }))).toBeNull()
  expect(routes.delete(parseIn6('2001:db8::'), 32, parseIn6('fe80::9'))).toBe(true)
  expect(tableOf(r)).toEqual([
    '2001:db8:9::/48 link dev em1',
    '2001:db8::/32 via fd00::9 dev em0',
    'fd00::/64 link dev em0',
  ])
  expect(routes.delete(parseIn6('2001:db8::'), 32)).toBe(true)
  expect(routes.delete(IN6_ANY, 0)).toBe(false)
})

test('a vnet that speaks IPv4 alone has no IPv6; one that speaks it has one stack', () => {
  const { lab } = setUp()
  const v = lab.node('v')
  expect(v.ip6).toBeNull()
  expect(inet6Of(v)).toBe(inet6Of(v))
  expect(() => attachInet(v)).toThrow('already has')
  expect(inetOf(v).lo).toBe(inet6Of(v).lo)
})

test('a router that goes in the middle of everything leaves no buffer and no timer', () => {
  const { lab, a, r } = chain6()
  kernels.push(lab.kernel)
  inet6Of(r).setAdvertising(port(r, 0), {})
  for (let i = 0; i < 9; i++) icmp6EchoRequest(r, { dst: parseIn6(`fd00::${i + 20}`), id: 1, seq: 1, size: 2000 })
  route6(r, '2001:db8::/32', 'fd00::77')
  icmp6EchoRequest(a, { dst: parseIn6('2001:db8::1'), id: 1, seq: 1, size: 3000 })
  lab.run(0.5)
  expect(lab.kernel.pool.outstanding).toBeGreaterThan(0)
  for (const link of lab.links) link.destroy()
  r.destroy()
  a.destroy()
  expect([lab.kernel.pool.outstanding, r.ip6]).toEqual([0, null])
  lab.run(3600)
})
