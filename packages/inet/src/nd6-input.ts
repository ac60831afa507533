// Neighbor discovery messages as they arrive (RFC 4861 §6.1, §7.1, §8.1): what breaks a rule is void as a whole.
import { type Mbuf, u8 } from '@etherloom/kern'
import type { Ifnet } from '@etherloom/net'
import {
  DROP_BAD_ND,
  DROP_RUNT,
  IN6_ALL_NODES,
  type In6Addr,
  icmp6,
  ipv6,
  isLinkLocalIn6,
  isMulticastIn6,
  isUnspecifiedIn6,
  nd,
  sameIn6,
  solicitedNodeIn6,
} from '@etherloom/wire'
import { isOwnProbe, objection } from './dad6.ts'
import type { In6If } from './in6-if.ts'
import { ADDRESS_TENTATIVE, ADDRESS_VALID } from './in6-ifaddr.ts'
import type { Ip6 } from './ip6.ts'
import { ND_INCOMPLETE, ND_REACHABLE, ND_STALE, type NdEntry } from './nd6.ts'
import { redirectInput } from './redirect6.ts'

/** Where options begin, from ROUTER_SOLICITATION to REDIRECT. */
const FIXED = [nd.RS_LEN, nd.RA_LEN, nd.NS_LEN, nd.NA_LEN, nd.REDIRECT_LEN]

/** The message at `p`; its checksum is right. 0, or why it is void. `m` stays the caller's. */
export function ndInput(ip6: Ip6, ifp: Ifnet, m: Mbuf, p: number, len: number): number {
  const on = ip6.ifs.get(ifp)
  if (on === undefined || ifp === ip6.lo || ipv6.hopLimit(u8, m.off) !== nd.HOP_LIMIT || icmp6.code(u8, p) !== 0)
    return DROP_BAD_ND
  const type = icmp6.type(u8, p)
  const fixed = FIXED[type - icmp6.ROUTER_SOLICITATION]
  if (len < fixed) return DROP_RUNT
  const reason = nd.checkOptions(u8, p + fixed, p + len)
  if (reason !== 0) return reason
  const end = p + len
  if (type === icmp6.NEIGHBOR_SOLICITATION) return solicitation(ip6, on, m, p, end)
  if (type === icmp6.NEIGHBOR_ADVERTISEMENT) return advertisement(ip6, on, m, p, end)
  if (type === icmp6.ROUTER_SOLICITATION) return routerSolicitation(ip6, on, m, p, end)
  if (type === icmp6.ROUTER_ADVERTISEMENT) return ip6.routers.input(on, m, p, end)
  return redirectInput(ip6, on, m, p, end)
}

function solicitation(ip6: Ip6, on: In6If, m: Mbuf, p: number, end: number): number {
  const target = nd.target(u8, p)
  const src = ipv6.src(u8, m.off)
  const mac = nd.macOption(u8, p + nd.NS_LEN, end, nd.OPTION_SOURCE_MAC)
  const probe = isUnspecifiedIn6(src)
  if (isMulticastIn6(target) || on.find(src) !== null) return DROP_BAD_ND
  if (probe && (mac >= 0 || !sameIn6(ipv6.dst(u8, m.off), solicitedNodeIn6(target)))) return DROP_BAD_ND
  const own = on.find(target)
  if (own === null || (probe && isOwnProbe(own, p + nd.NS_LEN, end))) return 0
  if (own.state === ADDRESS_TENTATIVE && probe) objection(ip6, own)
  if (own.state !== ADDRESS_VALID) return 0
  if (!probe && mac >= 0) ip6.nd6.hearOf(on, src, mac)
  sendAdvertisement(ip6, on, target, probe ? IN6_ALL_NODES : src, !probe)
  return 0
}

/** Says where an address of ours is: to one who asked, or to all. */
export function sendAdvertisement(ip6: Ip6, on: In6If, target: In6Addr, to: In6Addr, solicited: boolean): void {
  const m = ip6.out.message(icmp6.NEIGHBOR_ADVERTISEMENT, nd.NA_LEN + nd.MAC_OPTION_LEN)
  if (m === null) return
  u8[m.off + icmp6.ID] =
    (ip6.vnet.forwarding6 ? icmp6.FLAG_ROUTER : 0) | (solicited ? icmp6.FLAG_SOLICITED : 0) | icmp6.FLAG_OVERRIDE
  ip6.nd6.putTarget(m, target, nd.OPTION_TARGET_MAC, on.ifp.mac)
  ip6.out.sendOn(on, m, target, to)
}

function advertisement(ip6: Ip6, on: In6If, m: Mbuf, p: number, end: number): number {
  const target = nd.target(u8, p)
  const flags = u8[p + icmp6.ID]
  const solicited = (flags & icmp6.FLAG_SOLICITED) !== 0
  if (isMulticastIn6(target) || (solicited && isMulticastIn6(ipv6.dst(u8, m.off)))) return DROP_BAD_ND
  const own = on.find(target)
  if (own !== null) {
    if (own.state === ADDRESS_TENTATIVE) objection(ip6, own)
    return 0
  }
  const entry = ip6.nd6.find(on, target)
  if (entry === null) return 0
  const mac = nd.macOption(u8, p + nd.NA_LEN, end, nd.OPTION_TARGET_MAC)
  update(ip6, entry, mac, solicited, (flags & icmp6.FLAG_OVERRIDE) !== 0)
  const isRouter = (flags & icmp6.FLAG_ROUTER) !== 0
  if (entry.isRouter && !isRouter) ip6.routers.forget(on, target)
  entry.isRouter = isRouter
  return 0
}

/** RFC 4861 §7.2.5 and appendix C. */
function update(ip6: Ip6, entry: NdEntry, mac: number, solicited: boolean, override: boolean): void {
  const { nd6 } = ip6
  if (entry.state === ND_INCOMPLETE) {
    if (mac >= 0) nd6.set(entry, mac, solicited ? ND_REACHABLE : ND_STALE)
    return
  }
  const other = mac >= 0 && mac !== entry.mac
  if (other && !override) {
    if (entry.state === ND_REACHABLE) nd6.set(entry, entry.mac, ND_STALE)
  } else if (solicited) nd6.set(entry, other ? mac : entry.mac, ND_REACHABLE)
  else if (other) nd6.set(entry, mac, ND_STALE)
}

function routerSolicitation(ip6: Ip6, on: In6If, m: Mbuf, p: number, end: number): number {
  const src = ipv6.src(u8, m.off)
  const mac = nd.macOption(u8, p + nd.RS_LEN, end, nd.OPTION_SOURCE_MAC)
  if (isUnspecifiedIn6(src) && mac >= 0) return DROP_BAD_ND
  if (!ip6.vnet.forwarding6) return 0
  if (mac >= 0 && isLinkLocalIn6(src)) ip6.nd6.hearOf(on, src, mac)
  on.advertiser?.solicited()
  return 0
}
