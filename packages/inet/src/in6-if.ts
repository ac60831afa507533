// What IPv6 keeps of an interface: its addresses, neighbors, groups, and what routers have said about the link.
import { HOP_BROADCAST, type Ifnet, In6Map, Nexthop } from '@etherloom/net'
import { type In6Addr, ipv6, isLinkLocalIn6, sameIn6 } from '@etherloom/wire'
import type { In6Ifaddr } from './in6-ifaddr.ts'
import type { Membership, MldState } from './mld6.ts'
import type { NdEntry } from './nd6.ts'
import type { Advertiser } from './rtadv6.ts'

/** RFC 4861 §10. */
export const REACHABLE_MS = 30_000
export const RETRANS_MS = 1_000

export class In6If {
  readonly ifp: Ifnet
  readonly addresses: In6Ifaddr[]
  readonly neighbors: In6Map<NdEntry>
  readonly groups: In6Map<Membership>
  /** Null until something is to be reported. */
  mld: MldState | null
  /** What this router tells the link; null while it tells nothing. */
  advertiser: Advertiser | null
  /** Whether router advertisements are believed: ifconfig's accept_rtadv. */
  acceptRtadv: boolean
  /** As routers advertise them, or the defaults. */
  hopLimit: number
  reachableMs: number
  retransMs: number
  /** 0: none was advertised. */
  advertisedMtu: number
  /** The way to groups on this link: their Ethernet address follows from the packet (Ip6Output.transmit). */
  readonly group: Nexthop

  constructor(ifp: Ifnet) {
    this.ifp = ifp
    this.addresses = []
    this.neighbors = new In6Map()
    this.groups = new In6Map()
    this.mld = null
    this.advertiser = null
    this.acceptRtadv = false
    this.hopLimit = ipv6.DEFAULT_HOP_LIMIT
    this.reachableMs = REACHABLE_MS
    this.retransMs = RETRANS_MS
    this.advertisedMtu = 0
    this.group = new Nexthop(ifp, HOP_BROADCAST, null)
    this.macChanged()
  }

  get mtu(): number {
    return this.advertisedMtu === 0 ? this.ifp.mtu : Math.min(this.ifp.mtu, this.advertisedMtu)
  }

  find(ip: In6Addr): In6Ifaddr | null {
    return this.addresses.find((a) => sameIn6(a.ip, ip)) ?? null
  }

  /** The link-local address to speak from; null while there is none that is known to be unique. */
  get linkLocal(): In6Ifaddr | null {
    return this.addresses.find((a) => isLinkLocalIn6(a.ip) && a.usable) ?? null
  }

  /** Back to the defaults: no router is believed any more. */
  forgetAdvertised(): void {
    this.hopLimit = ipv6.DEFAULT_HOP_LIMIT
    this.reachableMs = REACHABLE_MS
    this.retransMs = RETRANS_MS
    this.advertisedMtu = 0
  }

  /** The interface has another MAC address. */
  macChanged(): void {
    this.group.setMac(0)
  }
}
