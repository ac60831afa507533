import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromHex } from './bytes.ts'
import { checksum, sumBytes, sumWords } from './checksum.ts'

test('RFC 1071 §3: the worked example', () => {
  expect(sumBytes(fromHex('0001 f203 f4f5 f6f7'), 0, 8)).toBe(0xddf2)
})

test('the fast sum over words agrees with the sum over bytes, at every even offset and every length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 2, maxLength: 2000 }), fc.nat(), fc.nat(), (bytes, at, n) => {
      const even = new Uint8Array((bytes.length + 1) & ~1)
      even.set(bytes)
      const o = (at % bytes.length) & ~1
      const len = n % (bytes.length - o + 1)
      const words = new Uint16Array(even.buffer)
      const swapped = sumWords(words, o >> 1, len)
      expect(((swapped & 255) << 8) | (swapped >> 8)).toBe(sumBytes(even, o, len))
    }),
  )
})

test('the longest frame of all ones does not overflow', () => {
  const ones = new Uint8Array(65_536).fill(0xff)
  expect(sumBytes(ones, 0, 65_535)).toBe(sumBytes(fromHex('ff00'), 0, 2))
  expect(sumWords(new Uint16Array(ones.buffer), 0, 65_536)).toBe(0xffff)
})

test('a sum may be carried over several ranges', () => {
  const b = fromHex('4500 0073 0000 4000 4011')
  expect(sumBytes(b, 4, 6, sumBytes(b, 0, 4))).toBe(sumBytes(b, 0, 10))
  expect(checksum(fromHex('4500 0073 0000 4000 4011 0000 c0a8 0001 c0a8 00c7'), 0, 20)).toBe(0xb861)
})
