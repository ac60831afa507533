// Extension headers (RFC 8200 §4): walked in order, up to a limit, until somebody takes the rest.
//
// Routers look at hop-by-hop options alone. At the destination: options by what their type says about unknown ones (§4.2),
// routing headers only when they have nothing left to do (type 0 is dead, RFC 5095, and we speak no other), fragments put
// together, then the upper layer. What nobody knows is answered with "parameter problem", which names the place.
import { type Mbuf, u8 } from '@etherloom/kern'
import { drop, type Ifnet } from '@etherloom/net'
import { DROP_EXT_HEADER, DROP_NO_PORT, DROP_NO_PROTOCOL, DROP_RUNT, icmp6, ipv4, ipv6 } from '@etherloom/wire'
import type { Ip6 } from './ip6.ts'

/** FreeBSD's net.inet6.ip6.hdrnestlimit. */
const MAX_HEADERS = 15

/** Segments left, in a routing header; its type is the byte before. */
const ROUTING_TYPE = 2
const SEGMENTS_LEFT = 3

/** Hop-by-hop options, right behind the header. False: the packet is gone. */
export function hopByHop(ip6: Ip6, ifp: Ifnet, m: Mbuf): boolean {
  const at = ipv6.HEADER_LEN
  return whole(ip6, m, at, ipv6.NEXT_HOP_BY_HOP) && options(ip6, ifp, m, at, ipv6.NEXT_HOP_BY_HOP)
}

/** Hands a packet for us to its upper layer. Hop-by-hop options have been looked at. */
export function deliver6(ip6: Ip6, ifp: Ifnet, packet: Mbuf, multicast: boolean): void {
  let m = packet
  let at = ipv6.HEADER_LEN
  let nextAt = ipv6.NEXT_HEADER
  for (let n = 0; n <= MAX_HEADERS; n++) {
    const next = u8[m.off + nextAt]
    if (!ipv6.isExtension(next) || next === ipv6.NEXT_AUTHENTICATION)
      return upperLayer(ip6, ifp, m, at, nextAt, multicast)
    if (!whole(ip6, m, at, next)) return
    if (next === ipv6.NEXT_HOP_BY_HOP && at !== ipv6.HEADER_LEN) return unknownHeader(ip6, ifp, m, nextAt)
    if (next === ipv6.NEXT_DESTINATION && !options(ip6, ifp, m, at, next)) return
    if (next === ipv6.NEXT_ROUTING && !routing(ip6, ifp, m, at)) return
    if (next === ipv6.NEXT_FRAGMENT) {
      const joined = ip6.fragments.input(ifp, m, at, nextAt)
      if (joined === null) return
      m = joined
      // A lone fragment's headers have moved up; where the next one is named is the same.
      continue
    }
    nextAt = at
    at += ipv6.extensionLen(u8, m.off + at, next)
  }
  drop(ip6.vnet.drops, DROP_EXT_HEADER, m)
}

function upperLayer(ip6: Ip6, ifp: Ifnet, m: Mbuf, at: number, nextAt: number, multicast: boolean): void {
  const next = u8[m.off + nextAt]
  const input = ip6.protocols[next] ?? null
  if (next === ipv6.NEXT_ICMP6) ip6.icmp6.input(ifp, m, at, multicast)
  else if (input !== null) input(ifp, m, at, multicast)
  else if (next === ipv6.NEXT_NONE) drop(ip6.vnet.drops, DROP_NO_PROTOCOL, m)
  else if (next === ipv4.PROTO_UDP) ip6.refuse(m, ifp, DROP_NO_PORT, icmp6.UNREACHABLE, icmp6.CODE_PORT)
  else unknownHeader(ip6, ifp, m, nextAt)
}

/** The header at `at` fits into the packet. False: the packet is gone. */
function whole(ip6: Ip6, m: Mbuf, at: number, next: number): boolean {
  if (at + 8 <= m.len && at + ipv6.extensionLen(u8, m.off + at, next) <= m.len) return true
  drop(ip6.vnet.drops, DROP_RUNT, m)
  return false
}

function unknownHeader(ip6: Ip6, ifp: Ifnet, m: Mbuf, nextAt: number): void {
  ip6.refuse(m, ifp, DROP_NO_PROTOCOL, icmp6.PARAMETER_PROBLEM, icmp6.CODE_NEXT_HEADER, nextAt)
}

function routing(ip6: Ip6, ifp: Ifnet, m: Mbuf, at: number): boolean {
  if (u8[m.off + at + SEGMENTS_LEFT] === 0) return true
  ip6.refuse(m, ifp, DROP_EXT_HEADER, icmp6.PARAMETER_PROBLEM, icmp6.CODE_BAD_FIELD, at + ROUTING_TYPE)
  return false
}

/** All options of a header. The two highest bits of an unknown one say what to do (§4.2). False: the packet is gone. */
function options(ip6: Ip6, ifp: Ifnet, m: Mbuf, at: number, header: number): boolean {
  const end = m.off + at + ipv6.extensionLen(u8, m.off + at, header)
  let o = m.off + at + 2
  while (o < end) {
    const type = u8[o]
    if (type === ipv6.OPTION_PAD1) {
      o++
      continue
    }
    const after = o + 1 < end ? o + 2 + u8[o + 1] : end + 1
    if (after > end) {
      drop(ip6.vnet.drops, DROP_EXT_HEADER, m)
      return false
    }
    const known = type === ipv6.OPTION_PADN || type === ipv6.OPTION_ROUTER_ALERT
    if (!known && type >= 0x40) return refuseOption(ip6, ifp, m, o)
    o = after
  }
  return true
}

function refuseOption(ip6: Ip6, ifp: Ifnet, m: Mbuf, o: number): boolean {
  const action = u8[o] >>> 6
  const toGroup = u8[m.off + ipv6.DST] === 0xff
  // 01: dropped. 10: the sender is told. 11: the sender is told unless it spoke to a group.
  if (action === 1 || (action === 3 && toGroup)) drop(ip6.vnet.drops, DROP_EXT_HEADER, m)
  else ip6.refuse(m, ifp, DROP_EXT_HEADER, icmp6.PARAMETER_PROBLEM, icmp6.CODE_OPTION, o - m.off)
  return false
}
