// Golden frames, taken apart and put together. Every emit writes into bytes full of a5, so a forgotten field shows.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatIpv4, formatMac, parseIpv4, parseMac } from './address.ts'
import * as arp from './arp.ts'
import { fromHex, toHex } from './bytes.ts'
import { DROP_BAD_CHECKSUM, DROP_BAD_HEADER, DROP_RUNT, dropHints, dropWords } from './drop.ts'
import * as ethernet from './ethernet.ts'
import * as icmp from './icmp.ts'
import * as ipv4 from './ipv4.ts'

const a5 = (n: number) => new Uint8Array(n).fill(0xa5)

// who-has 10.0.0.2 tell 10.0.0.1
const ARP = fromHex('ffffffffffff 020000000001 0806 0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002')
// 10.0.0.1 > 10.0.1.1: ICMP echo request, id 4660, seq 1, eight bytes of data
const ECHO = fromHex('4500 0024 0001 0000 4001 65d7 0a000001 0a000101 0800 d9ba 1234 0001 0001020304050607')

test('ethernet', () => {
  const e = ethernet.parse(ARP, 0)
  expect([formatMac(e.dst), formatMac(e.src), e.type]).toEqual(['ff:ff:ff:ff:ff:ff', '02:00:00:00:00:01', 0x0806])
  const b = a5(14)
  ethernet.emit(b, 0, e)
  expect(toHex(b)).toBe(toHex(ARP.subarray(0, 14)))
  expect(ethernet.check(ARP, 0, 13)).toBe(DROP_RUNT)
})

test('arp', () => {
  expect(arp.check(ARP, 14, ARP.length)).toBe(0)
  const request = arp.parse(ARP, 14)
  expect(request).toEqual({
    op: arp.OP_REQUEST,
    senderMac: parseMac('02:00:00:00:00:01'),
    senderIp: parseIpv4('10.0.0.1'),
    targetMac: 0,
    targetIp: parseIpv4('10.0.0.2'),
  })
  const b = a5(28)
  arp.emit(b, 0, request)
  expect(toHex(b)).toBe(toHex(ARP.subarray(14)))
  expect(arp.check(ARP, 14, ARP.length - 1)).toBe(DROP_RUNT)
  const tokenRing = ARP.slice()
  tokenRing[15] = 6
  expect(arp.check(tokenRing, 14, tokenRing.length)).toBe(DROP_BAD_HEADER)
})

test('ipv4 and icmp', () => {
  expect(ipv4.check(ECHO, 0, ECHO.length)).toBe(0)
  expect(icmp.check(ECHO, 20, ECHO.length)).toBe(0)
  const ip = ipv4.parse(ECHO, 0)
  expect([formatIpv4(ip.src), formatIpv4(ip.dst), ip.ttl, ip.protocol]).toEqual(['10.0.0.1', '10.0.1.1', 64, 1])
  const echo = icmp.parse(ECHO, 20)
  expect(echo).toEqual({ type: icmp.ECHO_REQUEST, code: 0, id: 0x1234, seq: 1 })
  const b = a5(ECHO.length)
  b.set(ECHO.subarray(28), 28)
  ipv4.emit(b, 0, ip)
  icmp.emit(b, 20, b.length, echo)
  expect(toHex(b)).toBe(toHex(ECHO))
})

test('a header that contradicts the frame is refused by name', () => {
  const changed = (at: number, value: number) => {
    const b = ECHO.slice()
    b[at] = value
    return ipv4.check(b, 0, b.length)
  }
  expect(changed(0, 0x65)).toBe(DROP_BAD_HEADER)
  expect(changed(0, 0x44)).toBe(DROP_BAD_HEADER)
  expect(changed(3, 0x25)).toBe(DROP_RUNT)
  expect(changed(3, 0x10)).toBe(DROP_BAD_HEADER)
  expect(changed(8, 63)).toBe(DROP_BAD_CHECKSUM)
  expect(ipv4.check(ECHO, 0, 19)).toBe(DROP_RUNT)
})

test('no bytes make a check fail otherwise than by a reason', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (b) => {
      for (const reason of [ipv4.check(b, 0, b.length), icmp.check(b, 0, b.length), arp.check(b, 0, b.length)])
        expect(dropWords[reason]).toBeTypeOf('string')
    }),
  )
})

test('every drop reason has a word and a sentence', () => {
  expect(dropHints).toHaveLength(dropWords.length)
  expect(new Set(dropWords).size).toBe(dropWords.length)
  for (const hint of dropHints.slice(1)) expect(hint).toMatch(/^[A-Z].*\.$/)
})
