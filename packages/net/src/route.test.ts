import { Kernel } from '@etherloom/kern'
import { formatCidr, maskOf, networkOf, parseCidr, parseIpv4 } from '@etherloom/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Ifnet } from './ifnet.ts'
import { HOP_READY, Nexthop } from './nexthop.ts'
import { describeRoute, Fib, type Route } from './route.ts'
import { RouteCache } from './route-cache.ts'

const ifp = new Ifnet(new Kernel(), 'em0', 2)
const route = (cidr: string, gateway = 0): Route => {
  const { ip, prefixLen } = parseCidr(cidr)
  return { dst: networkOf(ip, prefixLen), prefixLen, gateway, ifp, connected: false }
}

test('the longest prefix wins, and the default is last', () => {
  const fib = new Fib(new RouteCache())
  for (const r of ['default', '10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24', '10.1.2.3/32', '128.0.0.0/1'])
    expect(fib.add(route(r))).toBe(true)
  const found = (ip: string) => {
    const r = fib.lookup(parseIpv4(ip))
    return r === null ? null : formatCidr({ ip: r.dst, prefixLen: r.prefixLen })
  }
  expect(['10.1.2.3', '10.1.2.4', '10.1.3.1', '10.2.0.1', '11.0.0.1', '192.0.2.1'].map(found)).toEqual([
    '10.1.2.3/32',
    '10.1.2.0/24',
    '10.1.0.0/16',
    '10.0.0.0/8',
    '0.0.0.0/0',
    '128.0.0.0/1',
  ])
  fib.remove(0, 0)
  expect(found('11.0.0.1')).toBeNull()
  expect(fib.add(route('10.0.0.0/8', 1))).toBe(false)
})

test('random tables answer as a search through all routes does, while routes come and go', () => {
  // Few distinct bits, so that prefixes nest and look-ups hit.
  const cidr = fc
    .tuple(fc.constantFrom(0, 1, 7, 8, 9, 15, 16, 17, 24, 31, 32), fc.nat(7), fc.nat(7))
    .map(([n, x, y]) => ({
      prefixLen: n,
      dst: (0x0a | (x << 7) | (y << 29)) & maskOf(n),
    }))
  const probe = fc.tuple(fc.nat(7), fc.nat(7)).map(([x, y]) => 0x0a | (x << 7) | (y << 29))
  fc.assert(
    fc.property(fc.array(cidr, { maxLength: 60 }), fc.array(fc.nat(59)), fc.array(probe), (all, gone, probes) => {
      const fib = new Fib(new RouteCache())
      const model = new Map<string, Route>()
      const key = (c: { dst: number; prefixLen: number }) => `${c.dst}/${c.prefixLen}`
      for (const c of all) {
        const r = { ...c, gateway: 0, ifp, connected: false }
        expect(fib.add(r)).toBe(!model.has(key(c)))
        if (!model.has(key(c))) model.set(key(c), r)
      }
      for (const c of gone.flatMap((i) => all.slice(i, i + 1))) {
        expect(fib.remove(c.dst, c.prefixLen)).toBe(model.get(key(c)) ?? null)
        model.delete(key(c))
      }
      expect(new Set(fib.list())).toEqual(new Set(model.values()))
      for (const dst of probes) {
        const matches = [...model.values()].filter((r) => (dst & maskOf(r.prefixLen)) === r.dst)
        matches.sort((p, q) => q.prefixLen - p.prefixLen)
        expect(fib.lookup(dst)).toBe(matches[0] ?? null)
      }
    }),
  )
})

test('a hundred thousand routes are added and found without a pause', () => {
  const fib = new Fib(new RouteCache())
  for (let i = 0; i < 100_000; i++) fib.add({ ...route('default'), dst: 10 | (i << 8), prefixLen: 24 + (i & 7) })
  expect(fib.lookup(10 | (99_999 << 8))?.prefixLen).toBe(31)
})

test('the cache remembers what was put, and forgets it when a route changes', () => {
  const cache = new RouteCache()
  const fib = new Fib(cache)
  const hop = new Nexthop(ifp, HOP_READY, null)
  const dsts = Array.from({ length: 1000 }, (_, i) => parseIpv4('10.0.0.0') | (i << 18) | (i << 9))
  expect(dsts.concat(0, -1).map((d) => cache.get(d))).toEqual(dsts.concat(0, -1).map(() => null))
  cache.put(0, hop)
  expect(cache.get(0)).toBeNull()
  for (const d of dsts) {
    cache.put(d, hop)
    expect(cache.get(d)).toBe(hop)
  }
  fib.add(route('10.0.0.0/8'))
  for (const d of dsts) expect(cache.get(d)).toBeNull()
  cache.put(dsts[1], hop)
  fib.remove(route('10.0.0.0/8').dst, 8)
  expect(cache.get(dsts[1])).toBeNull()
})

test('a route in words', () => {
  expect(describeRoute(route('default', parseIpv4('10.0.0.1')))).toBe('default via 10.0.0.1 dev em0')
  expect(describeRoute(route('10.0.0.5/24'))).toBe('10.0.0.0/24 link dev em0')
})
