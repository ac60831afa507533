// The addresses of a vnet, and what follows from each: a connected route, a local next hop, a broadcast address.
import type { Callout } from '@etherloom/kern'
import { HOP_BROADCAST, type Ifnet, Nexthop, type Vnet } from '@etherloom/net'
import { broadcastOf, formatCidr, MAC_BROADCAST, maskOf, networkOf } from '@etherloom/wire'

export interface Ifaddr {
  readonly ifp: Ifnet
  /** In memory order (wire/address.ts). */
  readonly ip: number
  readonly prefixLen: number
  readonly mask: number
  /** -1 (255.255.255.255) when the prefix has none of its own. */
  readonly broadcast: number
  readonly toBroadcast: Nexthop
  /** Tells the network about the address a little later; stopped when it goes. */
  announcement: Callout | null
}

/** Interfaces are ordered by the record they were made for, so that the order of edits leaves no trace. */
const orderOf = (ifp: Ifnet): string => ifp.recordId ?? ifp.name

/** First and last octet, which tell a node's own addresses from most others; five bits of them. */
const bitOf = (ip: number): number => (ip ^ (ip >>> 24)) & 31

export class AddressTable {
  /** By interface (`orderOf`), then in the order of adding. */
  readonly list: Ifaddr[]
  private readonly vnet: Vnet
  private readonly byIp: Map<number, Ifaddr>
  /** One bit for each value of `bitOf` that an address here has: says "no" without a look into the map. */
  private bits: number

  constructor(vnet: Vnet) {
    this.list = []
    this.vnet = vnet
    this.byIp = new Map()
    this.bits = 0
  }

  add(ifp: Ifnet, ip: number, prefixLen: number): Ifaddr {
    if (this.byIp.has(ip))
      throw new Error(`${formatCidr({ ip, prefixLen })} is already an address of ${this.vnet.name}`)
    const toBroadcast = new Nexthop(ifp, HOP_BROADCAST, null)
    toBroadcast.setMac(MAC_BROADCAST)
    const broadcast = broadcastOf(ip, prefixLen)
    const mask = maskOf(prefixLen)
    const ifa = { ifp, ip, prefixLen, mask, broadcast, toBroadcast, announcement: null }
    const key = orderOf(ifp)
    const behind = this.list.findIndex((a) => orderOf(a.ifp) > key)
    this.list.splice(behind < 0 ? this.list.length : behind, 0, ifa)
    this.byIp.set(ip, ifa)
    this.bits |= 1 << bitOf(ip)
    this.connect(ifa)
    return ifa
  }

  remove(ifa: Ifaddr): void {
    const at = this.list.indexOf(ifa)
    if (at < 0) return
    ifa.announcement?.stop()
    this.list.splice(at, 1)
    this.byIp.delete(ifa.ip)
    this.bits = this.list.reduce((bits, a) => bits | (1 << bitOf(a.ip)), 0)
    this.connect(ifa)
  }

  /** The carrier of `ifp` came or went, and with it the routes to its networks. */
  reconnect(ifp: Ifnet): void {
    for (const ifa of this.list) if (ifa.ifp === ifp) this.connect(ifa)
  }

  /**
   * Two addresses in one network share its route: the first interface in order has it, whichever came first in time. An
   * interface without carrier has none.
   */
  private connect({ ip, prefixLen }: Ifaddr): void {
    const { fib } = this.vnet
    const dst = networkOf(ip, prefixLen)
    const same = (a: Ifaddr) => a.prefixLen === prefixLen && networkOf(a.ip, prefixLen) === dst
    const heir = this.list.find((a) => a.ifp.carrier && same(a))
    const route = fib.get(dst, prefixLen)
    if (prefixLen < 32 && !(route?.connected && route.ifp === heir?.ifp)) {
      // A static route to a network that is now connected gives way, and comes back with `reconcile`.
      if (heir !== undefined || route?.connected) fib.remove(dst, prefixLen)
      if (heir !== undefined) fib.add({ dst, prefixLen, gateway: 0, ifp: heir.ifp, connected: true })
    }
    fib.changed()
  }

  find(ip: number): Ifaddr | null {
    return this.byIp.get(ip) ?? null
  }

  /** For every packet that passes through: nearly always false. */
  has(ip: number): boolean {
    return ((this.bits >>> bitOf(ip)) & 1) !== 0 && this.byIp.has(ip)
  }

  of(ifp: Ifnet): Ifaddr[] {
    return this.list.filter((a) => a.ifp === ifp)
  }

  first(ifp: Ifnet): Ifaddr | null {
    return this.list.find((a) => a.ifp === ifp) ?? null
  }

  /** The address whose network `ip` is the broadcast address of: all ones, or all zeros as 4.2BSD had it. */
  broadcast(ip: number): Ifaddr | null {
    for (const a of this.list) if (a.prefixLen < 31 && (ip === a.broadcast || ip === (a.ip & a.mask))) return a
    return null
  }

  /** Whether no address here, none that broadcasts, and none that may not be forwarded lies in a network. */
  isClearOf(dst: number, prefixLen: number): boolean {
    const octet = dst & 255
    if (prefixLen < 8 || octet === 0 || octet === 127 || octet >= 224) return false
    const mask = maskOf(prefixLen)
    const inside = (ip: number) => ((ip ^ dst) & mask) === 0
    return !this.list.some((a) => inside(a.ip) || inside(a.broadcast) || inside(a.ip & a.mask))
  }

  /** The address to send from towards `next` over `ifp`: one in the same network, else the interface's first. */
  source(ifp: Ifnet, next: number): Ifaddr | null {
    let first: Ifaddr | null = null
    for (const a of this.list) {
      if (a.ifp !== ifp) continue
      if (((a.ip ^ next) & a.mask) === 0) return a
      first ??= a
    }
    return first
  }
}
