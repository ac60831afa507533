// The compiled table never contradicts the one it was made from.
import { Kernel } from '@etherloom/kern'
import { memoryOrder } from '@etherloom/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Ifnet } from './ifnet.ts'
import { HOP_READY, Nexthop } from './nexthop.ts'
import { Fib, type Route } from './route.ts'
import { RouteCache } from './route-cache.ts'
import { RouteTable } from './route-table.ts'

const ifp = new Ifnet(new Kernel(), 'em0', 1)

/** Few octets, so that networks lie inside each other. */
const address = fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(255)).map(([a, b, c, d]) => {
  return memoryOrder(((10 + a) << 24) | (b << 16) | (c << 8) | d)
})
const route: fc.Arbitrary<Omit<Route, 'ifp'>> = fc.record({
  dst: address,
  prefixLen: fc.nat(32),
  gateway: fc.integer({ min: 1, max: 5 }),
  connected: fc.boolean(),
  kind: fc.constantFrom('unicast' as const, 'unicast' as const, 'reject' as const),
})

test('whatever routes there are, it finds the gateway of the longest prefix, or sends one the slow way', () => {
  fc.assert(
    fc.property(fc.array(route, { maxLength: 60 }), fc.array(address, { maxLength: 60 }), (routes, destinations) => {
      const fib = new Fib(new RouteCache())
      for (const r of routes) fib.add({ ...r, ifp })
      const table = new RouteTable(fib.list().reverse(), (r) => r.prefixLen !== 20)
      const hops = new Map([1, 2, 3, 4, 5].map((gateway) => [gateway, new Nexthop(ifp, HOP_READY, gateway)]))
      // As a stack does: what it has looked up, it tells.
      for (const dst of destinations) {
        const found = fib.lookup(dst)
        if (found !== null) table.learn(dst, hops.get(found.gateway) as Nexthop)
      }
      for (const dst of destinations) {
        const found = fib.lookup(dst)
        const plain = found !== null && found.kind === 'unicast' && !found.connected && found.prefixLen !== 20
        expect(table.hop(dst)).toBe(plain ? hops.get(found.gateway) : null)
      }
    }),
    { numRuns: 300 },
  )
})

test('a table is compiled when it is big and the cache is missed, and thrown away by a change', () => {
  const fib = new Fib(new RouteCache())
  const hop = new Nexthop(ifp, HOP_READY, null)
  const miss = (times: number) => {
    for (let i = 0; i < times; i++) fib.missed(memoryOrder(0x0a000001), hop, () => true)
  }
  const add = (i: number) =>
    fib.add({ dst: memoryOrder(0x0a000000 + i * 256), prefixLen: 24, gateway: 7, ifp, connected: false })
  for (let i = 0; i < 255; i++) add(i)
  miss(10_000)
  expect(fib.table).toBeNull()
  add(255)
  miss(4096)
  expect(fib.table).toBeNull()
  miss(2)
  expect(fib.table?.hop(memoryOrder(0x0a00fe09))).toBe(hop)
  expect(fib.table?.hop(memoryOrder(0x0b000001))).toBeNull()
  fib.remove(memoryOrder(0x0a000000), 24)
  expect(fib.table).toBeNull()
})
