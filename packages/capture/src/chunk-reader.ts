// A chunk from outside, checked once and then read at random: frame i of a packet list is a look-up, not a scan.
import {
  CHUNK_COUNT,
  CHUNK_HEADER,
  CHUNK_LOST,
  FRAME_CAPLEN,
  FRAME_FLAGS,
  FRAME_HEADER,
  FRAME_LEN,
  FRAME_NS,
  FRAME_SLOT,
} from './chunk.ts'
import { type FormatError, formatError } from './format-error.ts'

/** Makes a reader, or says what is wrong and where. Never throws, whatever the bytes. */
export function readChunk(bytes: Uint8Array): ChunkReader | FormatError {
  if (bytes.length < CHUNK_HEADER)
    return formatError(0, `a chunk has at least ${CHUNK_HEADER} bytes, not ${bytes.length}`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = view.getUint32(CHUNK_COUNT, true)
  // Before allocating: a forged count must not cost memory.
  if (count > (bytes.length - CHUNK_HEADER) / FRAME_HEADER)
    return formatError(CHUNK_COUNT, `${count} frames do not fit in ${bytes.length} bytes`)
  const offsets = new Uint32Array(count)
  let at = CHUNK_HEADER
  for (let i = 0; i < count; i++) {
    if (at + FRAME_HEADER > bytes.length) return formatError(at, `frame ${i}: its header is cut off`)
    const caplen = view.getUint16(at + FRAME_CAPLEN, true)
    const ns = view.getFloat64(at + FRAME_NS, true)
    if (!(ns >= 0 && ns <= Number.MAX_SAFE_INTEGER)) return formatError(at, `frame ${i}: ${ns} is not a time`)
    if (caplen > view.getUint32(at + FRAME_LEN, true))
      return formatError(at + FRAME_CAPLEN, `frame ${i}: more bytes captured than the frame had`)
    if (at + FRAME_HEADER + caplen > bytes.length) return formatError(at, `frame ${i}: its bytes are cut off`)
    offsets[i] = at
    at += FRAME_HEADER + caplen
  }
  if (at !== bytes.length) return formatError(at, `${bytes.length - at} bytes after the last frame`)
  return new ChunkReader(bytes, view, offsets)
}

export class ChunkReader {
  readonly bytes: Uint8Array
  /** Frames in the chunk; the other methods take an index below it. */
  readonly count: number
  /** Frames that were left out just before this chunk. */
  readonly lost: number
  private readonly view: DataView
  private readonly offsets: Uint32Array

  constructor(bytes: Uint8Array, view: DataView, offsets: Uint32Array) {
    this.bytes = bytes
    this.count = offsets.length
    this.lost = view.getUint32(CHUNK_LOST, true)
    this.view = view
    this.offsets = offsets
  }

  ns(i: number): number {
    return this.view.getFloat64(this.offsets[i] + FRAME_NS, true)
  }

  slot(i: number): number {
    return this.view.getUint32(this.offsets[i] + FRAME_SLOT, true)
  }

  flags(i: number): number {
    return this.view.getUint16(this.offsets[i] + FRAME_FLAGS, true)
  }

  caplen(i: number): number {
    return this.view.getUint16(this.offsets[i] + FRAME_CAPLEN, true)
  }

  /** Bytes the frame had on the wire. */
  len(i: number): number {
    return this.view.getUint32(this.offsets[i] + FRAME_LEN, true)
  }

  /** Where the frame's bytes begin in `bytes`: `summarize(chunk.bytes, chunk.offset(i), …)`. */
  offset(i: number): number {
    return this.offsets[i] + FRAME_HEADER
  }

  /** A view of the frame's bytes, for keeping one; lists read through `bytes` and `offset`. */
  frame(i: number): Uint8Array {
    const at = this.offset(i)
    return this.bytes.subarray(at, at + this.caplen(i))
  }
}
