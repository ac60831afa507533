import { type ChunkReader, ChunkWriter, readChunk } from '@etherloom/capture'
import { describe, expect, test } from 'vitest'
import { PacketTrace } from './packet-trace.ts'

/** A chunk with one frame of `size` bytes for each slot given; a frame's time is its number. */
function chunk(slots: readonly number[], from = 0, size = 60): ChunkReader {
  let bytes = new Uint8Array(0)
  const writer = new ChunkWriter((made) => (bytes = made))
  slots.forEach((slot, i) => {
    writer.frame(from + i, slot, new Uint8Array(size).fill(slot), 0, size, size)
  })
  writer.flush()
  return readChunk(bytes) as ChunkReader
}

const times = (trace: PacketTrace): number[] => {
  const list: number[] = []
  for (let n = trace.firstRow; n < trace.endRow; n++) {
    const row = trace.row(n)!
    list.push(row.chunk.ns(row.frame))
  }
  return list
}

describe('a trace', () => {
  test('keeps the rows of both directions in order, over many chunks', () => {
    const trace = new PacketTrace()
    trace.add(chunk([4, 5, 4], 0), { ab: 4, ba: 5 })
    trace.add(chunk([5, 5], 3), { ab: 4, ba: 5 })
    expect(times(trace)).toEqual([0, 1, 2, 3, 4])
    expect(trace.row(5)).toBeNull()
    expect(trace.row(-1)).toBeNull()
  })

  test('leaves out frames of other links that share the chunk, and does not keep their bytes', () => {
    const trace = new PacketTrace()
    const mixed = chunk([4, 9, 5, 9], 10)
    trace.add(mixed, { ab: 4, ba: 5 })
    trace.add(chunk([9, 9]), { ab: 4, ba: 5 })
    expect(times(trace)).toEqual([10, 12])
    expect(trace.byteCount).toBeLessThan(mixed.bytes.length)
    const { chunk: kept, frame } = trace.row(1)!
    expect([...kept.frame(frame)]).toEqual(Array(60).fill(5))
  })

  test('lets the oldest chunks go and keeps row numbers', () => {
    const trace = new PacketTrace(10)
    for (let i = 0; i < 5; i++) trace.add(chunk([1, 1, 1, 1], i * 4), { ab: 1, ba: 2 })
    expect(trace.rowCount).toBeLessThanOrEqual(10)
    expect(trace.firstRow).toBe(12)
    expect(times(trace)).toEqual([12, 13, 14, 15, 16, 17, 18, 19])
    expect(trace.row(11)).toBeNull()
  })

  test('is bounded in bytes too', () => {
    const trace = new PacketTrace(1000, 4000)
    for (let i = 0; i < 20; i++) trace.add(chunk([1], i, 1000), { ab: 1, ba: 2 })
    expect(trace.byteCount).toBeLessThanOrEqual(4000)
    expect(times(trace).at(-1)).toBe(19)
  })
})
