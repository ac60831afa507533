import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as bpdu from './bpdu.ts'
import { fromHex, toHex } from './bytes.ts'
import { DROP_NONE } from './drop.ts'

const RST: bpdu.Bpdu = {
  type: bpdu.TYPE_RST,
  flags: bpdu.FLAG_PROPOSAL | (bpdu.ROLE_DESIGNATED << 2),
  rootId: '8000020000000001',
  rootCost: 20_000,
  bridgeId: '8000020000000002',
  portId: 0x8003,
  messageAge: 1,
  maxAge: 20,
  helloTime: 2,
  forwardDelay: 15,
}
const RST_FRAME =
  '0180c2000000 02000000000b 0027 424203 0000 02 02 0e 8000020000000001 00004e20 8000020000000002 8003 0100 1400 0200 0f00 00'

test('a frame as IEEE 802.1D draws it, and back', () => {
  const b = new Uint8Array(60).fill(0xa5)
  const length = bpdu.emitFrame(b, 0, 0x02000000000b, RST)
  expect(toHex(b.subarray(0, length))).toBe(RST_FRAME.replaceAll(' ', ''))
  expect(bpdu.locate(b, 0, length)).toEqual({ at: 17, end: 53 })
  expect(bpdu.check(b, 17, 53)).toBe(DROP_NONE)
  expect(bpdu.parse(b, 17)).toEqual(RST)
})

test('configuration and topology change are what STP sends', () => {
  const b = new Uint8Array(60)
  const config = { ...RST, type: bpdu.TYPE_CONFIG, flags: bpdu.FLAG_TC }
  expect(bpdu.emitFrame(b, 0, 1, config)).toBe(52)
  expect([bpdu.check(b, 17, 52), bpdu.check(b, 17, 51) === DROP_NONE]).toEqual([DROP_NONE, false])
  expect(bpdu.parse(b, 17)).toEqual(config)
  expect(bpdu.emitFrame(b, 0, 1, { ...RST, type: bpdu.TYPE_TCN })).toBe(21)
  expect(toHex(b.subarray(12, 21))).toBe('0007' + '424203' + '00000080')
  expect(bpdu.parse(b, 17).type).toBe(bpdu.TYPE_TCN)
})

test('anything is parsed or refused', () => {
  const good = fromHex(RST_FRAME)
  const mutated = fc.tuple(fc.nat(good.length), fc.nat(255), fc.nat(good.length)).map(([at, value, cut]) => {
    const b = good.slice(0, cut)
    b[at] = value
    return b
  })
  fc.assert(
    fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 70 })), (b) => {
      const found = bpdu.locate(b, 0, b.length)
      if (found === null || bpdu.check(b, found.at, found.end) !== DROP_NONE) return
      const parsed = bpdu.parse(b, found.at)
      const again = new Uint8Array(80)
      bpdu.emit(again, 0, parsed)
      expect(bpdu.parse(again, 0)).toEqual(parsed)
    }),
    { numRuns: 2000 },
  )
})

test('identifiers compare as their numbers do', () => {
  const ids = [bpdu.makeBridgeId(0, 0xffffffffffff), bpdu.makeBridgeId(4096, 1), bpdu.makeBridgeId(4096, 0x10)]
  expect([...ids].reverse().sort()).toEqual(ids)
  expect(bpdu.addressOf(ids[1])).toBe('000000000001')
})
