// The last frames of a link on which little happens, so that they are there when somebody opens it. Frames lie in rows of one size,
// as they do in a chunk, and the oldest row is written over.
import {
  CHUNK_COUNT,
  CHUNK_HEADER,
  FLAG_EARLIER,
  FRAME_CAPLEN,
  FRAME_FLAGS,
  FRAME_HEADER,
  FRAME_LEN,
  FRAME_NS,
  FRAME_SLOT,
} from './chunk.ts'

export const RING_FRAMES = 64
export const RING_SNAPLEN = 128
const ROW = FRAME_HEADER + RING_SNAPLEN
export const RING_BYTES = RING_FRAMES * ROW

export class FrameRing {
  private readonly rows: Uint8Array<ArrayBuffer>
  private readonly view: DataView
  private count: number

  constructor() {
    this.rows = new Uint8Array(RING_BYTES)
    this.view = new DataView(this.rows.buffer)
    this.count = 0
  }

  /** Copies the frame of `len` bytes at `bytes[off]`. */
  frame(ns: number, slot: number, bytes: Uint8Array, off: number, len: number, flags = 0): void {
    const at = (this.count++ % RING_FRAMES) * ROW
    const caplen = Math.min(len, RING_SNAPLEN)
    const { view } = this
    view.setFloat64(at + FRAME_NS, ns, true)
    view.setUint32(at + FRAME_SLOT, slot, true)
    view.setUint16(at + FRAME_FLAGS, flags | FLAG_EARLIER, true)
    view.setUint16(at + FRAME_CAPLEN, caplen, true)
    view.setUint32(at + FRAME_LEN, len, true)
    this.rows.set(bytes.subarray(off, off + caplen), at + FRAME_HEADER)
  }

  clear(): void {
    this.count = 0
  }

  /** A chunk of what is kept, oldest first; null when nothing is. */
  chunk(): Uint8Array<ArrayBuffer> | null {
    const kept = Math.min(this.count, RING_FRAMES)
    if (kept === 0) return null
    const chunk = new Uint8Array(CHUNK_HEADER + kept * ROW)
    new DataView(chunk.buffer).setUint32(CHUNK_COUNT, kept, true)
    let used = CHUNK_HEADER
    for (let i = this.count - kept; i < this.count; i++) {
      const at = (i % RING_FRAMES) * ROW
      const size = FRAME_HEADER + this.view.getUint16(at + FRAME_CAPLEN, true)
      chunk.set(this.rows.subarray(at, at + size), used)
      used += size
    }
    return chunk.slice(0, used)
  }
}
