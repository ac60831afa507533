// A cable pulled out: what a stack does about it, and about its coming back.
import { assertNoLeak } from '@etherloom/kern/testing'
import { describeRoute, type Vnet } from '@etherloom/net'
import { parseIpv4 } from '@etherloom/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chain, Lab, port } from '../test/lab.ts'
import { inetOf } from './index.ts'

const table = (vnet: Vnet) => vnet.fib.list().map(describeRoute).sort()

test('a cable pulled out takes its routes along, and a router says so; plugged in they are back', () => {
  const { lab, a, r, b } = chain()
  expect(lab.ping(a, '10.0.1.1').length).toBe(1)
  const before = [a, r, b].map(table)
  lab.links[1].setUp(false)
  expect(table(r)).toEqual(['10.0.0.0/24 link dev em0', '127.0.0.0/8 link dev lo0'])
  expect(table(b)).toEqual(['127.0.0.0/8 link dev lo0'])
  expect(lab.ping(a, '10.0.1.1').map((h) => [h.type, h.code])).toEqual([[3, 0]])
  // Its own address is still its own.
  expect(lab.ping(b, '10.0.1.1').length).toBe(1)
  lab.links[1].setUp(true)
  expect([a, r, b].map(table)).toEqual(before)
  expect(lab.ping(a, '10.0.1.1').length).toBe(1)
  assertNoLeak(lab.kernel)
})

test('an interface that is down at the other end is no carrier here', () => {
  const { lab, a, r } = chain()
  port(a, 0).setUp(false)
  expect(table(r)).not.toContain('10.0.0.0/24 link dev em0')
  port(a, 0).setUp(true)
  expect(table(r)).toContain('10.0.0.0/24 link dev em0')
  expect(lab.ping(a, '10.0.1.1').length).toBe(1)
})

test('of two ways into one network the one with carrier is taken', () => {
  const lab = new Lab()
  const n = lab.node('n', '10.0.0.1/24', '10.0.0.2/24')
  const far = lab.node('far', '10.0.0.9/24', '10.0.0.8/24')
  const links = [0, 1].map((i) => lab.wire(port(n, i), port(far, i)))
  inetOf(n).routes.add(parseIpv4('192.0.2.0'), 24, parseIpv4('10.0.0.9'))
  const used = () => table(n).filter((r) => !r.startsWith('127'))
  expect(used()).toEqual(['10.0.0.0/24 link dev em0', '192.0.2.0/24 via 10.0.0.9 dev em0'])
  links[0].setUp(false)
  expect(used()).toEqual(['10.0.0.0/24 link dev em1', '192.0.2.0/24 via 10.0.0.9 dev em1'])
  links[1].destroy()
  expect(used()).toEqual([])
  links[0].setUp(true)
  expect(used()).toEqual(['10.0.0.0/24 link dev em0', '192.0.2.0/24 via 10.0.0.9 dev em0'])
})

test('whatever is pulled and plugged, the tables are those of the state it ends in', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ link: fc.nat(1), up: fc.boolean() }), { maxLength: 12 }), (steps) => {
      const lived = chain()
      const state = [true, true]
      for (const { link, up } of steps) {
        lived.lab.links[link].setUp(up)
        state[link] = up
        lived.lab.run(0.01)
      }
      const fresh = chain()
      state.forEach((up, i) => {
        fresh.lab.links[i].setUp(up)
      })
      expect([lived.a, lived.r, lived.b].map(table)).toEqual([fresh.a, fresh.r, fresh.b].map(table))
      assertNoLeak(lived.lab.kernel)
    }),
    { numRuns: 50 },
  )
})
