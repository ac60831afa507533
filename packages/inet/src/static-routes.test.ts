import { assertNoLeak } from '@etherloom/kern/testing'
import { describeRoute } from '@etherloom/net'
import { Channel } from '@etherloom/net/testing'
import { parseCidr, parseIpv4 } from '@etherloom/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Lab, port } from '../test/lab.ts'
import { inetOf } from './index.ts'

const route = (dst: string, gateway: string) => {
  const { ip, prefixLen } = parseCidr(dst)
  return { dst: ip, prefixLen, gateway: parseIpv4(gateway) }
}

function router() {
  const lab = new Lab()
  const vnet = lab.node('r', '10.0.0.1/24', '10.0.1.1/24')
  for (const i of [0, 1]) lab.wire(port(vnet, i), new Channel(lab.kernel, `c${i}`, 0x0200000000a0 + i))
  const ip = inetOf(vnet)
  const table = () => vnet.fib.list().map(describeRoute).sort()
  return { lab, vnet, ip, table }
}

const CONNECTED = ['10.0.0.0/24 link dev em0', '10.0.1.0/24 link dev em1', '127.0.0.0/8 link dev lo0']

test('`route add` and `route delete`, with the reasons of the command', () => {
  const { ip, table } = router()
  const { routes } = ip
  const add = (dst: string, gateway: string) => {
    const r = route(dst, gateway)
    return routes.add(r.dst, r.prefixLen, r.gateway)
  }
  expect(add('192.0.2.77/24', '10.0.0.2')).toBeNull()
  expect(add('192.0.2.0/24', '10.0.0.3')).toBe('route already in table')
  expect(add('10.0.1.0/24', '10.0.0.2')).toBe('route already in table')
  expect(add('default', '172.16.0.1')).toBe('Network is unreachable')
  expect(add('default', '10.0.0.1')).toBe('Network is unreachable')
  expect(table()).toEqual([...CONNECTED, '192.0.2.0/24 via 10.0.0.2 dev em0'].sort())
  expect([routes.delete(parseIpv4('192.0.2.0'), 24), routes.delete(parseIpv4('192.0.2.0'), 24)]).toEqual([true, false])
  expect(routes.delete(parseIpv4('10.0.1.0'), 24)).toBe(false)
  expect(table()).toEqual(CONNECTED)
})

test('the document’s routes replace each other, and leave alone what was typed', () => {
  const { ip, table } = router()
  ip.routes.add(parseIpv4('198.51.100.0'), 24, parseIpv4('10.0.1.2'))
  ip.routes.configure([route('default', '10.0.0.2'), route('192.0.2.0/24', '10.0.1.2')])
  ip.routes.configure([route('default', '10.0.1.9'), route('198.51.100.0/24', '10.0.0.7')])
  expect(table()).toEqual([...CONNECTED, '198.51.100.0/24 via 10.0.1.2 dev em1', 'default via 10.0.1.9 dev em1'].sort())
})

test('a route waits for its gateway’s network, and goes and comes with it', () => {
  const { ip, vnet, table } = router()
  ip.routes.configure([route('default', '172.16.0.1')])
  expect([table(), ip.routes.unreachable()]).toEqual([CONNECTED, [route('default', '172.16.0.1')]])
  ip.addAddress(port(vnet, 1), parseIpv4('172.16.0.9'), 16)
  expect(table()).toContain('default via 172.16.0.1 dev em1')
  ip.removeAddress(port(vnet, 1), parseIpv4('172.16.0.9'))
  expect(table()).toEqual(CONNECTED)
})

test('two addresses of one network share its route; it stays with the one that is left', () => {
  const { ip, vnet, table } = router()
  ip.addAddress(port(vnet, 1), parseIpv4('10.0.0.7'), 24)
  expect(table()).toEqual(CONNECTED)
  ip.removeAddress(port(vnet, 0), parseIpv4('10.0.0.1'))
  expect(table()).toContain('10.0.0.0/24 link dev em1')
  expect(() => ip.addAddress(port(vnet, 0), parseIpv4('10.0.0.7'), 24)).toThrow(
    '10.0.0.7/24 is already an address of r',
  )
})

test('whatever order addresses come and go in, the routes are those of a node made anew', () => {
  const wanted = [route('default', '10.2.0.9'), route('192.0.2.0/24', '10.1.0.9'), route('10.2.0.0/16', '10.1.0.9')]
  const step = fc.record({ add: fc.boolean(), net: fc.nat(3), host: fc.integer({ min: 1, max: 2 }), ifp: fc.nat(1) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const lived = router()
      lived.ip.routes.configure(wanted)
      for (const { add, net, host, ifp } of steps) {
        const address = parseIpv4(`10.${net}.0.${host + 1}`)
        const on = port(lived.vnet, ifp)
        if (!add) lived.ip.removeAddress(on, address)
        else if (lived.ip.addresses.find(address) === null) lived.ip.addAddress(on, address, 16)
      }
      const fresh = router()
      for (const i of [0, 1])
        for (const a of fresh.ip.addresses.of(port(fresh.vnet, i))) fresh.ip.removeAddress(a.ifp, a.ip)
      for (const a of lived.ip.addresses.list)
        if (a.ifp.name !== 'lo0') fresh.ip.addAddress(fresh.vnet.ifnet(a.ifp.name) ?? a.ifp, a.ip, a.prefixLen)
      fresh.ip.routes.configure(wanted)
      expect(lived.table()).toEqual(fresh.table())
      assertNoLeak(lived.lab.kernel)
    }),
    { numRuns: 60 },
  )
})
