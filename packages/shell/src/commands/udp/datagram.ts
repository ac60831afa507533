// What udpsend puts into a datagram and udprecv reads out of it, in front of the filling:
//
//   0 magic   4 flags: 1 is "no more will come"   8 sequence number, from 0   12 µs between datagrams   16 when it was sent, ns
//
// The last one's sequence number is how many there were. All nodes of a lab share one clock, so delays are one-way delays.
export const HEADER_LEN = 24
/** "No more will come" is said this often, an interval apart: it may be lost like the rest. */
export const LAST_TIMES = 3
const MAGIC = 0x65746c6d
const LAST = 1

export interface Marks {
  readonly last: boolean
  readonly seq: number
  readonly intervalUs: number
  readonly sentNs: number
}

export class Datagram {
  readonly bytes: Uint8Array
  private readonly view: DataView

  constructor(size: number) {
    this.bytes = new Uint8Array(size)
    this.view = new DataView(this.bytes.buffer)
    for (let i = HEADER_LEN; i < size; i++) this.bytes[i] = i
  }

  write({ last, seq, intervalUs, sentNs }: Marks): void {
    this.view.setUint32(0, MAGIC)
    this.view.setUint32(4, last ? LAST : 0)
    this.view.setUint32(8, seq)
    this.view.setUint32(12, Math.min(intervalUs, 0xffffffff))
    this.view.setFloat64(16, sentNs)
  }

  /** Of the first `length` bytes; null when udpsend did not write them. */
  read(length: number): Marks | null {
    if (length < HEADER_LEN || this.view.getUint32(0) !== MAGIC) return null
    return {
      last: (this.view.getUint32(4) & LAST) !== 0,
      seq: this.view.getUint32(8),
      intervalUs: this.view.getUint32(12),
      sentNs: this.view.getFloat64(16),
    }
  }
}

/** `1400000 bytes in 1.12 s, 10.0 Mb/s`; a rate over no time is none. */
export function volume(bytes: number, ns: number): string {
  const rate = ns > 0 ? `, ${bitRate((bytes * 8e9) / ns)}` : ''
  return `${bytes} bytes in ${(ns / 1e9).toFixed(2)} s${rate}`
}

export function bitRate(bps: number): string {
  const [divisor, unit] =
    bps >= 1e9 ? [1e9, 'Gb/s'] : bps >= 1e6 ? [1e6, 'Mb/s'] : bps >= 1e3 ? [1e3, 'kb/s'] : [1, 'b/s']
  return `${(bps / divisor).toPrecision(3)} ${unit}`
}
