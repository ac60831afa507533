// What a capture file of any format holds, once read. Frames are offsets into the file's bytes: nothing is copied.
import type { FormatError } from '../format-error.ts'
import type { Direction } from './pcapng.ts'

export interface CaptureInterface {
  readonly name: string
  readonly description: string
  /** The link type of the tcpdump.org registry; 1 is Ethernet. */
  readonly linkType: number
  readonly snaplen: number
  /** From the file's interface statistics; null when it has none. */
  received: number | null
  dropped: number | null
}

export interface CapturedFrame {
  /** Index into the file's interfaces. */
  readonly iface: number
  /** Time since the Unix epoch (or since the start of virtual time). */
  readonly seconds: number
  readonly nanos: number
  readonly direction: Direction
  /** Frames lost just before this one, as far as the file knows. */
  readonly dropped: number
  /** The bytes are `file.bytes[offset]` up to `offset + caplen`. */
  readonly offset: number
  readonly caplen: number
  readonly len: number
}

export interface CaptureFile {
  readonly bytes: Uint8Array
  readonly interfaces: CaptureInterface[]
  readonly frames: CapturedFrame[]
  /** Where reading had to stop, with everything before it kept (a capture cut off by a full disk is still worth opening). */
  readonly error: FormatError | null
}
