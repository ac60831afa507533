import { type ChunkReader, ChunkWriter, FLAG_EARLIER, readChunk } from '@etherloom/capture'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { totalLoss } from './gaps.ts'
import { Trace } from './trace.ts'
import { isMarker, rowOfEntry, TraceView } from './trace-view.ts'

interface Frame {
  readonly ns: number
  readonly slot?: number
  readonly size?: number
  readonly earlier?: boolean
}

function chunkOf(frames: readonly Frame[], lost = 0): ChunkReader {
  let bytes = new Uint8Array(8)
  const writer = new ChunkWriter((made) => (bytes = made))
  for (const { ns, slot = 1, size = 60, earlier } of frames)
    writer.frame(ns, slot, new Uint8Array(size).fill(ns), 0, size, size, earlier ? FLAG_EARLIER : 0)
  writer.flush()
  new DataView(bytes.buffer).setUint32(0, lost, true)
  return readChunk(bytes) as ChunkReader
}

const frames = (from: number, count: number, more: Partial<Frame> = {}): Frame[] =>
  Array.from({ length: count }, (_, i) => ({ ns: from + i, ...more }))

const times = (trace: Trace): number[] => Array.from({ length: trace.rowCount }, (_, i) => trace.ns(trace.firstRow + i))

/** Small blocks, so that a few frames fill one. */
const small = (limits: { rows?: number; bytes?: number } = {}) =>
  new Trace({ rows: 1000, bytes: 1 << 20, block: 1024, ...limits })

/** What is listed: row numbers, and how many are missing where. */
function listed(view: TraceView): (number | string)[] {
  view.scan(() => false)
  return Array.from({ length: view.end - view.first }, (_, i) => {
    const entry = view.entry(view.first + i)
    return isMarker(entry) ? `${totalLoss(view.lossAt(view.first + i))} missing` : rowOfEntry(entry)
  })
}

describe('a trace', () => {
  test('keeps the frames of many chunks in order, with their bytes', () => {
    const trace = small()
    trace.add(chunkOf(frames(0, 20)), 0)
    trace.add(chunkOf(frames(20, 20, { slot: 7, size: 200 })), 0)
    expect(times(trace)).toEqual(frames(0, 40).map(({ ns }) => ns))
    const { slot, bytes, offset, caplen, len } = trace.frame(33)
    expect([slot, caplen, len, ...new Set(bytes.subarray(offset, offset + caplen))]).toEqual([7, 200, 200, 33])
  })

  test('lets the oldest go, and row numbers stay', () => {
    const trace = small({ rows: 50 })
    for (let i = 0; i < 12; i++) trace.add(chunkOf(frames(i * 10, 10)), 0)
    expect([trace.firstRow, trace.endRow]).toEqual([70, 120])
    expect(times(trace)[0]).toBe(70)
    expect(trace.frame(119).ns).toBe(119)
  })

  test('is bounded in bytes too', () => {
    const trace = small({ bytes: 8 * 1024 })
    for (let i = 0; i < 100; i++) trace.add(chunkOf(frames(i, 1, { size: 900 })), 0)
    expect(trace.byteCount).toBeLessThanOrEqual(8 * 1024)
    expect([trace.rowCount, trace.endRow]).toEqual([8, 100])
  })

  test('what somebody reads stays; then the newest are left out, counted, and told where they are missing', () => {
    const trace = small({ rows: 20 })
    trace.add(chunkOf(frames(0, 20)), 0)
    trace.hold = 5
    trace.add(chunkOf(frames(20, 5)), 0)
    expect([trace.firstRow, trace.endRow]).toEqual([5, 25])
    trace.add(chunkOf(frames(25, 3)), 0)
    expect([trace.firstRow, trace.endRow]).toEqual([5, 25])
    trace.hold = null
    trace.add(chunkOf(frames(28, 2)), 0)
    expect(trace.gaps.total).toEqual({ kernel: 0, server: 0, held: 3 })
    expect(listed(new TraceView(trace, null, null)).slice(-3)).toEqual(['3 missing', 25, 26])
  })

  test('frames from before the capture are put where their time is; rows behind get other numbers', () => {
    const trace = small()
    trace.add(chunkOf(frames(100, 5)), 0)
    const place = trace.placeOf(2)
    trace.add(
      chunkOf([...frames(98, 2, { slot: 2, earlier: true }), { ns: 102, slot: 2, earlier: true }, ...frames(105, 2)]),
      0,
    )
    expect(times(trace)).toEqual([98, 99, 100, 101, 102, 102, 103, 104, 105, 106])
    expect(trace.generation).toBe(1)
    expect(trace.rowOf(place)).toBe(5)
    expect(trace.originNs).toBe(98)
  })

  test('a link captured again does not bring what it brought before', () => {
    const trace = small()
    trace.add(chunkOf(frames(0, 4)), 0)
    trace.add(chunkOf([...frames(2, 4, { earlier: true }), ...frames(9, 1)]), 0)
    expect(times(trace)).toEqual([0, 1, 2, 3, 4, 5, 9])
  })

  test('any frames, at any time, of any length, within limits: rows are in order of time and hold their own bytes', () => {
    const frame = fc.record({ ns: fc.nat(250), slot: fc.nat(3), size: fc.nat(900), earlier: fc.boolean() })
    const chunks = fc.array(fc.array(frame, { maxLength: 20 }), { maxLength: 30 })
    fc.assert(
      fc.property(chunks, fc.integer({ min: 20, max: 80 }), (list, rows) => {
        const trace = small({ rows })
        for (const each of list) trace.add(chunkOf(each), 0)
        expect(trace.rowCount).toBeLessThanOrEqual(rows)
        const seen = times(trace)
        expect(seen).toEqual([...seen].sort((a, b) => a - b))
        for (let row = trace.firstRow; row < trace.endRow; row++) {
          const { bytes, offset, caplen, ns, place } = trace.frame(row)
          expect(bytes.subarray(offset, offset + caplen).every((byte) => byte === ns)).toBe(true)
          expect(trace.rowOf(place)).toBe(row)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('a view of it', () => {
  test('lists the links that are shown and what the filter lets through, new frames too', () => {
    const trace = small()
    trace.add(chunkOf([...frames(0, 3), ...frames(3, 3, { slot: 2 })]), 0)
    const odd = new TraceView(
      trace,
      (slot) => slot === 2,
      (bytes, off) => bytes[off] % 2 === 1,
    )
    expect(listed(odd)).toEqual([3, 5])
    trace.add(chunkOf(frames(6, 4, { slot: 2 })), 0)
    expect(listed(odd)).toEqual([3, 5, 7, 9])
    expect(odd.packetCount).toBe(4)
  })

  test('what is missing is told in place, summed over what the filter leaves out', () => {
    const trace = small()
    trace.add(chunkOf(frames(0, 2)), 0)
    trace.add(chunkOf(frames(2, 2), 10), 5)
    trace.add(chunkOf([], 3), 0)
    trace.add(chunkOf(frames(4, 2)), 4)
    expect(listed(new TraceView(trace, null, null))).toEqual([0, 1, '15 missing', 2, 3, '7 missing', 4, 5])
    expect(listed(new TraceView(trace, null, (bytes, off) => bytes[off] % 5 === 0))).toEqual([0, '22 missing', 5])
  })

  test('is made in slices and then kept up', () => {
    const trace = new Trace()
    for (let i = 0; i < 10; i++) trace.add(chunkOf(frames(i * 1000, 1000)), 0)
    const view = new TraceView(trace, null, null)
    expect(view.scan(() => true)).toBe(false)
    expect([view.packetCount, view.progress]).toEqual([2048, 0.2048])
    while (!view.scan(() => true));
    expect([view.packetCount, view.done]).toEqual([10_000, true])
  })

  test('forgets what the trace lets go, and begins again when rows get other numbers', () => {
    const trace = small({ rows: 20 })
    trace.add(chunkOf(frames(100, 20)), 0)
    const view = new TraceView(trace, null, null)
    listed(view)
    trace.add(chunkOf(frames(120, 5)), 0)
    expect(listed(view)).toEqual(frames(5, 20).map(({ ns }) => ns))
    expect(view.first).toBe(5)
    trace.add(chunkOf(frames(1, 1, { slot: 2, earlier: true })), 0)
    expect(listed(view).length).toBe(20)
    expect(trace.ns(rowOfEntry(view.entry(view.first)))).toBeLessThanOrEqual(106)
  })

  test('finds the entry of a row, or of the next one listed', () => {
    const trace = small()
    trace.add(chunkOf(frames(0, 4)), 0)
    trace.add(chunkOf(frames(4, 4)), 9)
    const view = new TraceView(trace, null, (bytes, off) => bytes[off] % 3 === 0)
    expect(listed(view)).toEqual([0, 3, '9 missing', 6])
    expect([0, 1, 3, 4, 6, 7].map((row) => view.entryAt(row))).toEqual([0, 1, 1, 3, 3, 4])
  })
})
