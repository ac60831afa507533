// IPv4 on the way out: which way and from which address, the header, fragments, groups.
import { type Mbuf, u8, u16 } from '@etherloom/kern'
import {
  drop,
  HOP_BLACKHOLE,
  HOP_BROADCAST,
  HOP_GROUP,
  HOP_LOCAL,
  HOP_MULTI,
  HOP_NONE,
  HOP_READY,
  HOP_REJECT,
  type Ifnet,
  Nexthop,
} from '@etherloom/net'
import {
  DROP_BLACKHOLE,
  DROP_NO_ADDRESS,
  DROP_NO_ARP_REPLY,
  DROP_NO_HEADROOM,
  DROP_NO_ROUTE,
  DROP_NOBUFS,
  DROP_TOO_BIG,
  ipv4,
  isMulticastIpv4,
  multicastMac,
  sumWords,
  swap16,
} from '@etherloom/wire'
import { type ArpEntry, transmitTo } from './arp.ts'
import type { Ip } from './ip.ts'
import { hasPorts, type Multipath, portsAt } from './multipath.ts'

const DONT_FRAGMENT = swap16(ipv4.DONT_FRAGMENT)
const MAX_LEN = 65_535

export class IpOutput {
  private readonly ip: Ip
  private nextId: number

  constructor(ip: Ip) {
    this.ip = ip
    this.nextId = 1
  }

  /**
   * Sends the payload in `m` (`off` at its start), which is taken over. `src` 0 takes the address of the way out, `ifp` is
   * the interface for a group. 0, or the drop reason when it was dropped at once.
   */
  output(
    m: Mbuf,
    src: number,
    dst: number,
    protocol: number,
    ttl: number,
    tos = 0,
    ifp: Ifnet | null = null,
    dontFragment = false,
  ): number {
    const hop = this.hopTo(dst, ifp, hasPorts(protocol) ? portsAt(m) : 0)
    const from = src === 0 ? this.sourceFor(dst, hop) : src
    let reason = 0
    if (hop.state === HOP_NONE || hop.state === HOP_REJECT) reason = DROP_NO_ROUTE
    else if (hop.state === HOP_BLACKHOLE) reason = DROP_BLACKHOLE
    else if (from === 0) reason = DROP_NO_ADDRESS
    else if (m.len + ipv4.HEADER_LEN > (dontFragment ? hop.ifp.mtu : MAX_LEN)) reason = DROP_TOO_BIG
    else if (!m.prepend(ipv4.HEADER_LEN)) reason = DROP_NO_HEADROOM
    if (reason !== 0) {
      drop(this.ip.vnet.drops, reason, m)
      return reason
    }
    this.writeHeader(m, from, dst, protocol, ttl, tos, ipv4.HEADER_LEN, dontFragment)
    if (hop.state === HOP_GROUP && this.ip.igmp.member(hop.ifp, dst)) this.hearOurselves(m)
    if (this.ip.vnet.pfilOut !== null && !this.ip.vnet.pfilOut.run(hop.ifp, m)) return 0
    const failed = m.len > hop.ifp.mtu ? this.ip.fragments.send(hop, m) : this.transmit(hop, m)
    // Of a silent gateway one hears that there is no way, of a silent neighbor that it is down (arpresolve_full's is_gw).
    return failed === DROP_NO_ARP_REPLY && (hop.owner as ArpEntry).ip !== dst ? DROP_NO_ROUTE : failed
  }

  /** Sends to a next hop with options in the header; these are not heard by ourselves. */
  outputOptions(
    hop: Nexthop,
    m: Mbuf,
    src: number,
    dst: number,
    protocol: number,
    ttl: number,
    tos: number,
    options: readonly number[],
  ): void {
    if (!m.prepend(ipv4.HEADER_LEN + options.length)) return drop(this.ip.vnet.drops, DROP_NO_HEADROOM, m)
    u8.set(options, m.off + ipv4.HEADER_LEN)
    this.writeHeader(m, src, dst, protocol, ttl, tos, ipv4.HEADER_LEN + options.length)
    if (this.ip.vnet.pfilOut !== null && !this.ip.vnet.pfilOut.run(hop.ifp, m)) return
    this.transmit(hop, m)
  }

  /** How to send to a group over an interface: its Ethernet address follows from it. */
  groupHop(ifp: Ifnet, group: number): Nexthop {
    const hop = new Nexthop(ifp, ifp === this.ip.lo ? HOP_LOCAL : HOP_GROUP, null)
    hop.setMac(multicastMac(group))
    return hop
  }

  /** Hands a finished datagram to its next hop. 0, or the drop reason its sender hears of. */
  transmit(hop: Nexthop, m: Mbuf, forwarded = false): number {
    if (hop.state === HOP_READY || hop.state === HOP_BROADCAST || hop.state === HOP_GROUP) transmitTo(hop, m)
    else if (hop.state === HOP_LOCAL) hop.ifp.output(hop.ifp, m)
    else return this.ip.arp.send(hop, m, forwarded)
    return 0
  }

  /** The address a datagram to `dst` would be sent from; 0 when there is no way. `ifp` is the interface for a group. */
  sourceAddress(dst: number, ifp: Ifnet | null = null): number {
    return this.sourceFor(dst, this.hopTo(dst, ifp))
  }

  private hopTo(dst: number, ifp: Ifnet | null, ports = 0): Nexthop {
    if (ifp !== null && isMulticastIpv4(dst)) return this.groupHop(ifp, dst)
    const hop = this.ip.nexthop(dst)
    return hop.state === HOP_MULTI ? (hop.owner as Multipath).pickTowards(dst, ports) : hop
  }

  /** A group that we are in hears what we send to it. */
  private hearOurselves(m: Mbuf): void {
    const copy = m.dup()
    if (copy === null) this.ip.vnet.drops.count(DROP_NOBUFS)
    else this.ip.lo.output(this.ip.lo, copy)
  }

  private sourceFor(dst: number, hop: Nexthop): number {
    if (hop.state === HOP_NONE || hop.state === HOP_REJECT || hop.state === HOP_BLACKHOLE) return 0
    if (hop.state === HOP_LOCAL && !isMulticastIpv4(dst)) return dst
    const next = hop.owner === null ? dst : (hop.owner as ArpEntry).ip
    return this.ip.addresses.source(hop.ifp, next)?.ip ?? 0
  }

  /** `headerLen` with options, which are in place. */
  private writeHeader(
    m: Mbuf,
    src: number,
    dst: number,
    protocol: number,
    ttl: number,
    tos: number,
    headerLen = ipv4.HEADER_LEN,
    dontFragment = false,
  ): void {
    const i = m.off >> 1
    u16[i] = 0x40 | (headerLen >> 2) | (tos << 8)
    u16[i + 1] = swap16(m.len)
    u16[i + 2] = swap16(this.nextId)
    u16[i + 3] = dontFragment ? DONT_FRAGMENT : 0
    u16[i + 4] = ttl | (protocol << 8)
    u16[i + 5] = 0
    u16[i + 6] = src
    u16[i + 7] = src >>> 16
    u16[i + 8] = dst
    u16[i + 9] = dst >>> 16
    u16[i + 5] = ~sumWords(u16, i, headerLen)
    this.nextId = (this.nextId + 1) & 0xffff
  }
}
