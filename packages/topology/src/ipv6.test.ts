import { isIPv6 } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalCidr, canonicalDestination, parseGateway, whyNotIfaceAddress } from './ip.ts'
import { formatIpv6, networkOf6, parseIpv6 } from './ipv6.ts'

const written = (text: string) => {
  const address = parseIpv6(text)
  return address === null ? null : formatIpv6(address)
}

// RFC 5952, sections 1 to 5
test.each([
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:0db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8:aaaa:bbbb:cccc:dddd:0:1', '2001:db8:aaaa:bbbb:cccc:dddd:0:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['2001:DB8::1', '2001:db8::1'],
  ['::', '::'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['1::', '1::'],
  ['::ffff:192.0.2.1', '::ffff:c000:201'],
])('%s is written %s', (text, canonical) => expect(written(text)).toBe(canonical))

test.each([
  '',
  ':',
  ':::',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1::2::3',
  '12345::',
  'g::',
  '::1%lo0',
  '1:2:3:4:5:6:7::8',
  '1.2.3.4::',
  '::1.2.3',
])('%j is no address', (text) => expect(parseIpv6(text)).toBeNull())

test('what Node takes for an address is one, and every address survives text', () => {
  const text = fc.oneof(
    fc.ipV6(),
    fc
      .array(fc.constantFrom('0', '1', 'a', 'F', ':', '::', '.', '10'), { maxLength: 16 })
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, (each) => {
      expect(parseIpv6(each) !== null).toBe(isIPv6(each))
    }),
    { numRuns: 1000 },
  )
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), (address) => {
      expect(parseIpv6(formatIpv6(address))).toBe(address)
      expect(new URL(`http://[${formatIpv6(address)}]/`).hostname).toBe(`[${formatIpv6(address)}]`)
    }),
  )
})

test('prefixes of every length', () => {
  const ones = (1n << 128n) - 1n
  expect([0, 1, 64, 127, 128].map((length) => formatIpv6(networkOf6(ones, length)))).toEqual([
    '::',
    '8000::',
    'ffff:ffff:ffff:ffff::',
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe',
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  ])
  expect(canonicalCidr('FC00:0::20/64')).toBe('fc00::20/64')
  expect(['default', '0.0.0.0/0', '::/0', '0::/0'].map(canonicalDestination)).toEqual([
    'default',
    'default',
    '::/0',
    '::/0',
  ])
})

test('gateways: an address, a link-local one with its interface, or nothing behind it', () => {
  expect(
    ['10.0.0.1', 'fc00::1', 'fe80::1%eth0', 'blackhole', 'reject'].map((text) => parseGateway(text)?.kind),
  ).toEqual(['address', 'address', 'address', 'blackhole', 'reject'])
  expect(['fe80::1', 'fc00::1%eth0', '10.0.0.1%eth0', 'fe80::1%', 'router1', ''].map(parseGateway)).toEqual(
    Array(6).fill(null),
  )
})

test('addresses no interface has', () => {
  expect(whyNotIfaceAddress('ff02::1/64')).toMatch(/multicast/)
  expect(whyNotIfaceAddress('::/64')).toMatch(/unspecified/)
  expect(whyNotIfaceAddress('::1/128')).toMatch(/loopback/)
  expect(whyNotIfaceAddress('::1/128', true)).toBeNull()
  expect(whyNotIfaceAddress('127.0.0.1/8', true)).toBeNull()
  expect(whyNotIfaceAddress('::ffff:10.0.0.1/96')).toMatch(/IPv4/)
  expect(whyNotIfaceAddress('fc00::1')).toBe('not an IPv6 address with a prefix length, such as fc00::1/64')
  expect(whyNotIfaceAddress('fe80::1/64')).toBeNull()
})
