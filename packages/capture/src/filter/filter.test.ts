import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LIBPCAP_SAMPLES, libpcapAnswers } from '../../test/libpcap-answers.ts'
import { samples } from '../../test/sample-frames.ts'
import { compileFilter, explainFilterError, type FilterError, type Names, type Predicate } from './filter.ts'
import { wiresharkWords } from './wireshark.ts'

function compiled(text: string, names?: Names): Predicate {
  const filter = compileFilter(text, names)
  if (typeof filter !== 'function') throw new Error(explainFilterError(text, filter))
  return filter
}

function refused(text: string): FilterError {
  const filter = compileFilter(text)
  if (typeof filter === 'function') throw new Error(`'${text}' was accepted`)
  return filter
}

const frames = samples.map(({ name, frame }) => ({ name, bytes: Uint8Array.from(frame) }))
const matches = (filter: Predicate, from = frames): string[] =>
  from.filter(({ bytes }) => filter(bytes, 0, bytes.length, bytes.length)).map(({ name }) => name)

// Ours reads TCP and UDP headers behind IPv6 too; pcap-filter(7) promises it, libpcap does not do it.
const BEYOND_LIBPCAP = ['UDP over IPv6', 'TCP over IPv6']

describe('matches what libpcap matches', () => {
  const judged = frames.slice(0, LIBPCAP_SAMPLES)
  test.each(libpcapAnswers)('%s', (text, bits) => {
    const theirs = judged.filter((_, i) => (BigInt(`0x${bits}`) >> BigInt(i)) & 1n).map(({ name }) => name)
    const readsTransport = /\b(tcp|udp)\[/.test(text)
    const kept = (names: string[]) => names.filter((name) => !readsTransport || !BEYOND_LIBPCAP.includes(name))
    expect(kept(matches(compiled(text), judged))).toEqual(kept(theirs))
  })
})

describe('protocols by the names of /etc/protocols, as libpcap reads them', () => {
  const of = (name: string, at: number, protocol: number): Uint8Array => {
    const bytes = Uint8Array.from(samples.find((sample) => sample.name === name)!.frame)
    bytes[at] = protocol
    return bytes
  }
  const v4 = (protocol: number) => of('unknown protocol', 23, protocol)
  const v6 = (protocol: number) => of('unknown protocol v6', 20, protocol)
  const takes = (text: string, bytes: Uint8Array) => compiled(text)(bytes, 0, bytes.length, bytes.length)

  test('proto with a name', () => {
    expect(takes('proto ospf', v4(89))).toBe(true)
    expect(takes('ip6 proto ospf', v6(89))).toBe(true)
    expect(takes('ip proto ospf', v4(88))).toBe(false)
    expect(takes('ip proto gre', v4(47))).toBe(true)
    expect(takes('ip proto \\ipv6-icmp', v4(58))).toBe(true)
  })

  test('vrrp and carp are IPv4 alone', () => {
    for (const word of ['vrrp', 'carp']) {
      expect(takes(word, v4(112))).toBe(true)
      expect(takes(word, v6(112))).toBe(false)
    }
  })

  test('a range of one port', () => {
    expect(matches(compiled('tcp portrange 50001'))).toEqual(matches(compiled('tcp port 50001')))
    expect(matches(compiled('tcp portrange 50001'))).not.toHaveLength(0)
  })
})

describe('more than libpcap', () => {
  test('an address alone is a host, a network alone a net', () => {
    expect(matches(compiled('10.0.0.1'))).toEqual(matches(compiled('host 10.0.0.1')))
    expect(matches(compiled('10.0.0.0/8'))).toEqual(matches(compiled('net 10.0.0.0/8')))
    expect(matches(compiled('fe80::/10'))).toEqual(matches(compiled('net fe80::/10')))
  })

  test('TCP flags are found in IPv6 as well', () => {
    expect(matches(compiled('tcp[tcpflags] & tcp-syn != 0'))).toContain('TCP over IPv6')
  })

  test('% and ^ bind as in C', () => {
    expect(matches(compiled('7 % 4 + 1 = 4'))).toHaveLength(frames.length)
    expect(matches(compiled('6 & 3 ^ 1 = 3'))).toHaveLength(frames.length)
  })

  test('names of the lab stand for their addresses', () => {
    const names: Names = (name) =>
      new Map([
        ['pc1', ['10.0.0.1', 'fe80::1']],
        ['port', ['1.1.1.1']],
        ['switch1', []],
      ]).get(name) ?? null
    const both = matches(compiled('host 10.0.0.1 or fe80::1'))
    expect(matches(compiled('host pc1', names))).toEqual(both)
    expect(matches(compiled('pc1', names))).toEqual(both)
    expect(matches(compiled('ip host pc1', names))).toEqual(matches(compiled('ip host 10.0.0.1')))
    expect(matches(compiled('src pc1 and udp', names))).toEqual(
      matches(compiled('(src 10.0.0.1 or src fe80::1) and udp')),
    )
    // A node may be called like a keyword.
    expect(matches(compiled('host \\port', names))).toEqual(matches(compiled('host 1.1.1.1')))
    expect(compileFilter('host switch1', names)).toMatchObject({ error: "'switch1' has no address" })
    expect(compileFilter('host pc2', names)).toMatchObject({ at: 5, length: 3 })
  })

  test('offset, captured length and wire length are the frame’s own', () => {
    const ping = frames.find(({ name }) => name === 'ping request')
    const bytes = Uint8Array.from([9, 9, 9, ...(ping?.bytes ?? [])])
    expect(compiled('icmp and len = 1514')(bytes, 3, bytes.length - 3, 1514)).toBe(true)
    expect(compiled('icmp')(bytes, 3, 20, 1514)).toBe(false)
    expect(compiled('not icmp')(bytes, 3, 20, 1514)).toBe(false)
  })
})

// The caret line marks the characters that the error is about.
describe('errors', () => {
  test('what is offered in place of a word of Wireshark’s can be read', () => {
    for (const [, here] of wiresharkWords)
      expect(
        compileFilter(here, () => null),
        here,
      ).toBeTypeOf('function')
  })

  test.each([
    ['prot 17', '^^^^', "did you mean 'proto'?"],
    ['icmp and prt 80', '         ^^^', "did you mean 'port'?"],
    ['icmp and ip.src == 10.0.0.1', '         ^^^^^^', "write it as in 'src host 10.0.0.1'"],
    ['frame.len > 60', '^^^^^^^^^', "Wireshark's word"],
    ['icmp arp', '     ^^^', "join conditions with 'and' or 'or'"],
    ['icmp and', '        ^', 'the filter ends'],
    ['and icmp', '^^^', 'stands where a condition is needed'],
    ['(icmp or arp', '^', 'is never closed'],
    ['icmp)', '    ^', 'closes nothing'],
    ['host', '^^^^', "as in 'host 10.0.0.1'"],
    ['host and icmp', '^^^^', 'needs something behind it'],
    ['port 70000', '     ^^^^^', '0 to 65535'],
    ['tcp portrange 1-2-3', '              ^^^^^', "as in 'portrange 5000-5010'"],
    ['icmp port 80', '          ^^', 'icmp has no ports'],
    ['tcp host 10.0.0.1', '         ^^^^^^^^', "write 'tcp and host 10.0.0.1'"],
    ['net 10.0.0.1/8', '    ^^^^^^^^', 'write 10.0.0.0'],
    ['net fe80::1/10', '    ^^^^^^^', 'write fe80::/10'],
    ['net 10.0.0.0/33', '             ^^', '0 to 32'],
    ['host 02:00:00:00:00:01', '     ^^^^^^^^^^^^^^^^^', "write 'ether host 02:00:00:00:00:01'"],
    ['ether host 10.0.0.1', '           ^^^^^^^^', 'six octets in hex'],
    ['ip6 host 10.0.0.1', '         ^^^^^^^^', 'no IPv4 addresses'],
    ['vlan 5000', '     ^^^^', '0 to 4095'],
    ['ip[8', '  ^', "add ']'"],
    ['ip[8:3] = 1', '     ^', '1, 2 or 4'],
    ['ip[8] <', '       ^', 'where a number is needed'],
    ['ip[8] = 5 / 0', '          ^', 'division by zero'],
    ['80', '^^', 'a number alone says nothing'],
    ['ether', '^^^^^', 'every frame is one'],
    ['ip broadcast', '   ^^^^^^^^^', 'cannot be told from a packet alone'],
    ['dst broadcast', '    ^^^^^^^^^', "'dst' does not go with 'broadcast': write 'broadcast' alone"],
    ['ether src multicast', '          ^^^^^^^^^', "'src' does not go with 'multicast'"],
    ['host icmp', '     ^^^^', 'stands where an address is needed'],
    ['gateway r1', '^^^^^^^', 'is not supported'],
    ['icmp ; arp', '     ^', 'has no meaning here'],
    ['host 10.0.0.256', '     ^^^^^^^^^^', 'neither a word'],
    ['greater big', '        ^^^', 'a length is needed'],
    ['len > 99999999999', '      ^^^^^^^^^^^', '4294967295'],
  ])('%s', (text, marks, words) => {
    const [shown, caret, message] = explainFilterError(text, refused(text)).split('\n')
    expect([shown, caret]).toEqual([text, marks])
    expect(message).toContain(words)
  })

  test('in a long filter the line shows the place', () => {
    const text = `${'icmp or '.repeat(50)}fo0 and arp`
    const [shown, caret] = explainFilterError(text, refused(text)).split('\n')
    expect(shown.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('fo0')
    expect(shown.length).toBeLessThanOrEqual(120)
  })

  test('nesting and length have limits that say so', () => {
    expect(refused('('.repeat(500)).error).toBe('nested too deep')
    expect(refused(`${'not '.repeat(500)}icmp`).error).toBe('nested too deep')
    expect(refused(`len > ${'- '.repeat(500)}1`).error).toBe('nested too deep')
    expect(refused('icmp or '.repeat(1000)).error).toBe('the filter is too long')
  })
})

describe('any text at all', () => {
  const word = fc.constantFrom(
    ...'( ) [ ] and or not && || ! = != < > <= >= + - * / % & | ^ << >> : \\ src dst host net mask port portrange proto'.split(
      ' ',
    ),
    ...'ip ip6 arp ether tcp udp icmp icmp6 vlan broadcast multicast greater less len tcpflags tcp-syn icmp-echo'.split(
      ' ',
    ),
    ...'10.0.0.1 10 10.0.0.0/8 fe80::1 fe80::/10 02:00:00:00:00:01 80 80-90 4 0x806 017 99999999999 foo http'.split(
      ' ',
    ),
  )

  test('is a filter or an error inside the text; a filter takes any frame', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 14 }), fc.constantFrom(' ', ''), fc.nat(200), (words, glue, cut) => {
        const text = words.join(glue)
        const filter = compileFilter(text)
        if (typeof filter === 'function') {
          for (const { bytes } of frames) filter(bytes, 0, Math.min(cut, bytes.length), bytes.length)
          return
        }
        expect(filter.at).toBeGreaterThanOrEqual(0)
        expect(filter.at).toBeLessThanOrEqual(text.length)
        expect(filter.mend).not.toBe('')
        expect(explainFilterError(text, filter)).not.toMatch(/undefined|null/)
      }),
      { numRuns: 5000 },
    )
  })

  test('random characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => void compileFilter(text)),
      { numRuns: 2000 },
    )
  })

  test('the longest chains are read and run', () => {
    const ping = frames[8].bytes
    for (const text of [
      `icmp${' or ip'.repeat(680)}`,
      `0 < 1${'+1'.repeat(2040)}`,
      `len > ${'('.repeat(90)}1${')'.repeat(90)}`,
    ])
      expect(compiled(text)(ping, 0, ping.length, ping.length)).toBe(true)
  })
})
