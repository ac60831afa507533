import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AGE_S, MacTable } from './mac-table.ts'

test('the table answers as a Map with ages does, through growth, ageing and removed ports', () => {
  const op = fc.oneof(
    { weight: 20, arbitrary: fc.record({ do: fc.constant('learn' as const), mac: fc.nat(99), port: fc.nat(5) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), s: fc.nat(200) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('unplug' as const), port: fc.nat(5) }) },
  )
  // Three words of an address from a small number: they differ in each word and collide in no order.
  const words = (mac: number): [number, number] => [(mac * 256) & 0xfffe, Math.imul(mac + 1, 0x01010101)]
  fc.assert(
    fc.property(fc.array(op, { maxLength: 300 }), (ops) => {
      const table = new MacTable()
      const model = new Map<number, { port: number; seen: number; since: number }>()
      let now = 0
      for (const o of ops) {
        if (o.do === 'wait') now += o.s
        else if (o.do === 'learn') {
          const known = model.get(o.mac)
          const stayed = known?.port === o.port && now - known.seen < AGE_S
          expect(table.touch(...words(o.mac), o.port, now)).toBe(stayed)
          table.learn(...words(o.mac), o.port, now)
          model.set(o.mac, { port: o.port, seen: now, since: stayed ? known.since : now })
        } else {
          table.removePort(o.port, now)
          for (const [mac, e] of model)
            if (e.port === o.port) model.delete(mac)
            else if (e.port > o.port) e.port--
        }
        const want = (mac: number) => {
          const e = model.get(mac)
          return e === undefined || now - e.seen >= AGE_S ? -1 : e.port
        }
        for (let mac = 0; mac < 100; mac += 7) {
          expect(table.lookup(...words(mac), now)).toBe(want(mac))
          const found = table.find(...words(mac), now)
          expect(found && [found.port, found.seen, found.since]).toEqual(
            want(mac) < 0 ? null : [model.get(mac)!.port, model.get(mac)!.seen, model.get(mac)!.since],
          )
        }
        expect(table.list(now)).toHaveLength([...model.keys()].filter((mac) => want(mac) >= 0).length)
      }
    }),
    { numRuns: 40 },
  )
})

test('a flood of forged addresses is bounded, and the table recovers when they have aged', () => {
  const table = new MacTable()
  for (let i = 0; i < 100_000; i++) table.learn((i * 2) & 0xfffe, i, 1, 0)
  expect(table.list(0).length).toBeLessThanOrEqual(16_384)
  table.learn(0x1234, 0x77777777, 2, AGE_S)
  expect(table.lookup(0x1234, 0x77777777, AGE_S)).toBe(2)
  expect(table.list(AGE_S)).toHaveLength(1)
})
