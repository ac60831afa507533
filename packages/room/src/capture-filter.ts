// One kernel copies frames for all clients of a room; each gets only what it asked for.
import { CHUNK_COUNT, CHUNK_HEADER, CHUNK_LOST, type ChunkReader, FRAME_HEADER } from '@etherloom/capture'

export interface Filtered {
  readonly chunk: Uint8Array
  /** Frames in the chunk. */
  readonly count: number
}

/**
 * The frames of `chunk` whose slots are wanted: the same bytes when that is all of them, null when there is nothing to tell.
 * How many frames the kernel lost is told to everyone: it cannot be known whose they were.
 */
export function filterChunk(chunk: ChunkReader, wants: (slot: number) => boolean): Filtered | null {
  const wanted: number[] = []
  let size = CHUNK_HEADER
  for (let i = 0; i < chunk.count; i++) {
    if (!wants(chunk.slot(i))) continue
    wanted.push(i)
    size += FRAME_HEADER + chunk.caplen(i)
  }
  if (wanted.length === chunk.count) return { chunk: chunk.bytes, count: chunk.count }
  if (wanted.length === 0 && chunk.lost === 0) return null
  const some = new Uint8Array(size)
  const view = new DataView(some.buffer)
  view.setUint32(CHUNK_LOST, chunk.lost, true)
  view.setUint32(CHUNK_COUNT, wanted.length, true)
  let at = CHUNK_HEADER
  for (const i of wanted) {
    const from = chunk.offset(i) - FRAME_HEADER
    const to = chunk.offset(i) + chunk.caplen(i)
    some.set(chunk.bytes.subarray(from, to), at)
    at += to - from
  }
  return { chunk: some, count: wanted.length }
}
