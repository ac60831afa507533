// IPv4 (RFC 791, RFC 1812): receive, forward, deliver. `off` of every mbuf here is at its IP header.
//
//   input ─ checks ─ pfil in ─ cached next hop ─┬─ READY ──── forward ─ pfil out ─ Ethernet words ─ ifp.output
//                                               ├─ LOCAL ──── deliver ─ icmp, or a registered protocol
//                                               └─ others ─── route, ARP, broadcast, errors (slow path)
//
// `input` handles a header without options, `inputSlow` any; a packet that is only passed on has mostly been so by the
// fast path of net/ether.ts before it gets here. All three agree (ip.test.ts runs random packets through them).
//
// Options are accepted and carried along, and never acted on: source routes are not followed (RFC 7126). What is sent from here
// is in ip-output.ts, fragments in frag.ts, redirects in redirect.ts. Multicast is heard by those who joined (igmp.ts) and never routed.
import { type Mbuf, u8, u16 } from '@etherloom/kern'
import {
  drop,
  HOP_BLACKHOLE,
  HOP_BROADCAST,
  HOP_LOCAL,
  HOP_MULTI,
  HOP_NONE,
  HOP_PENDING,
  HOP_READY,
  HOP_REJECT,
  type Ifnet,
  type NetworkLayer,
  Nexthop,
  type RouteCache,
  type Vnet,
} from '@etherloom/net'
import {
  DROP_BLACKHOLE,
  DROP_MARTIAN,
  DROP_NO_ARP_REPLY,
  DROP_NO_MULTICAST_ROUTE,
  DROP_NO_PORT,
  DROP_NO_PROTOCOL,
  DROP_NO_ROUTE,
  DROP_NOT_FOR_US,
  DROP_NOT_FORWARDING,
  DROP_REJECT,
  DROP_TOO_BIG,
  DROP_TTL_EXCEEDED,
  IPV4_ANY,
  IPV4_BROADCAST,
  icmp,
  ipv4,
  isLinkLocalGroup,
  isLoopbackIpv4,
  isMulticastIpv4,
  MAC_BROADCAST,
  sumWords,
  swap16,
} from '@etherloom/wire'
import { Arp, transmitTo } from './arp.ts'
import { Fragments } from './frag.ts'
import { Icmp } from './icmp.ts'
import { AddressTable, type Ifaddr } from './ifaddr.ts'
import { Igmp } from './igmp.ts'
import { IpOutput } from './ip-output.ts'
import { Multipath } from './multipath.ts'
import { maybeRedirect } from './redirect.ts'
import { StaticRoutes } from './static-routes.ts'

/** Takes over a datagram for this vnet. `broadcast`: it was sent to more than us, so no errors are sent about it. */
export type ProtocolInput = (ifp: Ifnet, m: Mbuf, broadcast: boolean) => void

const FRAGMENT_BITS = swap16(ipv4.MORE_FRAGMENTS | ipv4.OFFSET_MASK)
const DF_BIT = swap16(ipv4.DONT_FRAGMENT)
const ANNOUNCE_WITHIN_NS = 100e6

export class Ip implements NetworkLayer {
  readonly vnet: Vnet
  readonly lo: Ifnet
  readonly addresses: AddressTable
  readonly routes: StaticRoutes
  readonly arp: Arp
  readonly icmp: Icmp
  readonly igmp: Igmp
  readonly fragments: Fragments
  readonly out: IpOutput
  /** TTL of what is sent from here unless its sender says another: 64 (`net.inet.ip.ttl`, ip(4)), in illumos 255 (ip_tunables.c). */
  ttl: number
  /** Whether lo0 has fe80::1 besides ::1 once the vnet speaks IPv6, as FreeBSD's does (in6_ifattach_linklocal). */
  loopbackLinkLocal: boolean
  private readonly cache: RouteCache
  private readonly protocols: (ProtocolInput | null)[]
  private readonly localHop: Nexthop
  private readonly noHop: Nexthop
  private readonly blackhole: Nexthop
  private readonly reject: Nexthop

  constructor(vnet: Vnet, lo: Ifnet) {
    this.vnet = vnet
    this.lo = lo
    this.addresses = new AddressTable(vnet)
    this.routes = new StaticRoutes(vnet, this.addresses)
    this.arp = new Arp(vnet, this.addresses, (m) => this.refuse(m, DROP_NO_ARP_REPLY, icmp.UNREACHABLE, icmp.CODE_HOST))
    this.icmp = new Icmp(this)
    this.igmp = new Igmp(this)
    this.fragments = new Fragments(this)
    this.out = new IpOutput(this)
    this.ttl = ipv4.DEFAULT_TTL
    this.loopbackLinkLocal = false
    this.cache = vnet.routeCache
    this.protocols = []
    this.localHop = new Nexthop(lo, HOP_LOCAL, null)
    this.noHop = new Nexthop(lo, HOP_NONE, null)
    this.blackhole = new Nexthop(lo, HOP_BLACKHOLE, null)
    this.reject = new Nexthop(lo, HOP_REJECT, null)
  }

  /** Adds an address with its connected route, and tells the network. Throws, saying why, when the vnet has it. */
  addAddress(ifp: Ifnet, ip: number, prefixLen: number): Ifaddr {
    const ifa = this.addresses.add(ifp, ip, prefixLen)
    this.routes.reconcile()
    this.announce(ifa)
    return ifa
  }

  /** False: the interface does not have it. */
  removeAddress(ifp: Ifnet, ip: number): boolean {
    const ifa = this.addresses.find(ip)
    if (ifa === null || ifa.ifp !== ifp) return false
    this.addresses.remove(ifa)
    this.routes.reconcile()
    this.arp.removeStrangers(ifp)
    return true
  }

  /** Who handles datagrams of a protocol; null: nobody, and their senders are told so. */
  setProtocol(protocol: number, input: ProtocolInput | null): void {
    while (this.protocols.length <= protocol) this.protocols.push(null)
    this.protocols[protocol] = input
  }

  input(ifp: Ifnet, m: Mbuf): void {
    const i = m.off >> 1
    const w0 = u16[i]
    const totalLen = swap16(u16[i + 1])
    const sum = sumWords(u16, i, ipv4.HEADER_LEN)
    // The first octet of the source: 0, 127 and 224–255 may not travel.
    const s = u16[i + 6] & 0xff
    const plain = (w0 & 0xff) === 0x45 && sum === 0xffff && totalLen >= ipv4.HEADER_LEN && totalLen <= m.len
    if (!plain || s === 127 || (s - 1) >>> 0 >= 223) return this.inputSlow(ifp, m)
    m.len = totalLen // cuts Ethernet's padding off
    if (this.vnet.pfilIn !== null && !this.vnet.pfilIn.run(ifp, m)) return
    const dst = u16[i + 8] | (u16[i + 9] << 16)
    const hop = this.nexthop(dst)
    if (hop.state === HOP_READY) this.forward(ifp, m, hop)
    else this.inputOther(ifp, m, hop)
  }

  inputBroadcast(ifp: Ifnet, m: Mbuf): void {
    const reason = ipv4.check(u8, m.off, m.off + m.len)
    if (reason !== 0) return this.bad(ifp, reason, m)
    m.len = ipv4.totalLen(u8, m.off)
    if (this.vnet.pfilIn !== null && !this.vnet.pfilIn.run(ifp, m)) return
    const dst = ipv4.dst(u8, m.off)
    if (isMulticastIpv4(dst)) return this.inputMulticast(ifp, m)
    const hop = this.lookup(dst)
    // A frame for everybody with a datagram for one host is never forwarded (RFC 1812 §5.3.4).
    const forUs = hop.state === HOP_LOCAL || hop.state === HOP_BROADCAST || dst === IPV4_BROADCAST
    if (forUs) this.deliver(ifp, m, true)
    else drop(this.vnet.drops, DROP_NOT_FOR_US, m)
  }

  /** The next hop for a destination, remembered or looked up. */
  nexthop(dst: number): Nexthop {
    return this.cache.get(dst) ?? this.lookup(dst)
  }

  /** Drops `m`, counts it, and tells its sender with an ICMP error where that is allowed. */
  refuse(m: Mbuf, reason: number, type: number, code: number, nextMtu = 0): void {
    this.vnet.drops.count(reason)
    this.icmp.error(m, type, code, nextMtu)
  }

  ifnetChanged(ifp: Ifnet): void {
    this.arp.removeIfnet(ifp)
    this.addresses.reconnect(ifp)
    this.routes.reconcile()
    this.igmp.ifnetChanged(ifp)
    for (const ifa of this.addresses.of(ifp)) {
      ifa.toBroadcast.setMac(MAC_BROADCAST)
      this.announce(ifa)
    }
  }

  ifnetDetached(ifp: Ifnet): void {
    for (const ifa of this.addresses.of(ifp)) this.addresses.remove(ifa)
    this.arp.removeIfnet(ifp)
    this.igmp.ifnetDetached(ifp)
    this.routes.reconcile()
  }

  destroy(): void {
    this.fragments.destroy()
  }

  private inputSlow(ifp: Ifnet, m: Mbuf): void {
    const reason = ipv4.check(u8, m.off, m.off + m.len)
    if (reason !== 0) return this.bad(ifp, reason, m)
    m.len = ipv4.totalLen(u8, m.off)
    if (this.vnet.pfilIn !== null && !this.vnet.pfilIn.run(ifp, m)) return
    if (ifp !== this.lo && this.mayNotTravel(m)) return drop(this.vnet.drops, DROP_MARTIAN, m)
    const hop = this.lookup(ipv4.dst(u8, m.off))
    if (hop.state === HOP_READY) this.forward(ifp, m, hop)
    else this.inputOther(ifp, m, hop)
  }

  private bad(ifp: Ifnet, reason: number, m: Mbuf): void {
    ifp.ierrors++
    drop(this.vnet.drops, reason, m)
  }

  /** Every next hop but a neighbor that is known. */
  private inputOther(ifp: Ifnet, m: Mbuf, hop: Nexthop): void {
    if (hop.state === HOP_LOCAL) this.deliver(ifp, m, false)
    else if (hop.state === HOP_BROADCAST) this.deliver(ifp, m, true)
    else if (hop.state === HOP_PENDING) this.forward(ifp, m, hop)
    else if (hop.state === HOP_MULTI) this.forward(ifp, m, (hop.owner as Multipath).pick(m))
    else if (isMulticastIpv4(ipv4.dst(u8, m.off))) this.inputMulticast(ifp, m)
    else if (!this.vnet.forwarding) drop(this.vnet.drops, DROP_NOT_FORWARDING, m)
    else if (hop.state === HOP_BLACKHOLE) drop(this.vnet.drops, DROP_BLACKHOLE, m)
    else if (hop.state === HOP_REJECT) this.refuse(m, DROP_REJECT, icmp.UNREACHABLE, icmp.CODE_HOST)
    else this.refuse(m, DROP_NO_ROUTE, icmp.UNREACHABLE, icmp.CODE_NET)
  }

  /** For a group: ours to hear if we joined it on that interface; never passed on. */
  private inputMulticast(ifp: Ifnet, m: Mbuf): void {
    const group = ipv4.dst(u8, m.off)
    if (this.igmp.member(ifp, group)) return this.deliver(ifp, m, true)
    const beyond = this.vnet.forwarding && !isLinkLocalGroup(group)
    if (beyond) drop(this.vnet.drops, DROP_NO_MULTICAST_ROUTE, m)
    else m.free() // a network card would not have taken it: no drop
  }

  /** Sources that no datagram on a wire may have (RFC 1812 §5.3.7); 0.0.0.0 only asks for an address, of everybody. */
  private mayNotTravel(m: Mbuf): boolean {
    const first = u8[m.off + ipv4.SRC]
    return first === 127 || first >= 224 || (first === 0 && ipv4.dst(u8, m.off) !== IPV4_BROADCAST)
  }

  private forward(ifp: Ifnet, m: Mbuf, hop: Nexthop): void {
    if (!this.vnet.forwarding) return drop(this.vnet.drops, DROP_NOT_FORWARDING, m)
    const i = m.off >> 1
    // What this node sent comes back: routes lead in a circle, or somebody lies (Linux calls it a martian source).
    if (this.addresses.has(u16[i + 6] | (u16[i + 7] << 16))) return drop(this.vnet.drops, DROP_MARTIAN, m)
    const ttlProtocol = u16[i + 4]
    if ((ttlProtocol & 0xff) <= 1) return this.refuse(m, DROP_TTL_EXCEEDED, icmp.TIME_EXCEEDED, 0)
    if (hop.ifp === ifp) maybeRedirect(this, ifp, m, hop)
    const big = m.len > hop.ifp.mtu
    if (big && (u16[i + 3] & DF_BIT) !== 0)
      return this.refuse(m, DROP_TOO_BIG, icmp.UNREACHABLE, icmp.CODE_NEEDS_FRAG, hop.ifp.mtu)
    // The TTL is the low byte of its word in memory order: one less there is one more in the ones-complement checksum
    // (RFC 1624 eqn. 3: HC' = ~(~HC + ~m + m') with m' = m - 1).
    u16[i + 4] = ttlProtocol - 1
    const sum = u16[i + 5] + 1
    u16[i + 5] = sum + (sum >>> 16)
    if (this.vnet.pfilOut !== null && !this.vnet.pfilOut.run(hop.ifp, m)) return
    this.vnet.forwarded++
    if (big) return void this.fragments.send(hop, m, true)
    if (hop.state !== HOP_READY) return void this.arp.send(hop, m, true)
    // The Ethernet header it came with has left its room in front.
    transmitTo(hop, m)
  }

  private deliver(ifp: Ifnet, m: Mbuf, broadcast: boolean): void {
    const { off } = m
    const src = ipv4.src(u8, off)
    const fromWire = ifp !== this.lo
    const impossible = isLoopbackIpv4(src) || isLoopbackIpv4(ipv4.dst(u8, off)) || isMulticastIpv4(src)
    if (fromWire && (impossible || src === IPV4_BROADCAST || this.addresses.has(src)))
      return drop(this.vnet.drops, DROP_MARTIAN, m)
    if ((u16[(off + ipv4.FLAGS_OFFSET) >> 1] & FRAGMENT_BITS) !== 0) {
      const whole = this.fragments.input(ifp, m)
      if (whole !== null) this.deliver(ifp, whole, broadcast)
      return
    }
    const protocol = ipv4.protocol(u8, off)
    const input = this.protocols[protocol] ?? null
    if (protocol === ipv4.PROTO_ICMP) this.icmp.input(ifp, m, broadcast)
    else if (protocol === ipv4.PROTO_IGMP) this.igmp.input(ifp, m)
    else if (input !== null) input(ifp, m, broadcast)
    else if (broadcast) drop(this.vnet.drops, DROP_NO_PROTOCOL, m)
    else if (protocol === ipv4.PROTO_UDP) this.refuse(m, DROP_NO_PORT, icmp.UNREACHABLE, icmp.CODE_PORT)
    else this.refuse(m, DROP_NO_PROTOCOL, icmp.UNREACHABLE, icmp.CODE_PROTOCOL)
  }

  /** The next hop for a destination, from addresses and routes; goes into the cache. */
  private lookup(dst: number): Nexthop {
    const hop = this.route(dst)
    this.cache.put(dst, hop)
    return hop
  }

  private route(dst: number): Nexthop {
    if (this.addresses.find(dst) !== null || isLoopbackIpv4(dst)) return this.localHop
    if (dst === IPV4_BROADCAST) return this.addresses.list.find((a) => a.ifp !== this.lo)?.toBroadcast ?? this.noHop
    const broadcast = this.addresses.broadcast(dst)
    if (broadcast !== null) return broadcast.toBroadcast
    if (isMulticastIpv4(dst)) return this.defaultGroupHop(dst)
    if (dst === IPV4_ANY) return this.noHop
    const route = this.vnet.fib.lookup(dst)
    if (route === null) return this.noHop
    if (route.kind === 'blackhole') return this.blackhole
    if (route.kind === 'reject') return this.reject
    const first = this.arp.nexthop(route.ifp, route.gateway === 0 ? dst : route.gateway)
    if (route.others === undefined) {
      this.vnet.fib.missed(dst, first, (r) => this.addresses.isClearOf(r.dst, r.prefixLen))
      return first
    }
    const others = route.others.map(({ ifp, gateway }) => this.arp.nexthop(ifp, gateway))
    return new Nexthop(this.lo, HOP_MULTI, new Multipath([first, ...others]))
  }

  /** A group that is sent to without naming an interface goes where a route leads: often the default route. */
  private defaultGroupHop(group: number): Nexthop {
    const route = this.vnet.fib.lookup(group)
    const unicast = route !== null && (route.kind === undefined || route.kind === 'unicast')
    return unicast ? this.out.groupHop(route.ifp, group) : this.noHop
  }

  /** Tells the network within a tenth of a second: all at once would be a burst as large as the lab. */
  private announce(ifa: Ifaddr): void {
    if (ifa.ifp.mac === 0 || !ifa.ifp.up || !ifa.ifp.carrier) return
    const { kernel, name } = this.vnet
    ifa.announcement ??= kernel.callout(() => this.arp.announce(ifa))
    ifa.announcement.reset(kernel.random.fork(`announce ${name} ${ifa.ip}`).below(ANNOUNCE_WITHIN_NS))
  }
}
