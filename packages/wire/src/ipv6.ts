// IPv6 (RFC 8200). Extension headers form a chain: each says what comes next and how long it is.
import { type Bytes, put16, put32, u16, u32 } from './bytes.ts'
import { fold, sumBytes } from './checksum.ts'
import { DROP_BAD_HEADER, DROP_NONE, DROP_RUNT } from './drop.ts'
import { type In6Addr, in6At, putIn6 } from './in6.ts'

export const VERSION_CLASS_FLOW = 0
export const PAYLOAD_LEN = 4
export const NEXT_HEADER = 6
export const HOP_LIMIT = 7
export const SRC = 8
export const DST = 24
export const HEADER_LEN = 40
export const ADDRESS_LEN = 16
/** Every link carries packets of this size (§5). */
export const MIN_MTU = 1280
/** FreeBSD's and Linux's default. */
export const DEFAULT_HOP_LIMIT = 64

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
export const src = (b: Bytes, o: number): In6Addr => in6At(b, o + SRC)
export const dst = (b: Bytes, o: number): In6Addr => in6At(b, o + DST)
/** In bytes, of the fragment header at `o`. */
export const fragmentOffset = (b: Bytes, o: number): number => u16(b, o + FRAGMENT_OFFSET) & 0xfff8
export const moreFragments = (b: Bytes, o: number): boolean => (b[o + FRAGMENT_OFFSET + 1] & 1) === 1

export const fragmentId = (b: Bytes, o: number): number => u32(b, o + FRAGMENT_ID)

/** Runs once, before any accessor. */
export function check(b: Bytes, o: number, end: number): number {
  if (end - o < HEADER_LEN) return DROP_RUNT
  if (version(b, o) !== 6) return DROP_BAD_HEADER
  return HEADER_LEN + payloadLen(b, o) > end - o ? DROP_RUNT : DROP_NONE
}

export interface Ipv6 {
  trafficClass: number
  flowLabel: number
  payloadLen: number
  nextHeader: number
  hopLimit: number
  src: In6Addr
  dst: In6Addr
}

export const parse = (b: Bytes, o: number): Ipv6 => ({
  trafficClass: trafficClass(b, o),
  flowLabel: flowLabel(b, o),
  payloadLen: payloadLen(b, o),
  nextHeader: nextHeader(b, o),
  hopLimit: hopLimit(b, o),
  src: src(b, o),
  dst: dst(b, o),
})

export function emit(b: Bytes, o: number, h: Ipv6): void {
  put32(b, o, (0x60000000 | (h.trafficClass << 20) | h.flowLabel) >>> 0)
  put16(b, o + PAYLOAD_LEN, h.payloadLen)
  b[o + NEXT_HEADER] = h.nextHeader
  b[o + HOP_LIMIT] = h.hopLimit
  putIn6(b, o + SRC, h.src)
  putIn6(b, o + DST, h.dst)
}

/** Sum of the pseudo-header (§8.1) for the header at `o`: its addresses, the upper layer's length and number. */
export const sumPseudoHeader = (b: Bytes, o: number, protocol: number, len: number): number =>
  fold(sumBytes(b, o + SRC, 2 * ADDRESS_LEN) + (len >>> 16) + (len & 0xffff) + protocol)

/** Types of the options in hop-by-hop and destination headers (§4.2). */
export const OPTION_PAD1 = 0
export const OPTION_PADN = 1
export const OPTION_ROUTER_ALERT = 5
export const OPTION_JUMBO = 0xc2

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
