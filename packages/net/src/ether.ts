// Ethernet at the edge of a vnet: which protocol a received frame goes to.
//
// In front of that stands a fast path for what routers do all day: a packet without options or padding, for somebody else,
// whose next hop is in the cache and resolved. It does in one function, without moving a pointer, what inet's `input` and
// `forward` of `Ip` and `Ip6` do in several (FreeBSD has ip_tryforward for the same reason): any change there must be
// reflected here, and a test runs random packets through both.
import { type Mbuf, u16 } from '@etherloom/kern'
import { DROP_NOT_FOR_US, DROP_RUNT, DROP_UNKNOWN_TYPE, ipv4, ipv6 } from '@etherloom/wire'
import { drop } from './drops.ts'
import { TYPE_ARP_WORD, TYPE_IPV4_WORD, TYPE_IPV6_WORD } from './ether-types.ts'
import type { Ifnet } from './ifnet.ts'
import { HOP_READY } from './nexthop.ts'
import { TYPE_VLAN_WORD } from './vlan.ts'
import type { Vnet } from './vnet.ts'

export const ETHER_HEADER_LEN = 14
const MIN_IPV4_FRAME = ETHER_HEADER_LEN + ipv4.HEADER_LEN
const IPV6_HEADERS = ETHER_HEADER_LEN + ipv6.HEADER_LEN

export function etherInput(ifp: Ifnet, m: Mbuf): void {
  const vnet = ifp.vnet as Vnet
  const h = m.off >> 1
  const ip = h + 7
  if (
    vnet.forwarding === true &&
    vnet.pfilIn === null &&
    vnet.pfilOut === null &&
    u16[h + 6] === TYPE_IPV4_WORD &&
    u16[h] === ifp.mac0 &&
    u16[h + 1] === ifp.mac1 &&
    u16[h + 2] === ifp.mac2 &&
    (u16[ip] & 0xff) === 0x45
  ) {
    const ttl = u16[ip + 4]
    const checksum = u16[ip + 5]
    const dst0 = u16[ip + 8]
    const dst1 = u16[ip + 9]
    const totalLen = u16[ip + 1]
    const src0 = u16[ip + 6]
    const net = src0 & 0xff
    // Ten words: folded once, the sum is below 0x1000a, and of what is there only 0xffff folds to 0xffff.
    const sum = u16[ip] + totalLen + u16[ip + 2] + u16[ip + 3] + ttl + checksum + src0 + u16[ip + 7] + dst0 + dst1
    const dst = dst0 | (dst1 << 16)
    let hop = vnet.routeCache.get(dst)
    if (hop === null && vnet.fib.table !== null) hop = vnet.fib.table.hop(dst)
    const len = (((totalLen & 0xff) << 8) | (totalLen >>> 8)) + ETHER_HEADER_LEN
    if (
      (sum & 0xffff) + (sum >>> 16) === 0xffff &&
      len === m.len &&
      len >= MIN_IPV4_FRAME &&
      (ttl & 0xff) > 1 &&
      net !== 127 &&
      (net - 1) >>> 0 < 223 && // a source that may be on a wire at all
      hop !== null &&
      hop.state === HOP_READY &&
      hop.ifp !== ifp && // else its sender is told of the shorter way
      len <= hop.ifp.mtu + ETHER_HEADER_LEN
    ) {
      ifp.ipackets++
      ifp.ibytes += len
      vnet.forwarded++
      // TTL less one, and the checksum of it: see inet/ip.ts.
      u16[ip + 4] = ttl - 1
      u16[ip + 5] = checksum + 1 + ((checksum + 1) >>> 16)
      u16[h] = hop.dst0
      u16[h + 1] = hop.dst1
      u16[h + 2] = hop.dst2
      u16[h + 3] = hop.src0
      u16[h + 4] = hop.src1
      u16[h + 5] = hop.src2
      hop.used = true
      hop.ifp.output(hop.ifp, m)
      return
    }
  }
  const { shortcut6 } = vnet
  if (
    shortcut6 !== null &&
    u16[h + 6] === TYPE_IPV6_WORD &&
    u16[h] === ifp.mac0 &&
    u16[h + 1] === ifp.mac1 &&
    u16[h + 2] === ifp.mac2 &&
    (u16[ip] & 0xf0) === 0x60
  ) {
    const hop = shortcut6.get(
      u16[ip + 12] | (u16[ip + 13] << 16),
      u16[ip + 14] | (u16[ip + 15] << 16),
      u16[ip + 16] | (u16[ip + 17] << 16),
      u16[ip + 18] | (u16[ip + 19] << 16),
    )
    const payloadLen = u16[ip + 2]
    const limits = u16[ip + 3] // next header, and above it the hop limit
    const src = u16[ip + 4]
    const len = (((payloadLen & 0xff) << 8) | (payloadLen >>> 8)) + IPV6_HEADERS
    if (
      hop !== null &&
      hop.state === HOP_READY &&
      hop.ifp !== ifp &&
      len === m.len &&
      len <= hop.ifp.mtu + ETHER_HEADER_LEN &&
      (limits & 0xff) !== 0 && // hop-by-hop options
      limits >= 0x200 &&
      (src & 0xff) < 0xfe && // fe80::/10, ff00::/8, ::, ::1 may not travel
      src !== 0
    ) {
      ifp.ipackets++
      ifp.ibytes += len
      vnet.forwarded6++
      u16[ip + 3] = limits - 0x100
      u16[h] = hop.dst0
      u16[h + 1] = hop.dst1
      u16[h + 2] = hop.dst2
      u16[h + 3] = hop.src0
      u16[h + 4] = hop.src1
      u16[h + 5] = hop.src2
      hop.used = true
      hop.ifp.output(hop.ifp, m)
      return
    }
  }
  etherDemux(ifp, m)
}

/** Any frame at all. */
export function etherDemux(ifp: Ifnet, m: Mbuf): void {
  ifp.ipackets++
  ifp.ibytes += m.len
  if (m.len < ETHER_HEADER_LEN) {
    ifp.ierrors++
    return drop(ifp.drops, DROP_RUNT, m)
  }
  const h = m.off >> 1
  if (u16[h + 6] === TYPE_VLAN_WORD && ifp.vlantrunk !== null) return ifp.vlantrunk.input(ifp, m)
  const ours = u16[h] === ifp.mac0 && u16[h + 1] === ifp.mac1 && u16[h + 2] === ifp.mac2
  if (!ours && (u16[h] & 1) === 0) return drop(ifp.drops, DROP_NOT_FOR_US, m)
  const { arp, ip, ip6 } = ifp.vnet as Vnet
  const type = u16[h + 6]
  m.adj(ETHER_HEADER_LEN)
  if (type === TYPE_IPV4_WORD && ip !== null) {
    if (ours) ip.input(ifp, m)
    else ip.inputBroadcast(ifp, m)
  } else if (type === TYPE_IPV6_WORD && ip6 !== null) {
    if (ours) ip6.input(ifp, m)
    else ip6.inputBroadcast(ifp, m)
  } else if (type === TYPE_ARP_WORD && arp !== null) arp.input(ifp, m)
  // To a group that nobody here asked for, as BPDUs are: a network card would not have taken it.
  else if (!ours && (u16[h] & u16[h + 1] & u16[h + 2]) !== 0xffff) m.free()
  else drop(ifp.drops, DROP_UNKNOWN_TYPE, m)
}
