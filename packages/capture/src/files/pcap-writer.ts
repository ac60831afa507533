// The classic pcap file as a stream: the constructor writes its header, each call appends a frame, and `take()` gives the bytes
// made since the last take. Nanosecond times; one interface for everything: which way a frame went and what was lost has no
// place in it. pcapng-writer.ts says both.
import { LINKTYPE_ETHERNET } from './pcapng.ts'

const NANOSECONDS = 0xa1b23c4d
const FILE_HEADER = 24
const RECORD_HEADER = 16
const SNAPLEN = 0x40000
const NS = 1_000_000_000

export class PcapWriter {
  private readonly startSeconds: number
  private readonly startNanos: number
  private buffer: Uint8Array<ArrayBuffer>
  private view: DataView
  private used: number

  /** `startNs`: nanoseconds of the Unix epoch at time 0. */
  constructor(startNs: bigint = 0n) {
    this.startSeconds = Number(startNs / BigInt(NS))
    this.startNanos = Number(startNs % BigInt(NS))
    this.buffer = new Uint8Array(64 * 1024)
    this.view = new DataView(this.buffer.buffer)
    this.used = FILE_HEADER
    this.view.setUint32(0, NANOSECONDS, true)
    this.view.setUint16(4, 2, true) // version 2.4
    this.view.setUint16(6, 4, true)
    this.view.setUint32(16, SNAPLEN, true)
    this.view.setUint32(20, LINKTYPE_ETHERNET, true)
  }

  /** Appends `caplen` bytes at `bytes[off]` of a frame that had `len`. */
  packet(ns: number, bytes: Uint8Array, off: number, caplen: number, len: number): void {
    this.reserve(RECORD_HEADER + caplen)
    const nanos = this.startNanos + (ns % NS)
    const carry = nanos >= NS ? 1 : 0
    this.view.setUint32(this.used, this.startSeconds + Math.floor(ns / NS) + carry, true)
    this.view.setUint32(this.used + 4, nanos - carry * NS, true)
    this.view.setUint32(this.used + 8, caplen, true)
    this.view.setUint32(this.used + 12, len, true)
    this.buffer.set(bytes.subarray(off, off + caplen), this.used + RECORD_HEADER)
    this.used += RECORD_HEADER + caplen
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
