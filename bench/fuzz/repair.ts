// Makes a damaged frame pass the first doors, so that what is behind them meets damage too: somebody's MAC address, checksums.
import { checksum, ethernet, ipv4, ipv6, put16, sumBytes, sumPseudoHeader, u16, u32, udp } from '@etherloom/wire'

const IP = ethernet.HEADER_LEN
const ICMP_CHECKSUM = 2

export function repair(b: Uint8Array, to: number): void {
  if (b.length < IP) return
  if ((b[0] & 1) === 0) ethernet.putMac(b, 0, to)
  const type = u16(b, 12)
  if (type === ethernet.TYPE_IPV4 && b.length >= IP + ipv4.HEADER_LEN) repair4(b)
  else if (type === ethernet.TYPE_IPV6 && b.length >= IP + ipv6.HEADER_LEN) repair6(b)
}

function repair4(b: Uint8Array): void {
  const at = IP + ipv4.headerLen(b, IP)
  if (at > b.length || at < IP + ipv4.HEADER_LEN) return
  if (ipv4.totalLen(b, IP) > b.length - IP) put16(b, IP + ipv4.TOTAL_LEN, b.length - IP)
  put16(b, IP + ipv4.CHECKSUM, 0)
  put16(b, IP + ipv4.CHECKSUM, checksum(b, IP, at - IP))
  const len = ipv4.totalLen(b, IP) - (at - IP)
  const protocol = ipv4.protocol(b, IP)
  if (protocol === ipv4.PROTO_UDP)
    seal(b, at, len, udp.CHECKSUM, sumPseudoHeader(u32(b, IP + ipv4.SRC), u32(b, IP + ipv4.DST), protocol, len))
  else if (protocol === ipv4.PROTO_ICMP || protocol === ipv4.PROTO_IGMP) seal(b, at, len, ICMP_CHECKSUM, 0)
}

function repair6(b: Uint8Array): void {
  const at = IP + ipv6.HEADER_LEN
  const payload = Math.min(u16(b, IP + 4), b.length - at)
  put16(b, IP + 4, payload)
  let next = b[IP + ipv6.NEXT_HEADER]
  let skip = 0
  if (next === ipv6.NEXT_HOP_BY_HOP && payload > 8) {
    next = b[at]
    skip = 8 * (1 + b[at + 1])
  }
  const len = payload - skip
  const field = next === ipv4.PROTO_UDP ? udp.CHECKSUM : ICMP_CHECKSUM
  if (next === ipv4.PROTO_UDP || next === ipv6.NEXT_ICMP6)
    seal(b, at + skip, len, field, sumBytes(b, IP + ipv6.SRC, 32) + next + len)
}

function seal(b: Uint8Array, at: number, len: number, field: number, pseudo: number): void {
  if (len < field + 2 || at + len > b.length) return
  put16(b, at + field, 0)
  put16(b, at + field, checksum(b, at, len, pseudo))
}
