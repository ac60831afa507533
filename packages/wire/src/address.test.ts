import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  broadcastOf,
  formatCidr,
  formatIpv4,
  formatMac,
  hostOrder,
  isMulticastMac,
  MAC_BROADCAST,
  macOfWords,
  macWord,
  maskOf,
  memoryOrder,
  networkOf,
  parseCidr,
  parseIpv4,
  parseMac,
} from './address.ts'

test('an IPv4 address is what a little-endian processor reads from the wire', () => {
  expect(parseIpv4('10.0.0.1')).toBe(0x0100000a)
  expect(parseIpv4('255.255.255.255')).toBe(-1)
  expect(hostOrder(parseIpv4('10.0.0.1'))).toBe(0x0a000001)
})

test('every address survives text, and host order and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (ip) => {
      expect(parseIpv4(formatIpv4(ip))).toBe(ip)
      expect(memoryOrder(hostOrder(ip))).toBe(ip)
    }),
  )
})

test.each([
  ['10.0.0', /write four numbers from 0 to 255/],
  ['10.0.0.256', /write four numbers/],
  ['010.0.0.1', /write four numbers/],
  ['10.0.0.1 ', /write four numbers/],
  ['', /write four numbers/],
])('%j is refused, with the mend', (text, message) => expect(() => parseIpv4(text)).toThrow(message))

test('prefixes: mask, network and broadcast', () => {
  const { ip, prefixLen } = parseCidr('192.168.5.77/26')
  expect(formatIpv4(maskOf(prefixLen))).toBe('255.255.255.192')
  expect(formatCidr({ ip: networkOf(ip, prefixLen), prefixLen })).toBe('192.168.5.64/26')
  expect(formatIpv4(broadcastOf(ip, prefixLen))).toBe('192.168.5.127')
  expect([0, 1, 31, 32].map((n) => formatIpv4(maskOf(n)))).toEqual([
    '0.0.0.0',
    '128.0.0.0',
    '255.255.255.254',
    '255.255.255.255',
  ])
  expect(broadcastOf(ip, 31)).toBe(-1)
  expect(parseCidr('default')).toEqual({ ip: 0, prefixLen: 0 })
})

test.each([
  ['10.0.0.1', /no prefix length: write it as 10\.0\.0\.1\/24/],
  ['10.0.0.1/33', /from 0 to 32, as in 10\.0\.0\.1\/24/],
  ['10.0.0.1/', /from 0 to 32/],
  ['10.0.0/24', /is not an IPv4 address/],
])('%j is refused, with the mend', (text, message) => expect(() => parseCidr(text)).toThrow(message))

test('MAC addresses: text as FreeBSD, illumos and Windows write it', () => {
  expect(parseMac('02:00:5E:00:01:ff')).toBe(0x02005e0001ff)
  expect(parseMac('2:0:5e:0:1:ff')).toBe(0x02005e0001ff)
  expect(parseMac('02-00-5e-00-01-ff')).toBe(0x02005e0001ff)
  expect(parseMac('0200.5e00.01ff')).toBe(0x02005e0001ff)
  expect(formatMac(0x02005e0001ff)).toBe('02:00:5e:00:01:ff')
  expect(() => parseMac('02:00:5e:00:01')).toThrow(/write six octets in hex/)
  expect(() => parseMac('02:00:5e:00:01:fg')).toThrow(/write six octets in hex/)
})

test('every MAC survives text and words', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: MAC_BROADCAST }), (mac) => {
      expect(parseMac(formatMac(mac))).toBe(mac)
      expect(macOfWords(macWord(mac, 0), macWord(mac, 1), macWord(mac, 2))).toBe(mac)
    }),
  )
  expect(isMulticastMac(0x01005e000001)).toBe(true)
  expect(isMulticastMac(0x02005e000001)).toBe(false)
})
