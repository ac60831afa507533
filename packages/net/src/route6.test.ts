// The table and the map against a list that is searched from end to end.
import { Kernel, Random } from '@etherloom/kern'
import { commonPrefixLen6, formatIn6, In6Addr, inPrefix6, parseCidr6, parseIn6 } from '@etherloom/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Ifnet } from './ifnet.ts'
import { In6Map } from './in6-map.ts'
import { HOP_READY, Nexthop } from './nexthop.ts'
import { RouteCache6 } from './route-cache6.ts'
import { describeRoute6, Fib6, Route6 } from './route6.ts'

const ifp = new Ifnet(new Kernel(), 'em0', 1)
const hops = [{ ifp, gateway: parseIn6('fe80::1') }]

/** Addresses that share beginnings, as those of a network do. */
const address = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(2), fc.nat(7)).map(([a, b, c, d]) => {
  return new In6Addr(0x0120 | (a << 16), b << 24, c << 8, d << 24)
})

test('the longest prefix wins, whatever was added and removed before', () => {
  const route = fc.tuple(address, fc.constantFrom(0, 16, 29, 32, 33, 48, 61, 64, 96, 125, 127, 128), fc.boolean())
  fc.assert(
    fc.property(fc.array(route, { maxLength: 60 }), fc.array(address, { maxLength: 20 }), (edits, probes) => {
      const fib = new Fib6(new RouteCache6())
      let model: Route6[] = []
      for (const [dst, prefixLen, remove] of edits) {
        const made = new Route6(dst, prefixLen, hops, 'static')
        model = model.filter((r) => r.prefixLen !== prefixLen || formatIn6(r.dst) !== formatIn6(made.dst))
        if (remove) fib.remove(dst, prefixLen)
        else {
          fib.set(made)
          model.push(made)
        }
      }
      expect(fib.size).toBe(model.length)
      expect(new Set(fib.list())).toEqual(new Set(model))
      for (const p of probes) {
        const best = model.filter((r) => inPrefix6(p, r.dst, r.prefixLen)).sort((x, y) => y.prefixLen - x.prefixLen)[0]
        expect(fib.lookup(p.w0, p.w1, p.w2, p.w3)).toBe(best ?? null)
      }
    }),
  )
})

test('a map of a hundred thousand prefixes finds each, and loses those taken out', () => {
  const random = new Random(3)
  const map = new In6Map<number>()
  // 2001:…/64: unlike in the second word, whose high half counts the network.
  const keys = [...Array(100_000).keys()].map(
    (i) => new In6Addr(0x0120 | (random.below(9) << 16), random.int32(), i, 0),
  )
  keys.forEach((k, i) => {
    map.set(k, i)
  })
  expect(map.size).toBe(keys.length)
  expect(keys.every((k, i) => map.find(k) === i)).toBe(true)
  for (let i = 0; i < keys.length; i += 2) expect(map.delete(keys[i])).toBe(i)
  expect(keys.every((k, i) => map.find(k) === (i % 2 === 0 ? null : i))).toBe(true)
  expect(map.size).toBe(keys.length / 2)
})

test('a change of routes empties the cache', () => {
  const cache = new RouteCache6()
  const fib = new Fib6(cache)
  const hop = new Nexthop(ifp, HOP_READY, null)
  const a = parseIn6('2001:db8::1')
  expect(cache.get(0, 0, 0, 0)).toBeNull()
  cache.put(a.w0, a.w1, a.w2, a.w3, hop)
  expect(cache.get(a.w0, a.w1, a.w2, a.w3)).toBe(hop)
  fib.set(new Route6(a, 64, hops, 'static'))
  expect(cache.get(a.w0, a.w1, a.w2, a.w3)).toBeNull()
})

test('neighboring networks and hosts do not share slots of the cache', () => {
  const cache = new RouteCache6()
  const hop = new Nexthop(ifp, HOP_READY, null)
  const all = [...Array(32).keys()].flatMap((i) => [
    parseIn6(`2001:db8:0:${i.toString(16)}::1`),
    parseIn6(`fd00::${(i + 2).toString(16)}`),
  ])
  for (const a of all) cache.put(a.w0, a.w1, a.w2, a.w3, hop)
  expect(all.filter((a) => cache.get(a.w0, a.w1, a.w2, a.w3) === hop).length).toBeGreaterThan(48)
})

test('routes read as people write them', () => {
  const { ip, prefixLen } = parseCidr6('2001:db8:5::7/48')
  expect(describeRoute6(new Route6(ip, prefixLen, hops, 'static'))).toBe('2001:db8:5::/48 via fe80::1 dev em0')
  expect(describeRoute6(new Route6(ip, 0, [], 'static', 'blackhole'))).toBe('default blackhole')
  expect(commonPrefixLen6(parseIn6('2001:db8::'), parseIn6('2001:db8:8000::'))).toBe(32)
})
