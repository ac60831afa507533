import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHUNK_HEADER, CHUNK_SIZE, FRAME_HEADER } from './chunk.ts'
import { type ChunkReader, readChunk } from './chunk-reader.ts'
import { ChunkWriter, MAX_OUTSTANDING } from './chunk-writer.ts'
import { isFormatError } from './format-error.ts'

function opened(bytes: Uint8Array): ChunkReader {
  const chunk = readChunk(bytes)
  if (isFormatError(chunk)) throw new Error(chunk.error)
  return chunk
}

const arena = Uint8Array.from({ length: 4096 }, (_, i) => (i * 7 + (i >> 8)) & 0xff)

describe('what goes in comes out', () => {
  test('time, slot, lengths and bytes, at any offset and size', () => {
    const frame = fc.record({
      ns: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
      slot: fc.integer({ min: 0, max: 0xffffffff }),
      off: fc.integer({ min: 0, max: 2000 }),
      len: fc.integer({ min: 0, max: 2000 }),
      snaplen: fc.integer({ min: 0, max: 3000 }),
      flags: fc.integer({ min: 0, max: 0xffff }),
    })
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 40 }), fc.integer({ min: 2100, max: 9000 }), (frames, size) => {
        const chunks: ChunkReader[] = []
        const writer = new ChunkWriter((bytes) => {
          chunks.push(opened(bytes.slice()))
          writer.returned()
        }, size)
        for (const f of frames) writer.frame(f.ns, f.slot, arena, f.off, f.len, f.snaplen, f.flags)
        writer.flush()
        const seen = chunks.flatMap((c) =>
          Array.from({ length: c.count }, (_, i) => ({
            ns: c.ns(i),
            slot: c.slot(i),
            len: c.len(i),
            flags: c.flags(i),
            bytes: [...c.frame(i)],
          })),
        )
        expect(seen).toEqual(
          frames.map((f) => ({
            ns: f.ns,
            slot: f.slot,
            len: f.len,
            flags: f.flags,
            bytes: [...arena.slice(f.off, f.off + Math.min(f.len, f.snaplen))],
          })),
        )
        for (const chunk of chunks) expect(chunk.lost).toBe(0)
      }),
    )
  })

  test('a reader finds its frames inside a larger message', () => {
    let message = new Uint8Array(0)
    const writer = new ChunkWriter((bytes) => {
      message = new Uint8Array(bytes.length + 5)
      message.set(bytes, 5)
    })
    writer.frame(1, 2, arena, 10, 60, 65535)
    writer.flush()
    const chunk = opened(message.subarray(5))
    expect([...chunk.frame(0)]).toEqual([...arena.slice(10, 70)])
    expect(chunk.bytes[chunk.offset(0)]).toBe(arena[10])
  })

  test('a frame longer than 65,535 bytes keeps its length and loses its tail', () => {
    const big = new Uint8Array(70_000).fill(9)
    const chunks: Uint8Array[] = []
    const writer = new ChunkWriter((bytes) => chunks.push(bytes))
    writer.frame(0, 0, big, 0, 70_000, 262_144)
    writer.flush()
    const chunk = opened(chunks[0])
    expect([chunk.caplen(0), chunk.len(0)]).toEqual([65_535, 70_000])
  })
})

describe('handing over', () => {
  test('a full chunk goes by itself and is never larger than a chunk', () => {
    const sizes: number[] = []
    const writer = new ChunkWriter((bytes) => sizes.push(bytes.length))
    for (let i = 0; i < 300; i++) writer.frame(i, 1, arena, 0, 1514, 65535)
    expect(sizes).toHaveLength(1)
    expect(sizes[0]).toBeLessThanOrEqual(CHUNK_SIZE)
    expect(sizes[0]).toBeGreaterThan(CHUNK_SIZE - FRAME_HEADER - 1514)
  })

  test('a receiver may keep or transfer what it was given', () => {
    const kept: Uint8Array[] = []
    const writer = new ChunkWriter((bytes) => kept.push(structuredClone(bytes, { transfer: [bytes.buffer] })))
    for (let round = 0; round < 3; round++) {
      writer.frame(round, 1, arena, round, 60, 128)
      writer.flush()
    }
    for (let i = 0; i < 400; i++) writer.frame(9, 1, arena, 0, 1514, 65535)
    writer.flush()
    expect(kept.map((bytes) => opened(bytes).count)).toEqual([1, 1, 1, 170, 170, 60])
    expect([...opened(kept[2]).frame(0)]).toEqual([...arena.slice(2, 62)])
  })

  test('flush with nothing to tell hands over nothing', () => {
    const writer = new ChunkWriter(() => expect.unreachable())
    writer.flush()
  })

  test('with 32 chunks on their way, frames are lost and the next chunk says how many', () => {
    const chunks: Uint8Array[] = []
    const writer = new ChunkWriter((bytes) => chunks.push(bytes))
    for (let i = 0; i < MAX_OUTSTANDING; i++) {
      writer.frame(i, 1, arena, 0, 60, 128)
      writer.flush()
    }
    for (let i = 0; i < 5; i++) writer.frame(100, 1, arena, 0, 60, 128)
    writer.flush()
    expect(chunks).toHaveLength(MAX_OUTSTANDING)
    writer.returned()
    writer.frame(200, 1, arena, 0, 60, 128)
    writer.flush()
    const last = opened(chunks[MAX_OUTSTANDING])
    expect([last.lost, last.count, last.ns(0)]).toEqual([5, 1, 200])
    expect(writer.lostTotal).toBe(5)
  })

  test('losses are told even when no frame follows them', () => {
    const chunks: Uint8Array[] = []
    const writer = new ChunkWriter((bytes) => chunks.push(bytes))
    for (let i = 0; i <= MAX_OUTSTANDING; i++) {
      writer.frame(i, 1, arena, 0, 60, 128)
      writer.flush()
    }
    writer.returned()
    writer.flush()
    const last = opened(chunks[MAX_OUTSTANDING])
    expect([last.lost, last.count]).toEqual([1, 0])
  })
})

describe('bytes from outside', () => {
  const whole = (() => {
    const chunks: Uint8Array[] = []
    const writer = new ChunkWriter((bytes) => chunks.push(bytes))
    for (let i = 0; i < 3; i++) writer.frame(i, i, arena, i, 60 + i, 128)
    writer.flush()
    return chunks[0]
  })()

  test('cut off anywhere: an error that says where', () => {
    for (let n = 0; n < whole.length; n++) {
      const result = readChunk(whole.subarray(0, n))
      expect(isFormatError(result)).toBe(true)
      if (isFormatError(result)) expect(result.offset).toBeLessThanOrEqual(n)
    }
  })

  test.each([
    ['a count no chunk can hold', 4, 0xff, 'frames do not fit'],
    ['a captured length beyond the end', CHUNK_HEADER + 15, 0xff, 'more bytes captured'],
    ['a time that is not a number', CHUNK_HEADER + 7, 0x7f, 'is not a time'],
    ['a captured length too short', CHUNK_HEADER + 2 * 80 + 1 + 14, 1, 'after the last frame'],
  ])('%s', (_, at, value, message) => {
    const bytes = whole.slice()
    bytes[at] = value
    if (value === 0x7f) bytes[at - 1] = 0xf8
    const result = readChunk(bytes)
    expect(isFormatError(result) && result.error).toContain(message)
  })

  test('garbage never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const result = readChunk(bytes)
        if (!isFormatError(result)) for (let i = 0; i < result.count; i++) result.frame(i)
      }),
    )
  })
})
