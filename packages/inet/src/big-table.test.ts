// A router with so many routes that they are compiled (net's route-table.ts) treats packets as one with few.
import { assertNoLeak } from '@etherloom/kern/testing'
import type { Vnet } from '@etherloom/net'
import { formatIpv4, memoryOrder, parseIpv4 } from '@etherloom/wire'
import { expect, test } from 'vitest'
import { chain, type Heard, port } from '../test/lab.ts'
import { inetOf } from './index.ts'

const told = (heard: readonly Heard[]) => heard.map((h) => `${h.type}/${h.code} ${formatIpv4(h.src)}`)

/** Past the route cache, until the table is compiled. */
function missOften(r: Vnet): void {
  for (let i = 0; i < 9000; i++) inetOf(r).out.sourceAddress(memoryOrder(0x14000000 + i * 64))
}

test('routes through a neighbor are compiled; what is in them and ours, or nobody’s, stays so', () => {
  const { lab, a, r, b } = chain()
  const ip = inetOf(r)
  const gateway = parseIpv4('10.0.1.1')
  ip.routes.configure(
    Array.from({ length: 300 }, (_, i) => ({ dst: memoryOrder(0x14000000 + i * 4096), prefixLen: 20, gateway })),
  )
  inetOf(b).addAddress(port(b, 0), parseIpv4('20.0.1.1'), 32)
  inetOf(b).addAddress(port(b, 0), parseIpv4('20.0.1.7'), 32)
  const see = () => ['20.0.1.1', '20.0.1.7', '10.0.0.2', '10.0.1.1', '30.0.0.1'].map((to) => told(lab.ping(a, to)))
  const few = see()
  expect(few).toEqual([['0/0 20.0.1.1'], ['0/0 20.0.1.7'], ['0/0 10.0.0.2'], ['0/0 10.0.1.1'], ['3/0 10.0.0.2']])
  missOften(r)
  expect(r.fib.table).not.toBeNull()
  expect(see()).toEqual(few)

  // An address of the router's own inside a route, from now on.
  ip.addAddress(port(r, 1), parseIpv4('20.0.1.7'), 32)
  expect(r.fib.table).toBeNull()
  missOften(r)
  expect(r.fib.table?.hop(parseIpv4('20.0.1.7'))).toBeNull()
  expect(told(lab.ping(a, '20.0.1.7'))).toEqual(['0/0 20.0.1.7'])
  expect(told(lab.ping(a, '20.0.1.1'))).toEqual(['0/0 20.0.1.1'])

  // The neighbor is forgotten, and asked again.
  missOften(r)
  ip.arp.remove(port(r, 1), gateway)
  expect(told(lab.ping(a, '20.0.1.1'))).toEqual(['0/0 20.0.1.1'])
  expect(ip.arp.list().some((n) => n.ip === gateway && n.mac === port(b, 0).mac)).toBe(true)
  lab.run(10)
  assertNoLeak(lab.kernel)
})
