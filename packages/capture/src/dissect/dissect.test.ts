import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { A, arp, B, echo, ethernet, icmp, ipv4, pcap, udp, zeros } from '../../test/frames.ts'
import { samples } from '../../test/sample-frames.ts'
import { noTshark, tsharkFields } from '../../test/tshark.ts'
import { dissect, summarize } from './dissect.ts'
import type { Field } from './dissection.ts'

const lineOf = (frame: readonly number[]): string => {
  const s = summarize(Uint8Array.from(frame), 0, frame.length, frame.length)
  return `${s.source} > ${s.destination} ${s.protocol}: ${s.info}`
}

describe('the packet list', () => {
  test.each(samples)('$name', ({ frame, line }) => expect(lineOf(frame)).toBe(line))

  test('the length is the one on the wire, the offset may be any', () => {
    const bytes = Uint8Array.from([1, 2, 3, ...samples[0].frame])
    expect(summarize(bytes, 3, bytes.length - 3, 1514)).toMatchObject({ length: 1514, protocol: 'ARP' })
  })

  test('a frame cut by the capture says so, and what is missing', () => {
    const bytes = Uint8Array.from(ethernet(A, B, 0x800, ipv4(1, echo(8, 1, 1))))
    expect(summarize(bytes, 0, 38, bytes.length).info).toBe(
      'Echo (ping) request [Packet size limited during capture] ICMP: Identifier (BE)',
    )
    expect(summarize(bytes, 0, 42, bytes.length).info).toBe('Echo (ping) request  id=0x0001, seq=1/256, ttl=64')
  })

  test.skipIf(noTshark)(`tshark prints the same ${noTshark}`, () => {
    const compared = samples.filter((sample) => sample.ours === undefined)
    const columns = ['Source', 'Destination', 'Protocol', 'Info'].map((name) => `_ws.col.${name}`)
    // What we do not do by design: remember connections, put fragments together.
    const stateless = [
      'tcp.relative_sequence_numbers',
      'tcp.analyze_sequence_numbers',
      'ip.defragment',
      'ipv6.defragment',
    ]
    const off = stateless.flatMap((name) => ['-o', `${name}:FALSE`])
    const rows = tsharkFields(pcap(compared.map((sample) => sample.frame)), columns, off)
    // Ours adds which field is missing; theirs which frame answers.
    const bare = (line: string) =>
      line
        .replace(/ ?(\[Malformed Packet\]).*/, '$1')
        .replace(/ \(no response found!\)| \((reply|request) in \d+\)/, '')
    expect(rows.map(([from, to, protocol, info]) => bare(`${from} > ${to} ${protocol}: ${info}`))).toEqual(
      compared.map((sample) => bare(sample.line)),
    )
  })
})

/** `path = value @offset+length` of every field, depth first. */
function flatten(fields: readonly Field[], path = ''): string[] {
  return fields.flatMap((f) => [
    `${path}${f.name} = ${f.value} @${f.offset}+${f.length}`,
    ...flatten(f.children, `${path}${f.name} / `),
  ])
}
const tree = (frame: readonly number[]): string[] =>
  flatten(dissect(Uint8Array.from(frame), 0, frame.length, frame.length).layers)

describe('the detail tree', () => {
  test('every field of a ping names its bytes', () => {
    const lines = tree([...ethernet(A, B, 0x800, ipv4(1, echo(8, 1, 2, [0xab]))), 0, 0])
    expect(lines).toEqual(
      expect.arrayContaining([
        `Ethernet II = Src: ${A}, Dst: ${B} @0+14`,
        `Ethernet II / Type = IPv4 (0x0800) @12+2`,
        'Ethernet II / Padding = 0000 @43+2',
        'Internet Protocol Version 4 = Src: 10.0.0.1, Dst: 10.0.0.2 @14+20',
        'Internet Protocol Version 4 / Total Length = 29 @16+2',
        "Internet Protocol Version 4 / Flags / Don't fragment = Not set @20+2",
        'Internet Protocol Version 4 / Time to Live = 64 @22+1',
        'Internet Protocol Version 4 / Checksum Status = Good @24+2',
        'Internet Control Message Protocol / Sequence Number (BE) = 2 (0x0002) @40+2',
        'Internet Control Message Protocol / Checksum Status = Good @36+2',
        'Data = 1 byte @42+1',
      ]),
    )
  })

  test('an ICMP error shows the packet it is about', () => {
    const quoted = ipv4(17, udp(40000, 33434, zeros(100)), { src: '10.0.0.7', ttl: 1 }).slice(0, 28)
    const lines = tree(ethernet(A, B, 0x800, ipv4(1, icmp(11, 0, [...zeros(4), ...quoted]))))
    expect(lines).toContain('Internet Protocol Version 4 = Src: 10.0.0.7, Dst: 10.0.0.2 @42+20')
    expect(lines).toContain('User Datagram Protocol / Destination Port = 33434 @64+2')
    expect(lines.join()).not.toContain('Malformed')
  })

  test('what a bridge says of its root and its port', () => {
    const lines = tree(samples.find(({ name }) => name === 'spanning tree, rapid, topology changes')!.frame as number[])
    expect(lines).toEqual(
      expect.arrayContaining([
        'Spanning Tree Protocol / BPDU flags / Port Role = Designated @21+1',
        'Spanning Tree Protocol / BPDU flags / Forwarding = No @21+1',
        `Spanning Tree Protocol / Root Identifier = 4096 / 0 / ${B} @22+8`,
        'Spanning Tree Protocol / Hello Time = 2 s @48+2',
      ]),
    )
  })

  test.each([
    ['IPv4', ethernet(A, B, 0x800, ipv4(17, udp(1, 2, [3])).toSpliced(8, 1, 9)), 'Internet Protocol Version 4'],
    ['UDP', ethernet(A, B, 0x800, ipv4(17, udp(1, 2, [3]).toSpliced(8, 1, 4))), 'User Datagram Protocol'],
    ['ICMP', ethernet(A, B, 0x800, ipv4(1, echo(8, 1, 1).toSpliced(4, 1, 4))), 'Internet Control Message Protocol'],
  ])('a wrong %s checksum is seen', (name, frame, layer) => {
    const statuses = tree(frame).filter((line) => line.includes('Checksum Status'))
    expect(statuses.find((line) => line.startsWith(layer))).toContain('= Bad')
    expect(statuses.filter((line) => line.includes('= Bad'))).toHaveLength(1)
    expect(summarize(Uint8Array.from(frame), 0, frame.length, frame.length).wrong).toBe(`bad ${name} checksum`)
  })

  test('right checksums of every protocol are Good', () => {
    for (const sample of samples) {
      if (/wrong|broken|length|header too|version|cut|UDP, |unknown kind|option/.test(sample.name)) continue
      expect([sample.name, tree(sample.frame).filter((line) => line.includes('= Bad'))]).toEqual([sample.name, []])
    }
  })

  test('malformed: the note comes last and names the field', () => {
    const lines = tree(ethernet(A, B, 0x806, arp(1, A, '10.0.0.1', A, '10.0.0.2').slice(0, 20)))
    expect(lines.at(-1)).toBe('[Malformed Packet] = ARP: Target MAC address @34+0')
    const cut = Uint8Array.from(ethernet(A, B, 0x806, arp(1, A, '10.0.0.1', A, '10.0.0.2').slice(0, 20)))
    expect(summarize(cut, 0, cut.length, cut.length).wrong).toBe('malformed, ARP: Target MAC address')
  })
})

describe('any bytes at all', () => {
  /** Both views exist, agree, and every field lies inside the captured bytes. */
  const sane = (bytes: Uint8Array, caplen: number, len: number) => {
    const detail = dissect(bytes, 0, caplen, len)
    expect(detail.summary).toEqual(summarize(bytes, 0, caplen, len))
    const check = (fields: readonly Field[]) => {
      for (const f of fields) {
        if (f.offset < 0 || f.length < 0 || f.offset + f.length > caplen)
          expect.fail(`${f.name} lies outside the frame`)
        check(f.children)
      }
    }
    check(detail.layers)
  }

  test('each sample, truncated at every length, by the sender and by the capture', () => {
    for (const { frame } of samples) {
      const bytes = Uint8Array.from(frame)
      for (let n = 0; n <= frame.length; n++) {
        sane(bytes.slice(0, n), n, n)
        sane(bytes.slice(0, n), n, frame.length)
      }
    }
  })

  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => sane(bytes, bytes.length, bytes.length)),
      { numRuns: 2000 },
    )
  })

  test('mutated samples', () => {
    const edits = fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.constantFrom(...samples), edits, fc.nat(150), (sample, changes, cut) => {
        const bytes = Uint8Array.from(sample.frame)
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        sane(bytes, Math.min(cut, bytes.length), bytes.length)
      }),
      { numRuns: 5000 },
    )
  })

  test('64 KiB of nothing but tags, tunnels or quotations ends soon', () => {
    const nested = (one: readonly number[], type: number) => {
      const bytes = Uint8Array.from({ length: 65_000 }, (_, i) => one[i % one.length])
      bytes.set(ethernet(A, B, type, []))
      return bytes
    }
    const header = [0x45, 0, 0xff, 0xff, 0, 0, 0, 0, 64, 4, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]
    for (const [one, type] of [
      [[0, 1, 0x81, 0], 0x8100],
      [header, 0x800],
      [[60, 0, 0, 0, 0, 0, 0, 0], 0x86dd],
    ] as const) {
      const bytes = nested(one, type)
      const started = performance.now()
      sane(bytes, bytes.length, bytes.length)
      expect(performance.now() - started).toBeLessThan(1000)
    }
  })
})
