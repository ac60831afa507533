// Frames into chunks, inside the kernel's tap. The kernel never waits for a reader: when MAX_OUTSTANDING chunks are on their
// way and not yet returned, further frames are counted as lost, and the count heads the next chunk.
//
//   frame() ──► chunk being filled ── full, or flush() ──► handOver(chunk) ──► room … ──► returned()
//
// Nothing here looks at a clock: whoever owns the tap calls flush() for a chunk that is 50 ms old.
import {
  CHUNK_COUNT,
  CHUNK_HEADER,
  CHUNK_LOST,
  CHUNK_SIZE,
  FRAME_CAPLEN,
  FRAME_FLAGS,
  FRAME_HEADER,
  FRAME_LEN,
  FRAME_NS,
  FRAME_SLOT,
} from './chunk.ts'

export const MAX_OUTSTANDING = 32
const MAX_CAPLEN = 0xffff
/** Measured on Node 20: word by word is faster than `set(subarray())` (50–75 ns at any size) up to here, and allocates nothing. */
const COPY_BY_WORD = 96

export class ChunkWriter {
  /** Frames left out since the writer was made. */
  lostTotal: number
  private readonly handOver: (chunk: Uint8Array<ArrayBuffer>) => void
  private readonly size: number
  private readonly most: number
  private chunk: Uint8Array<ArrayBuffer> | null
  /** A buffer kept because its last chunk was sent as a copy; `view` looks at it. */
  private spare: Uint8Array<ArrayBuffer> | null
  private view: DataView
  private source: Uint8Array | null
  private sourceView: DataView
  private used: number
  private count: number
  private lost: number
  private outstanding: number

  /**
   * `handOver` owns the chunk and its buffer (it may transfer them). `size` must hold at least one whole frame. `most` chunks may
   * be on their way before frames are lost.
   */
  constructor(handOver: (chunk: Uint8Array<ArrayBuffer>) => void, size: number = CHUNK_SIZE, most = MAX_OUTSTANDING) {
    this.lostTotal = 0
    this.handOver = handOver
    this.size = size
    this.most = most
    this.chunk = null
    this.spare = null
    this.view = new DataView(new ArrayBuffer(0))
    this.source = null
    this.sourceView = this.view
    this.used = 0
    this.count = 0
    this.lost = 0
    this.outstanding = 0
  }

  /** Frames were lost that no chunk has told of yet. */
  get owes(): boolean {
    return this.lost > 0
  }

  /** Copies the frame of `len` bytes at `bytes[off]`, `snaplen` bytes of it at most. The frame stays the caller's. */
  frame(ns: number, slot: number, bytes: Uint8Array, off: number, len: number, snaplen: number, flags = 0): void {
    const caplen = Math.min(len, snaplen, MAX_CAPLEN)
    if (this.chunk !== null && this.used + FRAME_HEADER + caplen > this.size) this.flush()
    const chunk = this.chunk ?? this.begin()
    if (chunk === null) {
      this.lost++
      this.lostTotal++
      return
    }
    const at = this.used
    const view = this.view
    view.setFloat64(at + FRAME_NS, ns, true)
    view.setUint32(at + FRAME_SLOT, slot, true)
    view.setUint16(at + FRAME_FLAGS, flags, true)
    view.setUint16(at + FRAME_CAPLEN, caplen, true)
    view.setUint32(at + FRAME_LEN, len, true)
    this.copy(chunk, at + FRAME_HEADER, bytes, off, caplen)
    this.used = at + FRAME_HEADER + caplen
    this.count++
  }

  /** Hands over what there is, also a bare count of lost frames; nothing when there is nothing to tell or nobody to take it. */
  flush(): void {
    const chunk = this.chunk ?? (this.lost > 0 ? this.begin() : null)
    if (chunk === null) return
    const used = this.used
    this.view.setUint32(CHUNK_COUNT, this.count, true)
    this.outstanding++
    this.chunk = null
    this.used = 0
    this.count = 0
    if (used * 2 <= this.size) {
      // Mostly empty: send a copy of what was used and go on filling this buffer.
      this.spare = chunk
      this.handOver(chunk.slice(0, used))
    } else {
      this.handOver(chunk.subarray(0, used))
    }
  }

  /** A chunk was consumed: there is room for another. */
  returned(): void {
    if (this.outstanding > 0) this.outstanding--
  }

  private begin(): Uint8Array<ArrayBuffer> | null {
    if (this.outstanding >= this.most) return null
    const chunk = this.spare ?? new Uint8Array(this.size)
    if (this.spare === null) this.view = new DataView(chunk.buffer)
    this.spare = null
    this.view.setUint32(CHUNK_LOST, this.lost, true)
    this.lost = 0
    this.chunk = chunk
    this.used = CHUNK_HEADER
    return chunk
  }

  private copy(chunk: Uint8Array, to: number, bytes: Uint8Array, from: number, n: number): void {
    if (n > COPY_BY_WORD) {
      chunk.set(bytes.subarray(from, from + n), to)
      return
    }
    if (bytes !== this.source) {
      this.source = bytes
      this.sourceView = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
    const view = this.view
    const source = this.sourceView
    const words = n & ~3
    let i = 0
    for (; i < words; i += 4) view.setInt32(to + i, source.getInt32(from + i, true), true)
    for (; i < n; i++) chunk[to + i] = bytes[from + i]
  }
}
