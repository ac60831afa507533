// What a compiled filter reads a frame through. One view is made for each filter and filled in for each frame.
//
// As in the BPF machine, reading beyond the captured bytes rejects the packet, whatever stands around it: `not ip[100] = 1`
// is no way to find short packets.
export type Test = (v: FrameView) => boolean
export type Value = (v: FrameView) => number

export class FrameView {
  bytes: Uint8Array
  off: number
  caplen: number
  len: number
  /** Something beyond the captured bytes was read. */
  beyond: boolean

  constructor() {
    this.bytes = new Uint8Array(0)
    this.off = 0
    this.caplen = 0
    this.len = 0
    this.beyond = false
  }

  load(at: number, size: 1 | 2 | 4): number {
    if (at + size > this.caplen) {
      this.beyond = true
      return 0
    }
    const b = this.bytes
    const o = this.off + at
    if (size === 1) return b[o]
    if (size === 2) return (b[o] << 8) | b[o + 1]
    return ((b[o] << 24) | (b[o + 1] << 16) | (b[o + 2] << 8) | b[o + 3]) >>> 0
  }
}
