// IPv6 (RFC 8200). Extension headers form a chain: each says what comes next and how long it is.
import { type Bytes, u16, u32 } from './bytes.ts'

export const VERSION_CLASS_FLOW = 0
export const PAYLOAD_LEN = 4
export const NEXT_HEADER = 6
export const HOP_LIMIT = 7
export const SRC = 8
export const DST = 24
export const HEADER_LEN = 40
export const ADDRESS_LEN = 16

export const NEXT_HOP_BY_HOP = 0
export const NEXT_ROUTING = 43
export const NEXT_FRAGMENT = 44
export const NEXT_AUTHENTICATION = 51
export const NEXT_ICMP6 = 58
export const NEXT_NONE = 59
export const NEXT_DESTINATION = 60

/** Offsets inside the fragment header (RFC 8200 §4.5), which is always 8 bytes. */
export const FRAGMENT_OFFSET = 2
export const FRAGMENT_ID = 4
export const FRAGMENT_LEN = 8

export const version = (b: Bytes, o: number): number => b[o] >>> 4
export const trafficClass = (b: Bytes, o: number): number => (u16(b, o) >>> 4) & 0xff
export const flowLabel = (b: Bytes, o: number): number => u32(b, o) & 0xfffff
export const payloadLen = (b: Bytes, o: number): number => u16(b, o + PAYLOAD_LEN)
export const nextHeader = (b: Bytes, o: number): number => b[o + NEXT_HEADER]
export const hopLimit = (b: Bytes, o: number): number => b[o + HOP_LIMIT]
/** In bytes, of the fragment header at `o`. */
export const fragmentOffset = (b: Bytes, o: number): number => u16(b, o + FRAGMENT_OFFSET) & 0xfff8
export const moreFragments = (b: Bytes, o: number): boolean => (b[o + FRAGMENT_OFFSET + 1] & 1) === 1

export const isExtension = (next: number): boolean =>
  next === NEXT_HOP_BY_HOP ||
  next === NEXT_ROUTING ||
  next === NEXT_FRAGMENT ||
  next === NEXT_AUTHENTICATION ||
  next === NEXT_DESTINATION

/** Bytes of the extension header at `o`, or 0 when `next` is none that can be stepped over. Reads one byte at `o + 1`. */
export function extensionLen(b: Bytes, o: number, next: number): number {
  switch (next) {
    case NEXT_HOP_BY_HOP:
    case NEXT_ROUTING:
    case NEXT_DESTINATION:
      return (b[o + 1] + 1) * 8
    case NEXT_FRAGMENT:
      return FRAGMENT_LEN
    case NEXT_AUTHENTICATION:
      return (b[o + 1] + 2) * 4 // RFC 4302 §2.2 counts in words, minus 2
    default:
      return 0
  }
}
