import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { A, B, echo, ethernet, ipv4, tag } from '../../test/frames.ts'
import { samples } from '../../test/sample-frames.ts'
import { printFrame, printLine } from './print.ts'

const frameOf = (name: string): Uint8Array => {
  const sample = samples.find((s) => s.name === name)
  if (sample === undefined) throw new Error(`no sample is called ${name}`)
  return Uint8Array.from(sample.frame)
}
const printed = (frame: Uint8Array, ether = false) => printFrame(frame, 0, frame.length, frame.length, ether)

test.each([
  [0, '00:00:00.000000', '00:00:00.000000000'],
  [1_000_123_999, '00:00:01.000123', '00:00:01.000123999'],
  [3_599_999_999_999, '00:59:59.999999', '00:59:59.999999999'],
  [90_061_000_000_001, '25:01:01.000000', '25:01:01.000000001'],
])('%d ns is %s', (ns, micros, nanos) => {
  const ping = frameOf('ping request')
  const rest = ' IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 64'
  expect(printLine(ns, ping, 0, ping.length, ping.length)).toBe(micros + rest)
  expect(printLine(ns, ping, 0, ping.length, ping.length, { nanos: true })).toBe(nanos + rest)
})

describe('lines', () => {
  test.each([
    ['ARP request', 'ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 46'],
    ['ARP reply', 'ARP, Reply 10.0.0.1 is-at 42:00:aa:00:00:01, length 28'],
    ['ARP gratuitous request', 'ARP, Request who-has 10.0.0.1 (ff:ff:ff:ff:ff:ff) tell 10.0.0.1, length 28'],
    ['ARP probe', 'ARP, Request who-has 10.0.0.1 tell 0.0.0.0, length 28'],
    ['ARP of an unknown kind', 'ARP, Unknown (99), length 28'],
    ['ARP for IPv6', 'ARP, Unknown Hardware (1), Unknown Protocol (0x86dd), length 28'],
    ['ping request', 'IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 64'],
    ['ping reply', 'IP 10.0.0.1 > 10.0.0.2: ICMP echo reply, id 4660, seq 258, length 64'],
    ['time exceeded', 'IP 10.0.0.1 > 10.0.0.2: ICMP time exceeded in-transit, length 40'],
    ['reassembly time exceeded', 'IP 10.0.0.1 > 10.0.0.2: ICMP ip reassembly time exceeded, length 40'],
    ['net unreachable', 'IP 10.0.0.1 > 10.0.0.2: ICMP net 10.0.0.2 unreachable, length 40'],
    ['host unreachable', 'IP 10.0.0.1 > 10.0.0.2: ICMP host 10.0.0.2 unreachable, length 40'],
    ['port unreachable', 'IP 10.0.0.1 > 10.0.0.2: ICMP 10.0.0.2 udp port 33434 unreachable, length 40'],
    ['needs fragmentation', 'IP 10.0.0.1 > 10.0.0.2: ICMP 10.0.0.2 unreachable - need to frag (mtu 1400), length 40'],
    ['unreachable, unknown code', 'IP 10.0.0.1 > 10.0.0.2: ICMP 10.0.0.2 unreachable - #16, length 40'],
    ['redirect', 'IP 10.0.0.1 > 10.0.0.2: ICMP redirect 10.0.0.2 to host 10.0.0.9, length 40'],
    ['parameter problem', 'IP 10.0.0.1 > 10.0.0.2: ICMP parameter problem - octet 0, length 40'],
    ['source quench', 'IP 10.0.0.1 > 10.0.0.2: ICMP source quench, length 40'],
    ['timestamp request', 'IP 10.0.0.1 > 10.0.0.2: ICMP time stamp query id 7 seq 9, length 20'],
    ['unknown ICMP', 'IP 10.0.0.1 > 10.0.0.2: ICMP type-#200, length 8'],
    ['error quoting half a header', 'IP 10.0.0.1 > 10.0.0.2: ICMP time exceeded in-transit, length 18'],
    ['VLAN', 'IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 64'],
    ['VLAN, unknown type', '42:00:aa:00:00:01 > 42:00:aa:00:00:02, ethertype Unknown (0x7777), length 38'],
    ['VLAN cut', '[|vlan]'],
    ['unknown type', '42:00:aa:00:00:01 > 42:00:aa:00:00:02, ethertype Unknown (0x7777), length 60'],
    ['experimental type', '42:00:aa:00:00:01 > 42:00:aa:00:00:02, ethertype Unknown (0x88b5), length 60'],
    ['neither type nor length', '42:00:aa:00:00:01 > 42:00:aa:00:00:02, ethertype Unknown (0x05dd), length 60'],
    ['LLC', '42:00:aa:00:00:01 > 42:00:aa:00:00:02, 802.3, length 52'],
    ['spanning tree', 'STP 802.1d, Config, Flags [none], bridge-id 0000.00:00:00:00:00:00.0000, length 35'],
    [
      'spanning tree, rapid, topology changes',
      'STP 802.1w, Rapid STP, Flags [Topology change, Proposal], bridge-id 8000.42:00:aa:00:00:01.8002, length 36',
    ],
    ['spanning tree, topology change', 'STP 802.1d, Topology Change'],
    ['spanning tree, broken off', 'STP 802.1w, Rapid STP (invalid)'],
    ['nothing but half an address', '[|ether]'],
    ['UDP', 'IP 10.0.0.1.40000 > 10.0.0.2.50001: UDP, length 3'],
    ['UDP, length too small', 'IP 10.0.0.1.1 > 10.0.0.2.2: truncated-udplength 3'],
    ['UDP, length too large', 'IP 10.0.0.1.40000 > 10.0.0.2.50001: UDP, bad length 22 > 0'],
    [
      'TCP SYN with options',
      'IP 10.0.0.1.40000 > 10.0.0.2.50001: Flags [S], seq 1000, win 65535, options [mss 1460,sackOK,TS val 5 ecr 0,nop,wscale 7], length 0',
    ],
    ['TCP data', 'IP 10.0.0.1.40001 > 10.0.0.2.50001: Flags [P.], seq 1001:1004, ack 7, win 100, length 3'],
    ['TCP, padded by Ethernet', 'IP 10.0.0.1.40008 > 10.0.0.2.50001: Flags [F.], seq 5, ack 6, win 65535, length 0'],
    [
      'TCP, every flag',
      'IP 10.0.0.1.40002 > 10.0.0.2.50001: Flags [FSRP.UEWe], seq 1001:1004, ack 7, win 100, urg 0, length 3',
    ],
    ['TCP, no flag', 'IP 10.0.0.1.40003 > 10.0.0.2.50001: Flags [none], win 65535, length 0'],
    [
      'TCP SACK',
      'IP 10.0.0.1.40004 > 10.0.0.2.50001: Flags [.], ack 5, win 65535, options [nop,nop,sack 1 {9:20}], length 0',
    ],
    ['TCP, header too short', 'IP 10.0.0.1.40005 > 10.0.0.2.50001: [bad hdr length 16 - too short, < 20]'],
    ['TCP, header too long', 'IP 10.0.0.1.40006 > 10.0.0.2.50001: [bad hdr length 60 - too long, > 20]'],
    [
      'TCP, broken option',
      'IP 10.0.0.1.40007 > 10.0.0.2.50001: Flags [S], seq 1, win 65535, options [[bad opt]], length 0',
    ],
    ['first fragment', 'IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 64'],
    ['middle fragment', 'IP 10.0.0.1 > 10.0.0.2: ip-proto-1'],
    ['last fragment', 'IP 10.0.0.1 > 10.0.0.2: ip-proto-17'],
    ['unknown protocol', 'IP 10.0.0.1 > 10.0.0.2: ip-proto-253 8'],
    ['protocol named only', 'IP 10.0.0.1 > 10.0.0.2: igmp 8'],
    ['IP in IP', 'IP 10.0.0.1 > 10.0.0.2: IP 1.1.1.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 64'],
    ['IPv6 in IPv4', 'IP 10.0.0.1 > 10.0.0.2: ip-proto-41 48'],
    ['wrong version', 'IP version 5 != 4'],
    ['header too short', 'IP bad-hlen 16'],
    ['total length too small', 'IP bad-len 10'],
    ['IPv4 cut', 'IP [|ip]'],
    ['ICMP cut', 'IP 10.0.0.1 > 10.0.0.2: ICMP [|icmp]'],
    ['ARP cut', 'ARP, [|arp], length 20'],
    ['ping6 request', 'IP6 fe80::1 > fe80::2: ICMP6, echo request, id 1, seq 1, length 64'],
    ['ping6 reply', 'IP6 fe80::1 > fe80::2: ICMP6, echo reply, id 1, seq 2, length 8'],
    ['neighbor solicitation', 'IP6 fe80::1 > ff02::1:ff00:2: ICMP6, neighbor solicitation, who has fe80::2, length 32'],
    [
      'duplicate address detection',
      'IP6 :: > ff02::1:ff00:2: ICMP6, neighbor solicitation, who has fe80::2, length 24',
    ],
    ['neighbor advertisement', 'IP6 fe80::1 > fe80::2: ICMP6, neighbor advertisement, tgt is fe80::2, length 32'],
    ['router solicitation', 'IP6 fe80::1 > fe80::2: ICMP6, router solicitation, length 16'],
    ['router advertisement', 'IP6 fe80::1 > fe80::2: ICMP6, router advertisement, length 56'],
    ['redirect v6', 'IP6 fe80::1 > fe80::2: ICMP6, redirect, length 40'],
    ['option of length 0', 'IP6 fe80::1 > fe80::2: ICMP6, neighbor solicitation, who has fe80::2, length 32'],
    ['no route v6', 'IP6 fe80::1 > fe80::2: ICMP6, destination unreachable, unreachable route fe80::1, length 56'],
    [
      'port unreachable v6',
      'IP6 fe80::1 > fe80::2: ICMP6, destination unreachable, unreachable port, fe80::1 udp port 33434, length 56',
    ],
    ['packet too big', 'IP6 fe80::1 > fe80::2: ICMP6, packet too big, mtu 1280, length 56'],
    ['hop limit exceeded', 'IP6 fe80::1 > fe80::2: ICMP6, time exceeded in-transit for fe80::1, length 56'],
    ['parameter problem v6', 'IP6 fe80::1 > fe80::2: ICMP6, parameter problem, length 56'],
    [
      'listener report behind hop-by-hop',
      'IP6 fe80::1 > ff02::16: HBH ICMP6, multicast listener report v2, 1 group record(s), length 28',
    ],
    ['UDP over IPv6', 'IP6 fe80::1.40000 > fe80::2.50001: UDP, length 2'],
    ['TCP over IPv6', 'IP6 fe80::1.40000 > fe80::2.50001: Flags [S], seq 0, win 65535, length 0'],
    ['no next header', 'IP6 fe80::1 > fe80::2: no next header'],
    ['first fragment v6', 'IP6 fe80::1 > fe80::2: frag (0|64) ICMP6, echo request, id 1, seq 1, length 64'],
    ['middle fragment v6', 'IP6 fe80::1 > fe80::2: frag (1448|56)'],
    ['destination options', 'IP6 fe80::1 > fe80::2: DSTOPT ICMP6, echo request, id 1, seq 1, length 8'],
    ['authentication header', 'IP6 fe80::1 > fe80::2: AH ICMP6, echo request, id 1, seq 1, length 8'],
    ['unknown protocol v6', 'IP6 fe80::1 > fe80::2: ip-proto-253 8'],
    ['extension header cut', 'IP6 fe80::1 > fe80::2: [|ip6]'],
    ['wrong version v6', 'IP6 version error: 4 != 6'],
    ['addresses with zeros', 'IP6 2001:db8::1:0:0:1 > ::ffff:10.0.0.1: no next header'],
  ])('%s', (name, line) => expect(printed(frameOf(name))).toBe(line))
})

describe('the link layer (-e)', () => {
  test.each([
    [
      'ping request',
      `${A} > ${B}, ethertype IPv4 (0x0800), length 98: 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 64`,
    ],
    [
      'ARP request',
      `${A} > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 60: Request who-has 10.0.0.2 tell 10.0.0.1, length 46`,
    ],
    [
      'spanning tree, topology change',
      `${A} > 01:80:c2:00:00:00, 802.3, length 7: LLC, dsap STP (0x42) Individual, ssap STP (0x42) Command, ctrl 0x03: STP 802.1d, Topology Change`,
    ],
    ['unknown type', `${A} > ${B}, ethertype Unknown (0x7777), length 60`],
    [
      'VLAN in VLAN',
      `${A} > ${B}, ethertype 802.1Q-QinQ (0x88a8), length 106: vlan 4, p 3, ethertype 802.1Q (0x8100), vlan 5, p 0, ethertype IPv4 (0x0800), 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 64`,
    ],
  ])('%s', (name, line) => expect(printed(frameOf(name), true)).toBe(line))

  test('a tag may be marked drop eligible', () => {
    const frame = ethernet(A, B, 0x8100, tag(0x1004, 3, 0x7777, []))
    expect(printed(Uint8Array.from(frame), true)).toContain('vlan 4, p 3, DEI, ethertype Unknown (0x7777)')
  })
})

describe('cut by the capture', () => {
  test.each([
    [10, '[|ether]'],
    [30, 'IP [|ip]'],
    [40, 'IP 10.0.0.1 > 10.0.0.2: ICMP [|icmp]'],
    [42, 'IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 64'],
  ])('%d bytes', (caplen, line) => {
    const frame = Uint8Array.from(ethernet(A, B, 0x800, ipv4(1, echo(8, 1, 1))))
    expect(printFrame(frame, 0, caplen, frame.length, false)).toBe(line)
  })
})

describe('any bytes at all', () => {
  test('each sample at every length', () => {
    for (const { frame } of samples) {
      const bytes = Uint8Array.from(frame)
      for (let n = 0; n <= bytes.length; n++) {
        expect(printFrame(bytes, 0, n, n, n % 2 === 0)).not.toMatch(/undefined|NaN/)
        expect(printFrame(bytes, 0, n, bytes.length, n % 2 === 0)).not.toMatch(/undefined|NaN/)
      }
    }
  })

  test('mutated samples stay one line of words', () => {
    const edits = fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { maxLength: 8 })
    fc.assert(
      fc.property(fc.constantFrom(...samples), edits, fc.nat(150), (sample, changes, cut) => {
        const bytes = Uint8Array.from(sample.frame)
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        // Exactly as long as what was captured: a read beyond it would print undefined or NaN.
        const captured = bytes.slice(0, cut)
        expect(printFrame(captured, 0, captured.length, bytes.length, cut % 2 === 0)).not.toMatch(/undefined|NaN|\n/)
      }),
      { numRuns: 5000 },
    )
  })
})
