import { isIPv6 } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatIpv6, tryParseIpv6 } from './ipv6-address.ts'

const text = (given: string) => {
  const b = tryParseIpv6(given)
  return b === null ? null : formatIpv6(b, 0)
}

// RFC 5952 §4, and what inet_ntop prints for addresses that carry an IPv4 one.
test.each([
  ['2001:0DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['fe80::', 'fe80::'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ['::', '::'],
  ['::1', '::1'],
  ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
  ['::10.0.0.1', '::10.0.0.1'],
  ['64:ff9b::10.0.0.1', '64:ff9b::a00:1'],
])('%s is printed as %s', (given, printed) => expect(text(given)).toBe(printed))

test.each([
  '',
  ':',
  '1',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1::2::3',
  '12345::',
  'g::',
  '10.0.0.1::',
  '::1.2.3',
  ':1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8::',
])('%j is no address', (given) => expect(tryParseIpv6(given)).toBeNull())

test('every address survives its text', () => {
  const words = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(words, (w) => {
      const b = Uint8Array.from(w.flatMap((v) => [v >> 8, v & 255]))
      const printed = formatIpv6(b, 0)
      expect(isIPv6(printed)).toBe(true)
      expect(tryParseIpv6(printed)).toEqual(b)
    }),
  )
})

test('what is accepted is what the platform accepts', () => {
  const part = fc.constantFrom('0', '1', 'ff', ':', '::', '.', '1.2.3.4', 'g', 'abcd')
  fc.assert(
    fc.property(fc.array(part, { maxLength: 17 }), (parts) => {
      const given = parts.join('')
      expect(tryParseIpv6(given) !== null).toBe(isIPv6(given))
    }),
    { numRuns: 3000 },
  )
})
