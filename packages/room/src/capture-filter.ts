// One kernel copies frames for all clients of a room; each gets only what it asked for.
import { CHUNK_COUNT, CHUNK_HEADER, CHUNK_LOST, FRAME_HEADER, readChunk } from '@etherloom/capture'

export interface Filtered {
  /** Null when there is nothing in it for this client. */
  chunk: Uint8Array | null
  /** Frames in the chunk. */
  count: number
}

/**
 * The frames of `chunk` whose slots are wanted. The same bytes when that is all of them. How many frames the kernel lost is
 * told to everyone: it cannot be known whose they were.
 */
export function filterChunk(chunk: Uint8Array, wants: (slot: number) => boolean): Filtered {
  const reader = readChunk(chunk)
  if (!('count' in reader)) return { chunk: null, count: 0 }
  const wanted: number[] = []
  let size = CHUNK_HEADER
  for (let i = 0; i < reader.count; i++) {
    if (!wants(reader.slot(i))) continue
    wanted.push(i)
    size += FRAME_HEADER + reader.caplen(i)
  }
  if (wanted.length === reader.count) return { chunk, count: reader.count }
  if (wanted.length === 0 && reader.lost === 0) return { chunk: null, count: 0 }
  const some = new Uint8Array(size)
  const view = new DataView(some.buffer)
  view.setUint32(CHUNK_LOST, reader.lost, true)
  view.setUint32(CHUNK_COUNT, wanted.length, true)
  let at = CHUNK_HEADER
  for (const i of wanted) {
    const from = reader.offset(i) - FRAME_HEADER
    const to = reader.offset(i) + reader.caplen(i)
    some.set(chunk.subarray(from, to), at)
    at += to - from
  }
  return { chunk: some, count: wanted.length }
}
