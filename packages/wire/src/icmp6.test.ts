// ICMPv6 as Linux 6.18 put it on a wire: read field by field, and written back byte by byte.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromHex, toHex } from './bytes.ts'
import { DROP_BAD_CHECKSUM, DROP_BAD_HEADER, DROP_BAD_ND, DROP_RUNT } from './drop.ts'
import * as ethernet from './ethernet.ts'
import * as icmp6 from './icmp6.ts'
import { formatIn6, parseIn6, putIn6 } from './in6.ts'
import * as ipv6 from './ipv6.ts'
import * as mld from './mld.ts'
import * as nd from './nd.ts'

const IP = ethernet.HEADER_LEN
const AT = IP + ipv6.HEADER_LEN

const golden = {
  probe:
    '3333ff00000b02000000000b86dd6000000000203aff00000000000000000000000000000000ff0200000000000000000001ff00000b' +
    '8700a89500000000fd00000000000000000000000000000b0e01954052acdf05',
  solicitation:
    '3333ff00000b02000000000a86dd6000000000203afffd00000000000000000000000000000aff0200000000000000000001ff00000b' +
    '87007d7300000000fd00000000000000000000000000000b010102000000000a',
  advertisement:
    '02000000000a02000000000b86dd6000000000203afffd00000000000000000000000000000bfd00000000000000000000000000000a' +
    '88009c75e0000000fd00000000000000000000000000000b020102000000000b',
  routerSolicitation:
    '33330000000202000000000a86dd6000000000103afffe80000000000000000000fffe00000aff020000000000000000000000000002' +
    '85007b1a00000000010102000000000a',
  echo:
    '02000000000b02000000000a86dd6006fa1600103a40fd00000000000000000000000000000afd00000000000000000000000000000b' +
    '800005b873d500010001020304050607',
  reply:
    '02000000000a02000000000b86dd60044c7700103a40fd00000000000000000000000000000bfd00000000000000000000000000000a' +
    '810004b873d500010001020304050607',
  noRoute:
    '02000000000a02000000000b86dd600641d900403a40fd00000000000000000000000000000bfd00000000000000000000000000000a' +
    '01001bc700000000600a4e9700103a40fd00000000000000000000000000000a20010db8000000000000000000000001' +
    '8000d50873d600010001020304050607',
  report:
    '33330000001602000000000a86dd600000000024000100000000000000000000000000000000ff020000000000000000000000000016' +
    '3a000502000001008f006f800000000104000000ff0200000000000000000001ff00000a',
}

const plain = Object.entries(golden).filter(([name]) => name !== 'report')

test.each(plain)('%s: checked, read and written back', (_name, hex) => {
  const b = fromHex(hex)
  expect(ipv6.check(b, IP, b.length)).toBe(0)
  expect(icmp6.check(b, AT, b.length, IP)).toBe(0)
  const again = Uint8Array.from(b, (byte, i) => (i < AT + icmp6.HEADER_LEN ? 0xa5 : byte))
  ethernet.emit(again, 0, ethernet.parse(b, 0))
  ipv6.emit(again, IP, ipv6.parse(b, IP))
  const [type, code, parameter] = [icmp6.type(b, AT), icmp6.code(b, AT), icmp6.parameter(b, AT)]
  icmp6.emit(again, AT, again.length, IP, { type, code, parameter })
  expect(toHex(again)).toBe(hex)
})

test('a solicitation, a probe and an advertisement say what they say', () => {
  const [ask, probe, answer] = [golden.solicitation, golden.probe, golden.advertisement].map(fromHex)
  for (const b of [ask, probe, answer]) {
    expect(nd.checkOptions(b, AT + nd.NS_LEN, b.length)).toBe(0)
    expect(formatIn6(nd.target(b, AT))).toBe('fd00::b')
    expect(ipv6.hopLimit(b, IP)).toBe(nd.HOP_LIMIT)
  }
  expect(nd.macOption(ask, AT + nd.NS_LEN, ask.length, nd.OPTION_SOURCE_MAC)).toBe(0x02000000000a)
  expect(nd.macOption(probe, AT + nd.NS_LEN, probe.length, nd.OPTION_SOURCE_MAC)).toBe(-1)
  expect(nd.option(probe, AT + nd.NS_LEN, probe.length, nd.OPTION_NONCE)).toBe(AT + nd.NS_LEN)
  expect(nd.macOption(answer, AT + nd.NA_LEN, answer.length, nd.OPTION_TARGET_MAC)).toBe(0x02000000000b)
  expect(answer[AT + icmp6.ID]).toBe(icmp6.FLAG_ROUTER | icmp6.FLAG_SOLICITED | icmp6.FLAG_OVERRIDE)
})

test('a report of one group, behind a router alert', () => {
  const b = fromHex(golden.report)
  const at = AT + ipv6.extensionLen(b, AT, ipv6.nextHeader(b, IP))
  expect([b[AT], b[AT + 2], icmp6.type(b, at)]).toEqual([
    ipv6.NEXT_ICMP6,
    ipv6.OPTION_ROUTER_ALERT,
    icmp6.LISTENER_REPORT_V2,
  ])
  expect(icmp6.check(b, at, b.length, IP)).toBe(0)
  const record = at + mld.REPORT_LEN
  expect([mld.recordType(b, record), formatIn6(mld.recordGroup(b, record))]).toEqual([
    mld.CHANGE_TO_EXCLUDE,
    'ff02::1:ff00:a',
  ])
  expect(record + mld.recordLen(b, record)).toBe(b.length)
})

test('what is cut short, of another version or changed is refused', () => {
  const b = fromHex(golden.echo)
  expect(ipv6.check(b, IP, b.length - 1)).toBe(DROP_RUNT)
  expect(ipv6.check(b, IP, IP + 39)).toBe(DROP_RUNT)
  expect(icmp6.check(b, AT, AT + 7, IP)).toBe(DROP_RUNT)
  for (let i = AT; i < b.length; i++) {
    const bad = Uint8Array.from(b)
    bad[i] ^= 0x10
    expect(icmp6.check(bad, AT, bad.length, IP)).toBe(DROP_BAD_CHECKSUM)
  }
  b[IP] = 0x45
  expect(ipv6.check(b, IP, b.length)).toBe(DROP_BAD_HEADER)
})

test('options: one of length zero voids the message, one that is cut short too', () => {
  expect(nd.checkOptions(fromHex('0101020000000001 0e01000000000000'), 0, 16)).toBe(0)
  expect(nd.checkOptions(fromHex('0100020000000001'), 0, 8)).toBe(DROP_BAD_ND)
  expect(nd.checkOptions(fromHex('0102020000000001'), 0, 8)).toBe(DROP_RUNT)
})

test('advertisements and prefixes are read as they were written', () => {
  const preference = fc.constantFrom('high' as const, 'medium' as const, 'low' as const)
  const u32 = fc.integer({ min: 0, max: 0xffffffff })
  const flags = {
    managed: fc.boolean(),
    other: fc.boolean(),
    preference,
    lifetimeS: fc.integer({ min: 0, max: 65_535 }),
  }
  const advertisement = fc.record({
    hopLimit: fc.integer({ min: 0, max: 255 }),
    ...flags,
    reachableMs: u32,
    retransMs: u32,
  })
  const prefix = fc.record({
    prefix: fc.constant(parseIn6('2001:db8::')),
    prefixLen: fc.integer({ min: 0, max: 128 }),
    onLink: fc.boolean(),
    autonomous: fc.boolean(),
    valid: u32,
    preferred: u32,
  })
  fc.assert(
    fc.property(advertisement, prefix, (a, p) => {
      const b = new Uint8Array(nd.RA_LEN + nd.PREFIX_OPTION_LEN)
      nd.putAdvertisement(b, 0, a)
      nd.putPrefix(b, nd.RA_LEN, p)
      expect(nd.checkOptions(b, nd.RA_LEN, b.length)).toBe(0)
      expect(nd.parseAdvertisement(b, 0)).toEqual(a)
      expect(nd.prefixAt(b, nd.RA_LEN)).toEqual(p)
    }),
  )
})

test('the time to answer a query, in milliseconds or as a small floating-point number (RFC 3810 §5.1.3)', () => {
  const query = (code: number) => {
    const b = new Uint8Array(mld.V2_QUERY_LEN)
    b.set([code >> 8, code & 255], mld.MAX_RESPONSE)
    putIn6(b, mld.GROUP, parseIn6('ff02::9'))
    return b
  }
  expect(mld.maxResponseMs(query(10_000), 0, mld.V2_QUERY_LEN)).toBe(10_000)
  expect(mld.maxResponseMs(query(0x8000), 0, mld.V2_QUERY_LEN)).toBe(32_768)
  expect(mld.maxResponseMs(query(0xffff), 0, mld.V2_QUERY_LEN)).toBe(0x1fff << 10)
  expect(mld.maxResponseMs(query(0xffff), 0, mld.V1_LEN)).toBe(65_535)
})
