// IPv6 on the way out: which way and from which address, header, checksum, fragments, groups.
import { type Mbuf, u8, u16 } from '@etherloom/kern'
import {
  drop,
  HOP_BLACKHOLE,
  HOP_BROADCAST,
  HOP_LOCAL,
  HOP_MULTI,
  HOP_NONE,
  HOP_READY,
  HOP_REJECT,
  type Ifnet,
  In6Map,
  type Nexthop,
} from '@etherloom/net'
import {
  DROP_BLACKHOLE,
  DROP_NO_ADDRESS,
  DROP_NO_HEADROOM,
  DROP_NO_ROUTE,
  DROP_NOBUFS,
  DROP_REJECT,
  type In6Addr,
  icmp6,
  ipv4,
  ipv6,
  isLinkLocalIn6,
  isMulticastIn6,
  nd,
  sumWords,
  swap16,
} from '@etherloom/wire'
import type { In6If } from './in6-if.ts'
import type { Ip6 } from './ip6.ts'
import { hasPorts, portsAt } from './multipath.ts'
import type { Multipath6 } from './multipath6.ts'
import { transmitTo6 } from './nd6.ts'

/** The hop limit that the interface has been told, or for groups 1. */
export const HOP_LIMIT_DEFAULT = -1
/** No checksum to fill in. */
export const NO_CHECKSUM = -1

/** RFC 8201 §4: a larger packet is tried again after ten minutes. */
const PATH_MTU_NS = 600e9
const MAX_PATH_MTUS = 256

interface PathMtu {
  mtu: number
  untilNs: number
}

export class Ip6Output {
  private readonly ip6: Ip6
  private pathMtus: In6Map<PathMtu>

  constructor(ip6: Ip6) {
    this.ip6 = ip6
    this.pathMtus = new In6Map()
  }

  /**
   * Sends the payload in `m` (`off` at its start), which is taken over. A null `src` takes the best address for the way
   * out; `ifp` is the interface for link-local addresses and groups. The checksum goes to byte `checksumAt` of the payload.
   * 0, or the drop reason when it was dropped at once.
   */
  output(
    m: Mbuf,
    src: In6Addr | null,
    dst: In6Addr,
    protocol: number,
    hopLimit: number = HOP_LIMIT_DEFAULT,
    checksumAt: number = NO_CHECKSUM,
    ifp: Ifnet | null = null,
  ): number {
    const { ip6 } = this
    const hop = this.hopTo(dst, ifp, hasPorts(protocol) ? portsAt(m) : 0)
    const from = src ?? this.sourceFor(dst, hop)
    let reason = 0
    if (hop.state === HOP_NONE) reason = DROP_NO_ROUTE
    else if (hop.state === HOP_BLACKHOLE) reason = DROP_BLACKHOLE
    else if (hop.state === HOP_REJECT) reason = DROP_REJECT
    else if (from === null) reason = DROP_NO_ADDRESS
    if (reason !== 0) {
      drop(ip6.vnet.drops, reason, m)
      return reason
    }
    const group = isMulticastIn6(dst)
    const on = ip6.ifs.get(hop.ifp)
    const limit = hopLimit >= 0 ? hopLimit : group ? 1 : (on?.hopLimit ?? ipv6.DEFAULT_HOP_LIMIT)
    if (!this.prepend(m, from as In6Addr, dst, protocol, limit, checksumAt)) return DROP_NO_HEADROOM
    if (hop.state === HOP_BROADCAST && ip6.mld.member(hop.ifp, dst)) this.hearOurselves(m)
    return this.send(hop, m)
  }

  /** Sends a packet whose header is complete, in fragments where it must. */
  send(hop: Nexthop, m: Mbuf): number {
    const mtu = this.mtuTo(hop, m)
    if (m.len > mtu) return this.ip6.fragments.send(hop, m, mtu)
    this.transmit(hop, m)
    return 0
  }

  transmit(hop: Nexthop, m: Mbuf): void {
    const { vnet, nd6 } = this.ip6
    if (vnet.pfilOut6 !== null && !vnet.pfilOut6.run(hop.ifp, m)) return
    if (hop.state === HOP_READY) transmitTo6(hop, m)
    else if (hop.state === HOP_BROADCAST) transmitToGroup(hop, m)
    else if (hop.state === HOP_LOCAL) hop.ifp.output(hop.ifp, m)
    else nd6.send(hop, m, null)
  }

  /** Where packets to an address go now. */
  hopTo(dst: In6Addr, ifp: Ifnet | null, ports = 0): Nexthop {
    const { ip6 } = this
    if (isMulticastIn6(dst)) return ip6.groupHop(ifp)
    if (isLinkLocalIn6(dst)) return ip6.linkLocalHop(ifp, dst)
    const { w0, w1, w2, w3 } = dst
    const hop = ip6.cache.get(w0, w1, w2, w3) ?? ip6.lookup(w0, w1, w2, w3)
    return hop.state === HOP_MULTI ? (hop.owner as Multipath6).pickTowards(w0, w1, w2, w3, ports) : hop
  }

  /** The address packets to `dst` are sent from; null when there is none or no way. */
  sourceFor(dst: In6Addr, hop: Nexthop): In6Addr | null {
    if (hop.state === HOP_LOCAL && !isMulticastIn6(dst)) return dst
    return hop.state === HOP_NONE ? null : this.ip6.addresses.select(dst, hop.ifp)
  }

  /** An empty ICMPv6 message of that type and length, or null without buffers. */
  message(type: number, len: number): Mbuf | null {
    const { vnet } = this.ip6
    const m = vnet.kernel.pool.getFor(len)
    if (m === null) {
      vnet.drops.count(DROP_NOBUFS)
      return null
    }
    m.len = len
    u8.fill(0, m.off, m.off + len)
    u8[m.off] = type
    return m
  }

  /** Sends a message of this link (neighbor or listener discovery) over it; these are not heard by ourselves. */
  sendOn(on: In6If, m: Mbuf, src: In6Addr, dst: In6Addr, hopLimit: number = nd.HOP_LIMIT): void {
    if (!this.prepend(m, src, dst, ipv6.NEXT_ICMP6, hopLimit, icmp6.CHECKSUM)) return
    this.transmit(isMulticastIn6(dst) ? on.group : this.ip6.nd6.entry(on, dst).hop, m)
  }

  /** A router on the way to `dst` passes on no more than this (RFC 8201). */
  learnPathMtu(dst: In6Addr, mtu: number): void {
    const known = this.pathMtus.find(dst)
    // RFC 8200 §5: nobody need go below what every link carries.
    const least = Math.max(mtu, ipv6.MIN_MTU)
    if (known !== null && known.mtu <= least && known.untilNs > this.ip6.vnet.kernel.nowNs) return
    if (this.pathMtus.size >= MAX_PATH_MTUS) this.pathMtus = new In6Map()
    this.pathMtus.set(dst, { mtu: least, untilNs: this.ip6.vnet.kernel.nowNs + PATH_MTU_NS })
  }

  pathMtu(dst: In6Addr): number | null {
    const known = this.pathMtus.find(dst)
    return known === null || known.untilNs <= this.ip6.vnet.kernel.nowNs ? null : known.mtu
  }

  private mtuTo(hop: Nexthop, m: Mbuf): number {
    const mtu = this.ip6.ifs.get(hop.ifp)?.mtu ?? hop.ifp.mtu
    if (this.pathMtus.size === 0) return mtu
    return Math.min(mtu, this.pathMtu(ipv6.dst(u8, m.off)) ?? mtu)
  }

  /** Header and checksum in front of the payload. False: there was no room, the packet is gone. */
  prepend(
    m: Mbuf,
    src: In6Addr,
    dst: In6Addr,
    protocol: number,
    hopLimit: number,
    checksumAt: number = NO_CHECKSUM,
  ): boolean {
    const { len } = m
    if (!m.prepend(ipv6.HEADER_LEN)) {
      drop(this.ip6.vnet.drops, DROP_NO_HEADROOM, m)
      return false
    }
    const i = m.off >> 1
    u16[i] = 0x60
    u16[i + 1] = 0
    u16[i + 2] = swap16(len)
    u16[i + 3] = protocol | (hopLimit << 8)
    putWords(i + 4, src)
    putWords(i + 12, dst)
    if (checksumAt >= 0) {
      const at = i + 20 + (checksumAt >> 1)
      u16[at] = 0
      const pseudo = sumWords(u16, i + 4, 32, swap16(len) + swap16(protocol))
      const sum = ~sumWords(u16, i + 20, len, pseudo) & 0xffff
      // Zero would mean "none" in UDP (RFC 768); for the others both zeros are equal.
      u16[at] = sum === 0 && protocol === ipv4.PROTO_UDP ? 0xffff : sum
    }
    return true
  }

  /** A group that we are in hears what we send to it. */
  private hearOurselves(m: Mbuf): void {
    const copy = m.dup()
    const { lo, vnet } = this.ip6
    if (copy === null) vnet.drops.count(DROP_NOBUFS)
    else lo.output(lo, copy)
  }
}

/** The Ethernet address of a group is 33:33 and its last 32 bits (RFC 2464 §7). */
function transmitToGroup(hop: Nexthop, m: Mbuf): void {
  const i = m.off >> 1
  hop.dst0 = 0x3333
  hop.dst1 = u16[i + 18]
  hop.dst2 = u16[i + 19]
  transmitTo6(hop, m)
}

function putWords(i: number, a: In6Addr): void {
  u16[i] = a.w0
  u16[i + 1] = a.w0 >>> 16
  u16[i + 2] = a.w1
  u16[i + 3] = a.w1 >>> 16
  u16[i + 4] = a.w2
  u16[i + 5] = a.w2 >>> 16
  u16[i + 6] = a.w3
  u16[i + 7] = a.w3 >>> 16
}
