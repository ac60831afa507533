import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FLAG_EARLIER } from './chunk.ts'
import { type ChunkReader, readChunk } from './chunk-reader.ts'
import { FrameRing, RING_FRAMES, RING_SNAPLEN } from './frame-ring.ts'

const frameOf = (i: number, len: number) => Uint8Array.from({ length: len }, (_, at) => i + at)

test('it holds the last frames, oldest first, cut at 128 bytes and marked as earlier ones', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 14, max: 300 }), { maxLength: 200 }), (sizes) => {
      const ring = new FrameRing()
      sizes.forEach((len, i) => {
        ring.frame(i * 1000, i % 3, frameOf(i, len), 0, len, i % 2)
      })
      const bytes = ring.chunk()
      if (sizes.length === 0) {
        expect(bytes).toBeNull()
        return
      }
      const chunk = readChunk(bytes!) as ChunkReader
      const first = Math.max(0, sizes.length - RING_FRAMES)
      expect([chunk.count, chunk.lost]).toEqual([sizes.length - first, 0])
      for (let k = 0; k < chunk.count; k++) {
        const i = first + k
        expect([chunk.ns(k), chunk.slot(k), chunk.flags(k)]).toEqual([i * 1000, i % 3, FLAG_EARLIER | (i % 2)])
        expect(chunk.len(k)).toBe(sizes[i])
        expect([...chunk.frame(k)]).toEqual([...frameOf(i, sizes[i]!)].slice(0, RING_SNAPLEN))
      }
    }),
  )
})

test('a frame anywhere in memory is kept as its own bytes, and a cleared ring holds none', () => {
  const ring = new FrameRing()
  ring.frame(5, 1, frameOf(0, 200), 50, 60)
  expect([...(readChunk(ring.chunk()!) as ChunkReader).frame(0)]).toEqual([...frameOf(50, 60)])
  ring.clear()
  expect(ring.chunk()).toBeNull()
})
