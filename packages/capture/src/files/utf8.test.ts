import fc from 'fast-check'
import { expect, test } from 'vitest'
import { utf8Decode, utf8Encode } from './utf8.ts'

test('agrees with the platform on every text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const bytes = utf8Encode(text)
      expect([...bytes]).toEqual([...new TextEncoder().encode(text)])
      expect(utf8Decode(bytes, 0, bytes.length)).toBe(text)
    }),
  )
})

test('bytes that are no text become replacement characters, valid neighbours stay', () => {
  const bytes = Uint8Array.of(0x61, 0xff, 0xc3, 0xa9, 0xc3, 0x62, 0xed, 0xa0, 0x80, 0xe2, 0x82)
  expect(utf8Decode(bytes, 0, bytes.length)).toBe('a\ufffdé\ufffdb\ufffd\ufffd\ufffd\ufffd\ufffd')
  fc.assert(fc.property(fc.uint8Array(), (garbage) => void utf8Decode(garbage, 0, garbage.length)))
})
