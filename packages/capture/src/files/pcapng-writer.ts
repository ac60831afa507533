// pcapng as a stream: the constructor writes the section header, each call appends blocks, and `take()` gives the bytes made
// since the last take, for a browser's Blob or a file. The same calls make the same bytes: nothing is dated unless `startNs`
// says when virtual second 0 was.
import {
  BLOCK_EPB,
  BLOCK_IDB,
  BLOCK_ISB,
  BLOCK_OVERHEAD,
  BLOCK_SHB,
  BYTE_ORDER_MAGIC,
  DIRECTION_UNKNOWN,
  type Direction,
  EPB_DROPCOUNT,
  EPB_FLAGS,
  IF_DESCRIPTION,
  IF_NAME,
  IF_TSRESOL,
  ISB_IFDROP,
  ISB_IFRECV,
  LINKTYPE_ETHERNET,
  OPT_END,
  SHB_USERAPPL,
} from './pcapng.ts'
import { utf8Encode } from './utf8.ts'

export interface PcapngInterface {
  readonly name: string
  /** Left out when empty. */
  readonly description: string
  /** Bytes kept of a frame at most; 0 for no limit. */
  readonly snaplen: number
}

const TWO32 = 2 ** 32
const NANOSECONDS = 9

export class PcapngWriter {
  private readonly startHigh: number
  private readonly startLow: number
  private buffer: Uint8Array<ArrayBuffer>
  private view: DataView
  private used: number
  private interfaces: number

  constructor(startNs: bigint = 0n) {
    this.startHigh = Number((startNs >> 32n) & 0xffffffffn)
    this.startLow = Number(startNs & 0xffffffffn)
    this.buffer = new Uint8Array(64 * 1024)
    this.view = new DataView(this.buffer.buffer)
    this.used = 0
    this.interfaces = 0
    const block = this.beginBlock(BLOCK_SHB)
    this.u32(BYTE_ORDER_MAGIC)
    this.u16(1) // version 1.0
    this.u16(0)
    this.u32(0xffffffff) // section length: not given
    this.u32(0xffffffff)
    this.textOption(SHB_USERAPPL, 'Etherloom')
    this.endBlock(block)
  }

  /** Declares an Ethernet interface with nanosecond times; its number is for `packet` and `statistics`. */
  interface(described: PcapngInterface): number {
    const block = this.beginBlock(BLOCK_IDB)
    this.u16(LINKTYPE_ETHERNET)
    this.u16(0)
    this.u32(described.snaplen)
    this.textOption(IF_NAME, described.name)
    if (described.description !== '') this.textOption(IF_DESCRIPTION, described.description)
    this.optionHeader(IF_TSRESOL, 1)
    this.u32(NANOSECONDS) // one byte and its padding
    this.endBlock(block)
    return this.interfaces++
  }

  /**
   * Appends a frame: `caplen` bytes at `bytes[off]` of the `len` it had. `dropped` frames were lost between this one and the
   * one before it on the interface.
   */
  packet(
    iface: number,
    ns: number,
    direction: Direction,
    dropped: number,
    bytes: Uint8Array,
    off: number,
    caplen: number,
    len: number,
  ): void {
    const block = this.beginBlock(BLOCK_EPB, caplen + 64)
    this.u32(iface)
    this.time(ns)
    this.u32(caplen)
    this.u32(len)
    this.raw(bytes.subarray(off, off + caplen))
    if (direction !== DIRECTION_UNKNOWN) {
      this.optionHeader(EPB_FLAGS, 4)
      this.u32(direction)
    }
    if (dropped > 0) {
      this.optionHeader(EPB_DROPCOUNT, 8)
      this.u64(dropped)
    }
    this.endBlock(block, direction !== DIRECTION_UNKNOWN || dropped > 0)
  }

  /** Totals of an interface at `ns`: frames seen there (also those lost) and frames lost. Written last. */
  statistics(iface: number, ns: number, received: number, dropped: number): void {
    const block = this.beginBlock(BLOCK_ISB)
    this.u32(iface)
    this.time(ns)
    this.optionHeader(ISB_IFRECV, 8)
    this.u64(received)
    this.optionHeader(ISB_IFDROP, 8)
    this.u64(dropped)
    this.endBlock(block)
  }

  /** Bytes waiting in `take()`. */
  get pending(): number {
    return this.used
  }

  /** What was appended since the last take; the caller's own copy. */
  take(): Uint8Array<ArrayBuffer> {
    const bytes = this.buffer.slice(0, this.used)
    this.used = 0
    return bytes
  }

  private beginBlock(type: number, room = 2048): number {
    this.reserve(room)
    const at = this.used
    this.u32(type)
    this.u32(0) // total length: known in endBlock
    return at
  }

  private endBlock(at: number, options = true): void {
    if (options) this.optionHeader(OPT_END, 0)
    const total = this.used + 4 - at
    this.view.setUint32(at + 4, total, true)
    this.u32(total)
  }

  /** 64-bit time, high half first (the format's order in either endianness). */
  private time(ns: number): void {
    const low = this.startLow + (ns % TWO32)
    this.u32(this.startHigh + Math.floor(ns / TWO32) + (low >= TWO32 ? 1 : 0))
    this.u32(low)
  }

  private textOption(code: number, text: string): void {
    // An option's length is 16 bits; a name this long is nobody's intent, so it is cut and not refused.
    const bytes = utf8Encode(text).subarray(0, 1024)
    this.reserve(BLOCK_OVERHEAD + bytes.length)
    this.optionHeader(code, bytes.length)
    this.raw(bytes)
  }

  private optionHeader(code: number, length: number): void {
    this.u16(code)
    this.u16(length)
  }

  private u16(value: number): void {
    this.view.setUint16(this.used, value, true)
    this.used += 2
  }

  private u32(value: number): void {
    this.view.setUint32(this.used, value, true)
    this.used += 4
  }

  private u64(value: number): void {
    this.u32(value % TWO32)
    this.u32(Math.floor(value / TWO32))
  }

  private raw(bytes: Uint8Array): void {
    this.buffer.set(bytes, this.used)
    const end = this.used + bytes.length
    this.used = (end + 3) & ~3
    this.buffer.fill(0, end, this.used)
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return
    let size = this.buffer.length * 2
    while (size < this.used + bytes) size *= 2
    const grown = new Uint8Array(size)
    grown.set(this.buffer.subarray(0, this.used))
    this.buffer = grown
    this.view = new DataView(grown.buffer)
  }
}
