import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseIpv4 } from './address.ts'
import { fromHex, toHex } from './bytes.ts'
import { DROP_BAD_CHECKSUM, DROP_BAD_HEADER, DROP_RUNT } from './drop.ts'
import * as udp from './udp.ts'

const SRC = parseIpv4('192.168.0.1')
const DST = parseIpv4('192.168.0.199')
// 192.168.0.1:5353 > 192.168.0.199:53, "hi"
const DATAGRAM = fromHex('14e9 0035 000a 0000 6869')

test('a datagram is put together and taken apart', () => {
  const b = new Uint8Array(10).fill(0xa5)
  b.set(fromHex('6869'), 8)
  udp.emit(b, 0, { srcPort: 5353, dstPort: 53, length: 10 }, SRC, DST)
  expect(toHex(b)).toBe('14e90035000a003a6869')
  expect(udp.check(b, 0, 10, SRC, DST)).toBe(0)
  expect(udp.parse(b, 0)).toEqual({ srcPort: 5353, dstPort: 53, length: 10 })
})

test('checksum zero means "none" and is accepted; a wrong one is not', () => {
  expect(udp.check(DATAGRAM, 0, 10, SRC, DST)).toBe(0)
  const wrong = DATAGRAM.slice()
  wrong[7] = 1
  expect(udp.check(wrong, 0, 10, SRC, DST)).toBe(DROP_BAD_CHECKSUM)
})

test('a length that contradicts the frame is refused by name', () => {
  expect(udp.check(DATAGRAM, 0, 7, SRC, DST)).toBe(DROP_RUNT)
  expect(udp.check(DATAGRAM, 0, 9, SRC, DST)).toBe(DROP_BAD_HEADER)
})

test('whatever is emitted checks, and is never sent with checksum zero', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(65_535), fc.nat(65_535), (payload, srcPort, dstPort) => {
      const b = new Uint8Array(8 + payload.length)
      b.set(payload, 8)
      udp.emit(b, 0, { srcPort, dstPort, length: b.length }, SRC, DST)
      expect(udp.checksum(b, 0)).not.toBe(0)
      expect(udp.check(b, 0, b.length, SRC, DST)).toBe(0)
    }),
  )
})
