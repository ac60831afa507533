import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noTshark, tshark, tsharkFields } from '../../test/tshark.ts'
import { readChunk } from '../chunk-reader.ts'
import { ChunkWriter } from '../chunk-writer.ts'
import { isFormatError } from '../format-error.ts'
import { ChunkExport } from './chunk-export.ts'
import { DIRECTION_IN, DIRECTION_OUT, DIRECTION_UNKNOWN } from './pcapng.ts'
import { readPcapng } from './pcapng-reader.ts'
import { PcapngWriter } from './pcapng-writer.ts'

const frame = Uint8Array.from({ length: 61 }, (_, i) => i)

function twoInterfaces(startNs = 0n): Uint8Array {
  const writer = new PcapngWriter(startNs)
  const a = writer.interface({ name: 'r1:eth0', description: 'Link r1 – s1', snaplen: 0 })
  const b = writer.interface({ name: 'мост0', description: '', snaplen: 65535 })
  writer.packet(a, 1, DIRECTION_OUT, 0, frame, 0, 60, 60)
  writer.packet(b, 1_000_000_123, DIRECTION_IN, 7, frame, 1, 33, 1514)
  writer.packet(a, 5_000_000_000_001, DIRECTION_UNKNOWN, 0, frame, 0, 61, 61)
  writer.statistics(a, 5_000_000_000_001, 2, 0)
  writer.statistics(b, 5_000_000_000_001, 8, 7)
  return writer.take()
}

describe('written and read back', () => {
  test('interfaces, times to the nanosecond, directions, losses, bytes', () => {
    const file = readPcapng(twoInterfaces())
    expect(file.error).toBeNull()
    expect(file.interfaces).toEqual([
      { name: 'r1:eth0', description: 'Link r1 – s1', linkType: 1, snaplen: 0, received: 2, dropped: 0 },
      { name: 'мост0', description: '', linkType: 1, snaplen: 65535, received: 8, dropped: 7 },
    ])
    expect(file.frames.map((f) => [f.iface, f.seconds, f.nanos, f.direction, f.dropped, f.caplen, f.len])).toEqual([
      [0, 0, 1, DIRECTION_OUT, 0, 60, 60],
      [1, 1, 123, DIRECTION_IN, 7, 33, 1514],
      [0, 5000, 1, DIRECTION_UNKNOWN, 0, 61, 61],
    ])
    const { offset, caplen } = file.frames[1]
    expect([...file.bytes.slice(offset, offset + caplen)]).toEqual([...frame.slice(1, 34)])
  })

  test('the same calls give the same bytes, whenever they are taken', () => {
    const whole = twoInterfaces()
    const writer = new PcapngWriter()
    const parts = [writer.take()]
    const a = writer.interface({ name: 'r1:eth0', description: 'Link r1 – s1', snaplen: 0 })
    parts.push(writer.take(), writer.take())
    expect([...parts.flatMap((p) => [...p])]).toEqual([...whole.slice(0, parts[0].length + parts[1].length)])
    expect(a).toBe(0)
  })

  test('a start date moves every time by exactly that much, across the 32-bit halves', () => {
    const start = 1_753_000_000_999_999_999n
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (ns) => {
        const writer = new PcapngWriter(start)
        writer.interface({ name: 'a', description: '', snaplen: 0 })
        writer.packet(0, ns, DIRECTION_UNKNOWN, 0, frame, 0, 1, 1)
        const [got] = readPcapng(writer.take()).frames
        expect(BigInt(got.seconds) * 1_000_000_000n + BigInt(got.nanos)).toBe(start + BigInt(ns))
      }),
    )
  })

  test('names of any text survive', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
        const writer = new PcapngWriter()
        writer.interface({ name, description: name, snaplen: 0 })
        const file = readPcapng(writer.take())
        expect(file.interfaces[0]).toMatchObject({ name, description: name })
      }),
    )
  })

  test('more than fits the first buffer', () => {
    const writer = new PcapngWriter()
    writer.interface({ name: 'a', description: '', snaplen: 0 })
    const big = new Uint8Array(65_535).fill(0xa5)
    for (let i = 0; i < 10; i++) writer.packet(0, i, DIRECTION_OUT, 0, big, 0, big.length, big.length)
    expect(writer.pending).toBeGreaterThan(10 * 65_535)
    const file = readPcapng(writer.take())
    expect(file.frames.map((f) => f.nanos)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})

describe('from chunks', () => {
  test('two slots of one interface are one interface with directions; losses appear where they happened', () => {
    const chunks: Uint8Array[] = []
    const tap = new ChunkWriter((chunk) => chunks.push(chunk))
    for (let i = 0; i < 32; i++) {
      tap.frame(i, 4 + (i % 2), frame, 0, 60, 50)
      tap.flush()
    }
    for (let i = 0; i < 9; i++) tap.frame(50, 4, frame, 0, 60, 50)
    tap.returned()
    tap.frame(99, 5, frame, 0, 60, 50)
    tap.flush()

    const out = new ChunkExport((slot) => ({
      interface: 'r1:eth0',
      description: 'to s1',
      snaplen: 50,
      direction: slot === 4 ? DIRECTION_OUT : DIRECTION_IN,
    }))
    for (const chunk of chunks) {
      const reader = readChunk(chunk)
      if (isFormatError(reader)) throw new Error(reader.error)
      out.append(reader)
    }
    out.finish()
    const file = readPcapng(out.take())
    expect(file.interfaces).toEqual([
      { name: 'r1:eth0', description: 'to s1', linkType: 1, snaplen: 50, received: 42, dropped: 9 },
    ])
    expect(file.frames).toHaveLength(33)
    expect(file.frames.slice(0, 2).map((f) => f.direction)).toEqual([DIRECTION_OUT, DIRECTION_IN])
    expect(file.frames[32]).toMatchObject({ nanos: 99, dropped: 9, caplen: 50, len: 60 })
  })
})

// Each row: a change to a good file, what the reader says, and how many frames it kept.
describe('bad files', () => {
  const good = twoInterfaces()
  const view = new DataView(good.buffer)
  const blocks: number[] = []
  for (let at = 0; at < good.length; at += view.getUint32(at + 4, true)) blocks.push(at)
  const [, , , firstPacket, secondPacket] = blocks

  test.each([
    ['a length that is no multiple of 4', secondPacket + 4, 0x67, 'is not a block length', 1, secondPacket + 4],
    ['a length beyond the end', secondPacket + 6, 1, 'runs beyond the end', 1, secondPacket + 4],
    ['two lengths that differ', secondPacket - 4, 0xff, 'lengths of a block differ', 0, secondPacket - 4],
    ['an interface nobody described', secondPacket + 8, 9, 'interface 9 was never described', 1, secondPacket + 8],
    ['a packet larger than its block', firstPacket + 20, 0xff, 'more than its block holds', 0, firstPacket + 20],
    ['a later version', 12, 2, 'version 2 is not known', 0, 12],
    ['no byte-order mark', 8, 0, 'without a byte-order mark', 0, 8],
  ])('%s', (_, at, value, message, kept, offset) => {
    const bytes = good.slice()
    bytes[at] = value
    const file = readPcapng(bytes)
    expect(file.error?.error).toContain(message)
    expect(file.error?.offset).toBe(offset)
    expect(file.frames).toHaveLength(kept)
  })

  test('cut off anywhere: the whole blocks before are kept', () => {
    for (let n = 0; n < good.length; n++) {
      const file = readPcapng(good.subarray(0, n))
      if (!blocks.includes(n) || n === 0) expect(file.error).not.toBeNull()
      expect(file.frames).toHaveLength([3, 4, 5].filter((i) => n >= (blocks[i + 1] ?? good.length)).length)
    }
  })

  test('mutated files never throw, and no frame lies outside the file', () => {
    const changes = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(changes, (edits) => {
        const bytes = good.slice()
        for (const [at, value] of edits) bytes[at] = value
        for (const f of readPcapng(bytes).frames) expect(f.offset + f.caplen).toBeLessThanOrEqual(bytes.length)
      }),
      { numRuns: 2000 },
    )
  })
})

describe("others' files", () => {
  test('big-endian, microseconds by default, an unknown block, a second section, a time offset', () => {
    const section = (little: boolean, options: (u32: (v: number) => void, u16: (v: number) => void) => void) => {
      const out: number[] = []
      const put = (value: number, size: number) => {
        const bytes = Array.from({ length: size }, (_, i) => (value / 2 ** (8 * (size - 1 - i))) & 0xff)
        out.push(...(little ? bytes.reverse() : bytes))
      }
      options(
        (v) => put(v, 4),
        (v) => put(v, 2),
      )
      return out
    }
    const body = (u32: (v: number) => void, u16: (v: number) => void) => {
      for (const v of [0x0a0d0d0a, 28, 0x1a2b3c4d]) u32(v)
      u16(1)
      u16(0)
      for (const v of [0xffffffff, 0xffffffff, 28]) u32(v)
      for (const v of [0xbad, 16, 0xdeadbeef, 16]) u32(v) // a block nobody knows
      for (const v of [1, 36]) u32(v)
      u16(113)
      u16(0)
      u32(96)
      u16(14)
      u16(8)
    }
    const packet = (u32: (v: number) => void) => {
      for (const v of [6, 36, 0, 0, 1_500_000, 2, 60, 0, 36]) u32(v)
    }
    const big = section(false, (u32, u16) => {
      body(u32, u16)
      for (const v of [0, 1000, 0, 36]) u32(v) // offset 1,000 s, end of options, length
      packet(u32)
    })
    const little = section(true, (u32, u16) => {
      body(u32, u16)
      for (const v of [0xffffffff, 0xffffffff, 0, 36]) u32(v) // offset -1 s
      packet(u32)
      for (const v of [3, 20, 3, 0x01020304, 20]) u32(v) // a simple packet
    })
    const file = readPcapng(Uint8Array.from([...big, ...little]))
    expect(file.error).toBeNull()
    expect(file.interfaces.map((i) => [i.linkType, i.snaplen])).toEqual([
      [113, 96],
      [113, 96],
    ])
    expect(file.frames.map((f) => [f.iface, f.seconds, f.nanos, f.caplen, f.len])).toEqual([
      [0, 1001, 500_000_000, 2, 60],
      [1, 0, 500_000_000, 2, 60],
      [1, 0, 0, 3, 3],
    ])
  })
})

describe('tshark reads what we write', () => {
  test.skipIf(noTshark)(`names, nanoseconds, lengths and directions ${noTshark}`, () => {
    const fields = [
      'frame.interface_name',
      'frame.time_epoch',
      'frame.cap_len',
      'frame.len',
      'frame.packet_flags_direction',
    ]
    expect(tsharkFields(twoInterfaces(), fields)).toEqual([
      ['r1:eth0', '0.000000001', '60', '60', '0x00000002'],
      ['мост0', '1.000000123', '33', '1514', '0x00000001'],
      ['r1:eth0', '5000.000000001', '61', '61', ''],
    ])
    const [time] = tsharkFields(twoInterfaces(1_753_000_000_999_999_999n), ['frame.time_epoch'])
    expect(time).toEqual(['1753000001.000000000'])
  })

  test.skipIf(noTshark)(`loss counts of a packet and of an interface ${noTshark}`, () => {
    const text = tshark(twoInterfaces(), ['-V']).join('\n')
    expect(text).toContain('Interface description: Link r1')
    expect(text).not.toMatch(/malformed file/i)
  })
})
