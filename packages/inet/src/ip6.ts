// IPv6 (RFC 8200): receive, forward, deliver. `off` of every mbuf here is at its IPv6 header.
//
//   input ─ checks ─ pfil in ─ cached next hop ─┬─ READY ──── forward ─ pfil out ─ Ethernet words ─ ifp.output
//                                               ├─ LOCAL ──── deliver ─ extension headers (exthdr6.ts) ─ upper layer
//                                               └─ others ─── route, NDP, groups, errors (slow path)
//
// The fast path handles a packet without hop-by-hop options, from an address that may travel, whose next hop is known and
// ready; the plainest of these never come here, but are passed on by net/ether.ts. Everything else takes `inputSlow` or
// `inputMiss`; where several could decide, they agree (ip6.test.ts runs random packets through all). What it does not do: route multicast, jumbograms, mobility.
import { type Mbuf, type Random, u8, u16 } from '@etherloom/kern'
import {
  drop,
  Fib6,
  HOP_BLACKHOLE,
  HOP_LOCAL,
  HOP_MULTI,
  HOP_NONE,
  HOP_PENDING,
  HOP_READY,
  HOP_REJECT,
  type Ifnet,
  type NetworkLayer,
  Nexthop,
  type Route6,
  RouteCache6,
  type Vnet,
} from '@etherloom/net'
import {
  DROP_BLACKHOLE,
  DROP_MARTIAN,
  DROP_NO_MULTICAST_ROUTE,
  DROP_NO_ROUTE,
  DROP_NOT_FOR_US,
  DROP_NOT_FORWARDING,
  DROP_REJECT,
  DROP_SCOPE,
  DROP_TOO_BIG,
  DROP_TTL_EXCEEDED,
  type In6Addr,
  icmp6,
  in6At,
  ipv6,
  isLinkLocalIn6,
  SCOPE_LINK,
  sameIn6,
  swap16,
} from '@etherloom/wire'
import { deliver6, hopByHop } from './exthdr6.ts'
import { Reassembly6 } from './frag6.ts'
import { Icmp6 } from './icmp6.ts'
import { In6Control } from './in6-control.ts'
import type { In6If } from './in6-if.ts'
import { In6AddressTable, type In6Ifaddr } from './in6-ifaddr.ts'
import { Ip6Output } from './ip6-output.ts'
import { Mld } from './mld6.ts'
import { Multipath6 } from './multipath6.ts'
import { Nd6, transmitTo6 } from './nd6.ts'
import { DefaultRouters } from './nd6-routers.ts'
import { maybeRedirect } from './redirect6.ts'
import type { Advertising } from './rtadv6.ts'
import { StaticRoutes6 } from './static-routes6.ts'

/**
 * Takes over a datagram for this vnet: `off` at the IPv6 header, the upper layer `at` bytes behind it. `multicast`: it was
 * sent to more than us, so no errors are sent about it.
 */
export type Protocol6Input = (ifp: Ifnet, m: Mbuf, at: number, multicast: boolean) => void

export class Ip6 implements NetworkLayer {
  readonly vnet: Vnet
  readonly lo: Ifnet
  readonly random: Random
  /** Interfaces that speak IPv6. */
  readonly ifs: Map<Ifnet, In6If>
  readonly fib: Fib6
  readonly cache: RouteCache6
  readonly addresses: In6AddressTable
  readonly control: In6Control
  readonly routes: StaticRoutes6
  readonly nd6: Nd6
  readonly routers: DefaultRouters
  readonly mld: Mld
  readonly icmp6: Icmp6
  readonly fragments: Reassembly6
  readonly out: Ip6Output
  /** By next-header value: who handles what is for us. Written by `setProtocol`. */
  readonly protocols: (Protocol6Input | null)[]
  private readonly localHop: Nexthop
  private readonly noHop: Nexthop
  private readonly blackhole: Nexthop
  private readonly reject: Nexthop

  constructor(vnet: Vnet, lo: Ifnet) {
    this.vnet = vnet
    this.lo = lo
    this.random = vnet.kernel.random.fork(`ip6 ${vnet.name}`)
    this.ifs = new Map()
    this.cache = new RouteCache6()
    vnet.routeCache6 = this.cache
    vnet.retarget6()
    this.fib = new Fib6(this.cache)
    this.addresses = new In6AddressTable(vnet, this.fib, this.cache)
    this.control = new In6Control(this)
    this.routes = new StaticRoutes6(this)
    this.nd6 = new Nd6(this)
    this.routers = new DefaultRouters(this)
    this.mld = new Mld(this)
    this.icmp6 = new Icmp6(this)
    this.fragments = new Reassembly6(this)
    this.out = new Ip6Output(this)
    this.protocols = []
    this.localHop = new Nexthop(lo, HOP_LOCAL, null)
    this.noHop = new Nexthop(lo, HOP_NONE, null)
    this.blackhole = new Nexthop(lo, HOP_BLACKHOLE, null)
    this.reject = new Nexthop(lo, HOP_REJECT, null)
  }

  /** Adds an address: the interface begins to speak IPv6, and asks whether anybody else has it. Throws, saying why. */
  addAddress(ifp: Ifnet, ip: In6Addr, prefixLen: number): In6Ifaddr {
    return this.control.addAddress(ifp, ip, prefixLen)
  }

  /** False: the interface does not have it. */
  removeAddress(ifp: Ifnet, ip: In6Addr): boolean {
    return this.control.removeAddress(ifp, ip)
  }

  /** net.inet6.ip6.forwarding. */
  setForwarding(forwarding: boolean): void {
    this.control.setForwarding(forwarding)
  }

  /** Whether hosts behind this interface are told that we are their router, and what else; null: nothing. */
  setAdvertising(ifp: Ifnet, settings: Partial<Advertising> | null): void {
    this.control.setAdvertising(ifp, settings)
  }

  /** Who handles datagrams of a protocol; null: nobody, and their senders are told so. */
  setProtocol(protocol: number, input: Protocol6Input | null): void {
    while (this.protocols.length <= protocol) this.protocols.push(null)
    this.protocols[protocol] = input
  }

  input(ifp: Ifnet, m: Mbuf): void {
    const i = m.off >> 1
    const len = ipv6.HEADER_LEN + swap16(u16[i + 2])
    const s = u16[i + 4]
    // Not ::, ::1, fe80::/10 or ff00::/8: those sources may not travel. 0 is hop-by-hop options.
    const plain = (u16[i] & 0xf0) === 0x60 && len <= m.len && (u16[i + 3] & 0xff) !== 0 && (s & 0xff) < 0xfe && s !== 0
    if (!plain) return this.inputSlow(ifp, m)
    m.len = len // cuts Ethernet's padding off
    if (this.vnet.pfilIn6 !== null && !this.vnet.pfilIn6.run(ifp, m)) return
    const d0 = u16[i + 12] | (u16[i + 13] << 16)
    const d1 = u16[i + 14] | (u16[i + 15] << 16)
    const d2 = u16[i + 16] | (u16[i + 17] << 16)
    const d3 = u16[i + 18] | (u16[i + 19] << 16)
    const hop = this.cache.get(d0, d1, d2, d3)
    if (hop === null) this.inputMiss(ifp, m)
    else if (hop.state === HOP_READY) this.forward(ifp, m, hop)
    else this.inputOther(ifp, m, hop)
  }

  /** In a frame that was sent to a group of Ethernet addresses. */
  inputBroadcast(ifp: Ifnet, m: Mbuf): void {
    if (!this.checked(ifp, m)) return
    if (u8[m.off + ipv6.DST] !== 0xff) return drop(this.vnet.drops, DROP_NOT_FOR_US, m)
    if (u8[m.off + ipv6.NEXT_HEADER] !== 0 || hopByHop(this, ifp, m)) this.inputMulticast(ifp, m)
  }

  /** Drops `m`, counts it, and tells its sender with an ICMPv6 error where that is allowed. */
  refuse(m: Mbuf, ifp: Ifnet | null, reason: number, type: number, code: number, parameter = 0): void {
    this.vnet.drops.count(reason)
    this.icmp6.error(m, ifp, type, code, parameter)
  }

  ifnetChanged(ifp: Ifnet): void {
    this.control.ifnetChanged(ifp)
  }

  ifnetDetached(ifp: Ifnet): void {
    this.control.disable(ifp)
  }

  destroy(): void {
    this.fragments.destroy()
    for (const ifp of [...this.ifs.keys()]) this.control.disable(ifp)
  }

  /** One of ours, on any interface or, for a link-local address, on this one. */
  ownAddress(on: In6If | undefined, ip: In6Addr): In6Ifaddr | null {
    return isLinkLocalIn6(ip) ? (on?.find(ip) ?? null) : this.addresses.find(ip)
  }

  /** The next hop for an address that means the same on every interface; goes into the cache. */
  lookup(w0: number, w1: number, w2: number, w3: number): Nexthop {
    const hop = this.route(w0, w1, w2, w3)
    this.cache.put(w0, w1, w2, w3, hop)
    return hop
  }

  /** The next hop to a link-local address, which means something over one interface only. */
  linkLocalHop(ifp: Ifnet | null, ip: In6Addr): Nexthop {
    // Without a zone it is not lo0's, which every node has.
    if (ifp === null || ifp === this.lo) return this.ownLinkLocal(ip, ifp) === null ? this.noHop : this.localHop
    const on = this.ifs.get(ifp)
    if (on === undefined) return this.noHop
    return on.find(ip) === null ? this.nd6.entry(on, ip).hop : this.localHop
  }

  /** How to send to a group: over this interface, or the first that speaks IPv6. */
  groupHop(ifp: Ifnet | null): Nexthop {
    const on = ifp === null ? [...this.ifs.values()].find((i) => i.ifp !== this.lo) : this.ifs.get(ifp)
    if (on === undefined) return this.noHop
    return on.ifp === this.lo ? this.localHop : on.group
  }

  private ownLinkLocal(ip: In6Addr, zone: Ifnet | null): In6Ifaddr | null {
    return this.addresses.list.find((a) => sameIn6(a.ip, ip) && (zone !== null || a.ifp !== this.lo)) ?? null
  }

  /** Passes a packet on whose next hop is known, or will be. */
  forward(ifp: Ifnet, m: Mbuf, hop: Nexthop): void {
    if (!this.vnet.forwarding6) return drop(this.vnet.drops, DROP_NOT_FORWARDING, m)
    const i = (m.off >> 1) + 3
    const limits = u16[i] // the hop limit is the high byte in memory order
    if (limits < 0x200) return this.refuse(m, ifp, DROP_TTL_EXCEEDED, icmp6.TIME_EXCEEDED, icmp6.CODE_HOP_LIMIT)
    if (m.len > hop.ifp.mtu) return this.refuse(m, ifp, DROP_TOO_BIG, icmp6.PACKET_TOO_BIG, 0, hop.ifp.mtu)
    if (hop.ifp === ifp) maybeRedirect(this, ifp, m, hop)
    u16[i] = limits - 0x100
    if (this.vnet.pfilOut6 !== null && !this.vnet.pfilOut6.run(hop.ifp, m)) return
    this.vnet.forwarded6++
    if (hop.state !== HOP_READY) return this.nd6.send(hop, m, ifp)
    // The Ethernet header it came with has left its room in front.
    transmitTo6(hop, m)
  }

  private inputSlow(ifp: Ifnet, m: Mbuf): void {
    if (!this.checked(ifp, m)) return
    if (u8[m.off + ipv6.NEXT_HEADER] === 0 && !hopByHop(this, ifp, m)) return
    this.inputMiss(ifp, m)
  }

  /** Length, version, and addresses that no wire may carry. False: the packet is gone. */
  private checked(ifp: Ifnet, m: Mbuf): boolean {
    const reason = ipv6.check(u8, m.off, m.off + m.len)
    if (reason !== 0) {
      ifp.ierrors++
      drop(this.vnet.drops, reason, m)
      return false
    }
    m.len = ipv6.HEADER_LEN + ipv6.payloadLen(u8, m.off)
    return this.vnet.pfilIn6 === null || this.vnet.pfilIn6.run(ifp, m)
  }

  /** No next hop in the cache, or a packet that may not use it. */
  private inputMiss(ifp: Ifnet, m: Mbuf): void {
    const i = (m.off + ipv6.DST) >> 1
    const d0 = u16[i] | (u16[i + 1] << 16)
    if ((d0 & 0xff) === 0xff) return this.inputMulticast(ifp, m)
    const src = m.off + ipv6.SRC
    if (ifp !== this.lo && (isLoopback(src) || u8[src] === 0xff)) return drop(this.vnet.drops, DROP_MARTIAN, m)
    if ((d0 & 0xc0ff) === 0x80fe) return this.inputLinkLocal(ifp, m)
    const d1 = u16[i + 2] | (u16[i + 3] << 16)
    const d2 = u16[i + 4] | (u16[i + 5] << 16)
    const d3 = u16[i + 6] | (u16[i + 7] << 16)
    const hop = this.cache.get(d0, d1, d2, d3) ?? this.lookup(d0, d1, d2, d3)
    if (hop.state === HOP_READY) this.forwardFrom(ifp, m, hop)
    else this.inputOther(ifp, m, hop)
  }

  /** Link-local addresses mean something on their link only (RFC 4291 §2.5.6). */
  private inputLinkLocal(ifp: Ifnet, m: Mbuf): void {
    const dst = in6At(u8, m.off + ipv6.DST)
    const own = ifp === this.lo ? this.ownLinkLocal(dst, ifp) : (this.ifs.get(ifp)?.find(dst) ?? null)
    if (own !== null) this.deliver(ifp, m, own)
    else drop(this.vnet.drops, this.vnet.forwarding6 ? DROP_SCOPE : DROP_NOT_FOR_US, m)
  }

  /** Every next hop but a neighbor that is known. */
  private inputOther(ifp: Ifnet, m: Mbuf, hop: Nexthop): void {
    const { state } = hop
    if (state === HOP_LOCAL) this.deliverHere(ifp, m)
    else if (!this.vnet.forwarding6) drop(this.vnet.drops, DROP_NOT_FORWARDING, m)
    else if (state === HOP_MULTI) this.forwardFrom(ifp, m, (hop.owner as Multipath6).pick(m))
    else if (state === HOP_PENDING) this.forwardFrom(ifp, m, hop)
    else if (state === HOP_BLACKHOLE) drop(this.vnet.drops, DROP_BLACKHOLE, m)
    else if (state === HOP_REJECT) this.refuse(m, ifp, DROP_REJECT, icmp6.UNREACHABLE, icmp6.CODE_REJECT)
    else this.refuse(m, ifp, DROP_NO_ROUTE, icmp6.UNREACHABLE, icmp6.CODE_NO_ROUTE)
  }

  /** Sources that may not leave their link (RFC 4291 §2.5.2, §2.5.6; RFC 4443 §3.1 code 2). */
  private forwardFrom(ifp: Ifnet, m: Mbuf, hop: Nexthop): void {
    const src = m.off + ipv6.SRC
    const i = src >> 1
    if ((u16[i] & 0xff) < 0xfe && u16[i] !== 0) return this.forward(ifp, m, hop)
    const from = in6At(u8, src)
    if (!this.vnet.forwarding6) drop(this.vnet.drops, DROP_NOT_FORWARDING, m)
    else if ((from.w0 | from.w1 | from.w2 | from.w3) === 0) drop(this.vnet.drops, DROP_MARTIAN, m)
    else if (isLinkLocalIn6(from) && hop.ifp !== ifp)
      this.refuse(m, ifp, DROP_SCOPE, icmp6.UNREACHABLE, icmp6.CODE_SCOPE)
    else this.forward(ifp, m, hop)
  }

  /** For a group: ours to hear if we joined it on that interface; never passed on. */
  private inputMulticast(ifp: Ifnet, m: Mbuf): void {
    const group = in6At(u8, m.off + ipv6.DST)
    const src = m.off + ipv6.SRC
    const scope = (group.w0 >>> 8) & 15
    const impossible = u8[src] === 0xff || scope === 0 || (ifp !== this.lo && (isLoopback(src) || scope === 1))
    if (impossible) return drop(this.vnet.drops, DROP_MARTIAN, m)
    if (this.mld.member(ifp, group)) return deliver6(this, ifp, m, true)
    const beyond = this.vnet.forwarding6 && scope > SCOPE_LINK
    if (beyond) drop(this.vnet.drops, DROP_NO_MULTICAST_ROUTE, m)
    else m.free() // a network card would not have taken it: no drop
  }

  private deliverHere(ifp: Ifnet, m: Mbuf): void {
    const i = (m.off + ipv6.DST) >> 1
    const d0 = u16[i] | (u16[i + 1] << 16)
    const d1 = u16[i + 2] | (u16[i + 3] << 16)
    const d2 = u16[i + 4] | (u16[i + 5] << 16)
    const d3 = u16[i + 6] | (u16[i + 7] << 16)
    if (ifp !== this.lo && isLoopback(m.off + ipv6.DST)) drop(this.vnet.drops, DROP_MARTIAN, m)
    else this.deliver(ifp, m, this.addresses.get(d0, d1, d2, d3) as In6Ifaddr)
  }

  private deliver(ifp: Ifnet, m: Mbuf, own: In6Ifaddr): void {
    // An address that is still being asked for takes nothing yet (RFC 4862 §5.4).
    if (own.usable) deliver6(this, ifp, m, false)
    else drop(this.vnet.drops, DROP_NOT_FOR_US, m)
  }

  private route(w0: number, w1: number, w2: number, w3: number): Nexthop {
    if (this.addresses.get(w0, w1, w2, w3) !== null) return this.localHop
    if ((w0 | w1 | w2 | w3) === 0) return this.noHop
    const route = this.fib.lookup(w0, w1, w2, w3)
    if (route === null) return this.noHop
    if (route.nexthop !== null && route.generation === this.nd6.generation) return route.nexthop
    if (route.kind !== 'unicast') return route.kind === 'reject' ? this.reject : this.blackhole
    const [first] = route.hops
    if (route.hops.length > 1 || first.gateway !== null) return this.towards(route)
    const on = this.ifs.get(first.ifp)
    return on === undefined ? this.noHop : this.nd6.entryOf(on, w0, w1, w2, w3).hop
  }

  /** The next hop of a route with gateways, remembered until a neighbor goes. */
  private towards(route: Route6): Nexthop {
    const hops: Nexthop[] = []
    for (const { ifp, gateway } of route.hops) {
      const on = this.ifs.get(ifp)
      if (on !== undefined && gateway !== null) hops.push(this.nd6.entry(on, gateway).hop)
    }
    if (hops.length === 0) return this.noHop
    route.nexthop = hops.length === 1 ? hops[0] : new Nexthop(hops[0].ifp, HOP_MULTI, new Multipath6(hops))
    route.generation = this.nd6.generation
    return route.nexthop
  }
}

/** ::1 at this offset. */
const isLoopback = (o: number): boolean => {
  const i = o >> 1
  const zeros = u16[i] | u16[i + 1] | u16[i + 2] | u16[i + 3] | u16[i + 4] | u16[i + 5] | u16[i + 6]
  return zeros === 0 && u16[i + 7] === 0x0100
}
