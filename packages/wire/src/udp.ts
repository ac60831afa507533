// UDP (RFC 768). A checksum of zero means that the sender made none.
import { hostOrder } from './address.ts'
import { type Bytes, put16, u16 } from './bytes.ts'
import { sumBytes, sumPseudoHeader } from './checksum.ts'
import { DROP_BAD_CHECKSUM, DROP_BAD_HEADER, DROP_NONE, DROP_RUNT } from './drop.ts'
import { PROTO_UDP } from './ipv4.ts'
import { sumPseudoHeader as sumPseudoHeader6 } from './ipv6.ts'

export const SRC_PORT = 0
export const DST_PORT = 2
export const LENGTH = 4
export const CHECKSUM = 6
export const HEADER_LEN = 8

export const srcPort = (b: Bytes, o: number): number => u16(b, o + SRC_PORT)
export const dstPort = (b: Bytes, o: number): number => u16(b, o + DST_PORT)
export const length = (b: Bytes, o: number): number => u16(b, o + LENGTH)
export const checksum = (b: Bytes, o: number): number => u16(b, o + CHECKSUM)

/** Runs once, before any accessor. `src` and `dst` are the datagram's addresses, in memory order. */
export function check(b: Bytes, o: number, end: number, src: number, dst: number): number {
  if (end - o < HEADER_LEN) return DROP_RUNT
  const len = length(b, o)
  if (len < HEADER_LEN || len > end - o) return DROP_BAD_HEADER
  if (checksum(b, o) === 0) return DROP_NONE
  const pseudo = sumPseudoHeader(hostOrder(src), hostOrder(dst), PROTO_UDP, len)
  return sumBytes(b, o, len, pseudo) === 0xffff ? DROP_NONE : DROP_BAD_CHECKSUM
}

export interface Udp {
  srcPort: number
  dstPort: number
  /** Header and payload. */
  length: number
}

export const parse = (b: Bytes, o: number): Udp => ({
  srcPort: srcPort(b, o),
  dstPort: dstPort(b, o),
  length: length(b, o),
})

/** Writes the header in front of a payload that is already in place, checksum included. */
export function emit(b: Bytes, o: number, u: Udp, src: number, dst: number): void {
  put16(b, o + SRC_PORT, u.srcPort)
  put16(b, o + DST_PORT, u.dstPort)
  put16(b, o + LENGTH, u.length)
  put16(b, o + CHECKSUM, 0)
  const pseudo = sumPseudoHeader(hostOrder(src), hostOrder(dst), PROTO_UDP, u.length)
  const sum = ~sumBytes(b, o, u.length, pseudo) & 0xffff
  // "If the computed checksum is zero, it is transmitted as all ones" (RFC 768): zero on the wire means none.
  put16(b, o + CHECKSUM, sum === 0 ? 0xffff : sum)
}

/** Over IPv6, whose header at `ip` is in place: there a zero checksum is refused (RFC 8200 §8.1). */
export function check6(b: Bytes, o: number, end: number, ip: number): number {
  if (end - o < HEADER_LEN) return DROP_RUNT
  const len = length(b, o)
  if (len < HEADER_LEN || len > end - o) return DROP_BAD_HEADER
  if (checksum(b, o) === 0) return DROP_BAD_CHECKSUM
  return sumBytes(b, o, len, sumPseudoHeader6(b, ip, PROTO_UDP, len)) === 0xffff ? DROP_NONE : DROP_BAD_CHECKSUM
}

export function emit6(b: Bytes, o: number, u: Udp, ip: number): void {
  put16(b, o + SRC_PORT, u.srcPort)
  put16(b, o + DST_PORT, u.dstPort)
  put16(b, o + LENGTH, u.length)
  put16(b, o + CHECKSUM, 0)
  const sum = ~sumBytes(b, o, u.length, sumPseudoHeader6(b, ip, PROTO_UDP, u.length)) & 0xffff
  put16(b, o + CHECKSUM, sum === 0 ? 0xffff : sum)
}
