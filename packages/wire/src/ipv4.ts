// IPv4 (RFC 791). `check` says whether the accessors may be used; it verifies the checksum as well.
import { hostOrder, memoryOrder } from './address.ts'
import { type Bytes, put16, put32, u16, u32 } from './bytes.ts'
import { checksum as internetChecksum, sumBytes } from './checksum.ts'
import { DROP_BAD_CHECKSUM, DROP_BAD_HEADER, DROP_NONE, DROP_RUNT } from './drop.ts'

export const VERSION_IHL = 0
export const TOS = 1
export const TOTAL_LEN = 2
export const ID = 4
export const FLAGS_OFFSET = 6
export const TTL = 8
export const PROTOCOL = 9
export const CHECKSUM = 10
export const SRC = 12
export const DST = 16
export const HEADER_LEN = 20

export const DONT_FRAGMENT = 0x4000
export const MORE_FRAGMENTS = 0x2000
export const OFFSET_MASK = 0x1fff

export const PROTO_ICMP = 1
export const PROTO_IGMP = 2
export const PROTO_TCP = 6
export const PROTO_UDP = 17
/** FreeBSD's and Linux's `net.inet.ip.ttl`. */
export const DEFAULT_TTL = 64

export const headerLen = (b: Bytes, o: number): number => (b[o] & 15) << 2
export const tos = (b: Bytes, o: number): number => b[o + TOS]
export const totalLen = (b: Bytes, o: number): number => u16(b, o + TOTAL_LEN)
export const id = (b: Bytes, o: number): number => u16(b, o + ID)
export const flagsOffset = (b: Bytes, o: number): number => u16(b, o + FLAGS_OFFSET)
export const ttl = (b: Bytes, o: number): number => b[o + TTL]
export const protocol = (b: Bytes, o: number): number => b[o + PROTOCOL]
export const checksum = (b: Bytes, o: number): number => u16(b, o + CHECKSUM)
export const src = (b: Bytes, o: number): number => memoryOrder(u32(b, o + SRC))
export const dst = (b: Bytes, o: number): number => memoryOrder(u32(b, o + DST))

export function check(b: Bytes, o: number, end: number): number {
  if (end - o < HEADER_LEN) return DROP_RUNT
  const hlen = headerLen(b, o)
  if (b[o] >>> 4 !== 4 || hlen < HEADER_LEN || hlen > totalLen(b, o)) return DROP_BAD_HEADER
  if (totalLen(b, o) > end - o) return DROP_RUNT
  return sumBytes(b, o, hlen) === 0xffff ? DROP_NONE : DROP_BAD_CHECKSUM
}

/** Addresses in memory order (see address.ts). `totalLen` covers header and payload. */
export interface Ipv4 {
  tos: number
  totalLen: number
  id: number
  flagsOffset: number
  ttl: number
  protocol: number
  src: number
  dst: number
}

export const parse = (b: Bytes, o: number): Ipv4 => ({
  tos: tos(b, o),
  totalLen: totalLen(b, o),
  id: id(b, o),
  flagsOffset: flagsOffset(b, o),
  ttl: ttl(b, o),
  protocol: protocol(b, o),
  src: src(b, o),
  dst: dst(b, o),
})

/** Writes a header without options, checksum included. */
export function emit(b: Bytes, o: number, h: Ipv4): void {
  b[o] = 0x45
  b[o + TOS] = h.tos
  put16(b, o + TOTAL_LEN, h.totalLen)
  put16(b, o + ID, h.id)
  put16(b, o + FLAGS_OFFSET, h.flagsOffset)
  b[o + TTL] = h.ttl
  b[o + PROTOCOL] = h.protocol
  put16(b, o + CHECKSUM, 0)
  put32(b, o + SRC, hostOrder(h.src))
  put32(b, o + DST, hostOrder(h.dst))
  put16(b, o + CHECKSUM, internetChecksum(b, o, HEADER_LEN))
}
