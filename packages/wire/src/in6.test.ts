// IPv6 addresses as four words, against the same done with 128-bit integers.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  commonPrefixLen6,
  compareIn6,
  eui64In6,
  formatCidr6,
  formatIn6,
  In6Addr,
  in6At,
  inPrefix6,
  isLinkLocalIn6,
  isMulticastIn6,
  linkLocalIn6,
  maskWord6,
  multicastMac6,
  networkIn6,
  parseCidr6,
  parseIn6,
  putIn6,
  scopeIn6,
  solicitedNodeIn6,
  tryParseIn6,
} from './in6.ts'

const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 })
const big = (b: Uint8Array): bigint => b.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
const bigOf = (a: In6Addr): bigint => {
  const b = new Uint8Array(16)
  putIn6(b, 0, a)
  return big(b)
}
const ONES = (1n << 128n) - 1n

test('bytes, words and text are the same address', () => {
  fc.assert(
    fc.property(bytes, fc.nat(7), (b, at) => {
      const around = new Uint8Array(32)
      around.set(b, at)
      const a = in6At(around, at)
      expect(bigOf(a)).toBe(big(b))
      expect(parseIn6(formatIn6(a))).toEqual(a)
    }),
  )
})

test('prefixes: mask, network, membership, what two addresses share, and their order', () => {
  const len = fc.integer({ min: 0, max: 128 })
  fc.assert(
    fc.property(bytes, bytes, len, len, (x, y, prefixLen, shared) => {
      for (let i = 0; i < shared; i++) y[i >> 3] = (y[i >> 3] & ~(0x80 >> (i & 7))) | (x[i >> 3] & (0x80 >> (i & 7)))
      const [a, b] = [in6At(x, 0), in6At(y, 0)]
      const mask = prefixLen === 0 ? 0n : (ONES << BigInt(128 - prefixLen)) & ONES
      expect(
        bigOf(new In6Addr(...([0, 1, 2, 3].map((i) => maskWord6(prefixLen, i)) as [number, number, number, number]))),
      ).toBe(mask)
      expect(bigOf(networkIn6(a, prefixLen))).toBe(big(x) & mask)
      expect(inPrefix6(a, b, prefixLen)).toBe((big(x) & mask) === (big(y) & mask))
      const differ = big(x) ^ big(y)
      expect(commonPrefixLen6(a, b)).toBe(differ === 0n ? 128 : 128 - differ.toString(2).length)
      expect(Math.sign(compareIn6(a, b))).toBe(big(x) === big(y) ? 0 : big(x) < big(y) ? -1 : 1)
    }),
  )
})

test('addresses that are made of others', () => {
  expect(formatIn6(linkLocalIn6(0x00000c123456))).toBe('fe80::200:cff:fe12:3456')
  expect(formatIn6(eui64In6(parseIn6('2001:db8:1:2::'), 0x3456789abcde))).toBe('2001:db8:1:2:3656:78ff:fe9a:bcde') // RFC 2464 §4
  expect(formatIn6(solicitedNodeIn6(parseIn6('4037::01:800:200e:8c6c')))).toBe('ff02::1:ff0e:8c6c') // RFC 4291 §2.7.1
  expect(multicastMac6(parseIn6('ff02::1:ff0e:8c6c'))).toBe(0x3333ff0e8c6c)
})

test('kinds and scopes', () => {
  const of = (text: string) => [
    isLinkLocalIn6(parseIn6(text)),
    isMulticastIn6(parseIn6(text)),
    scopeIn6(parseIn6(text)),
  ]
  expect(of('fe80::1')).toEqual([true, false, 2])
  expect(of('febf::1')).toEqual([true, false, 2])
  expect(of('fec0::1')).toEqual([false, false, 14])
  expect(of('ff05::1:3')).toEqual([false, true, 5])
  expect(of('2001:db8::1')).toEqual([false, false, 14])
  expect(of('::1')).toEqual([false, false, 2])
})

test('what people type', () => {
  expect(formatCidr6(parseCidr6('2001:db8::1/48'))).toBe('2001:db8::1/48')
  expect(parseCidr6('default')).toEqual({ ip: parseIn6('::'), prefixLen: 0 })
  expect(() => parseCidr6('fd00::1')).toThrow('has no prefix length: write it as fd00::1/64')
  expect(() => parseCidr6('fd00::1/129')).toThrow('write a number from 0 to 128')
  expect(() => parseIn6('fd00:::1')).toThrow('is not an IPv6 address')
  expect(tryParseIn6('10.0.0.1')).toBeNull()
})
