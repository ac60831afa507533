// Redirects (RFC 4861 §8): a router tells a host that a destination is reached better without it, and the host believes
// the router it is using.
import { type Mbuf, u8 } from '@etherloom/kern'
import type { Ifnet, Nexthop } from '@etherloom/net'
import {
  DROP_BAD_ND,
  icmp6,
  ipv6,
  isLinkLocalIn6,
  isMulticastIn6,
  isUnspecifiedIn6,
  nd,
  putIn6,
  sameIn6,
} from '@etherloom/wire'
import type { In6If } from './in6-if.ts'
import type { Ip6 } from './ip6.ts'
import { ND_INCOMPLETE, NdEntry } from './nd6.ts'

/** Behind the header of the option with the redirected packet: six reserved bytes. */
const REDIRECTED_HEADER = 8

/** `m` came by `ifp` and leaves by it: its sender could do without us, if it is a neighbor. `m` stays the caller's. */
export function maybeRedirect(ip6: Ip6, ifp: Ifnet, m: Mbuf, hop: Nexthop): void {
  const on = ip6.ifs.get(ifp)
  const from = on?.linkLocal ?? null
  if (on === undefined || from === null || !(hop.owner instanceof NdEntry)) return
  const src = ipv6.src(u8, m.off)
  const dst = ipv6.dst(u8, m.off)
  const better = hop.owner
  const direct = sameIn6(better.ip, dst)
  if (isUnspecifiedIn6(src) || isMulticastIn6(dst) || sameIn6(better.ip, src)) return
  if (!isLinkLocalIn6(src) && ip6.addresses.linkOf(src) !== ifp) return
  // A router is known to hosts by its link-local address alone.
  if ((!direct && !isLinkLocalIn6(better.ip)) || !ip6.icmp6.withinRate()) return
  const known = better.state !== ND_INCOMPLETE
  const options = nd.REDIRECT_LEN + (known ? nd.MAC_OPTION_LEN : 0)
  const room = ipv6.MIN_MTU - ipv6.HEADER_LEN - options - REDIRECTED_HEADER
  const quote = Math.min(m.len, room) & ~7
  const r = ip6.out.message(icmp6.REDIRECT, options + REDIRECTED_HEADER + quote)
  if (r === null) return
  putIn6(u8, r.off + nd.TARGET, better.ip)
  putIn6(u8, r.off + nd.DESTINATION, dst)
  if (known) nd.putMacOption(u8, r.off + nd.REDIRECT_LEN, nd.OPTION_TARGET_MAC, better.mac)
  const o = r.off + options
  u8[o] = nd.OPTION_REDIRECTED
  u8[o + 1] = (REDIRECTED_HEADER + quote) / 8
  u8.copyWithin(o + REDIRECTED_HEADER, m.off, m.off + quote)
  ip6.out.sendOn(on, r, from.ip, src)
}

/** A redirect at `p`. 0, or why it is void (§8.1). */
export function redirectInput(ip6: Ip6, on: In6If, m: Mbuf, p: number, end: number): number {
  const src = ipv6.src(u8, m.off)
  const target = nd.target(u8, p)
  const dst = nd.destination(u8, p)
  const direct = sameIn6(target, dst)
  if (!isLinkLocalIn6(src) || isMulticastIn6(dst) || (!direct && !isLinkLocalIn6(target))) return DROP_BAD_ND
  if (ip6.vnet.forwarding6) return 0
  // Only from the router that this destination goes through now.
  const hop = ip6.out.hopTo(dst, on.ifp)
  if (!(hop.owner instanceof NdEntry) || hop.ifp !== on.ifp || !sameIn6(hop.owner.ip, src)) return DROP_BAD_ND
  const mac = nd.macOption(u8, p + nd.REDIRECT_LEN, end, nd.OPTION_TARGET_MAC)
  if (mac >= 0) ip6.nd6.hearOf(on, target, mac).isRouter ||= !direct
  ip6.routers.redirect(on, dst, direct ? null : target)
  return 0
}
