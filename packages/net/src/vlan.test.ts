import { Kernel } from '@etherloom/kern'
import { assertNoLeak } from '@etherloom/kern/testing'
import { fromHex, toHex } from '@etherloom/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasTag, popTag, pushTag, tciOf } from './vlan.ts'

const kernel = new Kernel()

test('a tag goes in between source and type, big-endian', () => {
  const m = kernel.pool.get()!
  m.write(fromHex('ffffffffffff 020000000001 0800 4500'))
  expect(pushTag(m, 0x6064)).toBe(true)
  expect(toHex(m.toBytes())).toBe('ffffffffffff02000000000181006064' + '08004500')
  expect([hasTag(m), tciOf(m)]).toEqual([true, 0x6064])
  m.free()
  assertNoLeak(kernel)
})

test('what is pushed is popped, at every even offset, however many tags; without room it says so', () => {
  const bytes = fc.uint8Array({ minLength: 14, maxLength: 100 })
  const tags = fc.array(fc.nat(0xffff), { maxLength: 40 })
  fc.assert(
    fc.property(bytes, tags, fc.nat(60), (frame, tcis, shift) => {
      const m = kernel.pool.get()!
      m.adj(-2 * shift)
      m.write(frame)
      const pushed = tcis.filter((tci) => pushTag(m, tci))
      for (const tci of pushed.reverse()) {
        expect([hasTag(m), tciOf(m)]).toEqual([true, tci])
        popTag(m)
      }
      expect(m.toBytes()).toEqual(frame)
      expect(m.off % 2).toBe(0)
      m.free()
    }),
  )
  assertNoLeak(kernel)
})
