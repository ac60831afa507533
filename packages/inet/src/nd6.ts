// The neighbor cache (RFC 4861 §7): which MAC address an IPv6 neighbor has, and whether it is still there.
//
//   (no entry) ─packet─► INCOMPLETE ─answer─► REACHABLE ──30 s──► STALE ─packet─► DELAY ──5 s──► PROBE
//                         │ 3 solicitations    ▲ answer to us      ▲ heard of it                  │ 3 probes
//                         └─► packets refused  └──────────────────────────────────────────────────┴─► (no entry)
//
// An entry's next hop is shared by every route through it. It is READY in all states but INCOMPLETE and STALE: the first
// packet to a STALE neighbor comes here, which starts its verification, and goes on at once.
import { type Callout, type Mbuf, u8 } from '@etherloom/kern'
import { drop, ETHER_HEADER_LEN, HOP_PENDING, HOP_READY, type Ifnet, Nexthop, writeEthernet6 } from '@etherloom/net'
import {
  DROP_ND_QUEUE,
  DROP_NO_HEADROOM,
  DROP_NO_ND_REPLY,
  In6Addr,
  icmp6,
  ipv6,
  isLinkLocalIn6,
  nd,
  putIn6,
  solicitedNodeIn6,
} from '@etherloom/wire'
import { HoldQueue } from './hold-queue.ts'
import type { In6If } from './in6-if.ts'
import type { Ip6 } from './ip6.ts'

/** FreeBSD's net.inet6.icmp6.nd6_maxqueuehold. */
const MAX_HOLD = 16
/** RFC 4861 §10: solicitations sent before a neighbor is given up, to all and to one. */
const MAX_TRIES = 3
const DELAY_FIRST_PROBE_NS = 5e9
/** FreeBSD's net.inet6.icmp6.nd6_gctimer: a day. */
const STALE_NS = 86_400e9
/** Entries of one interface beyond which those that are not in use go: somebody is scanning a network. */
const MAX_ENTRIES = 1024

export const ND_INCOMPLETE = 0
export const ND_REACHABLE = 1
export const ND_STALE = 2
export const ND_DELAY = 3
export const ND_PROBE = 4

export class NdEntry {
  readonly cache: Nd6
  readonly on: In6If
  readonly ip: In6Addr
  readonly hop: Nexthop
  readonly timer: Callout
  state: number
  tries: number
  mac: number
  isRouter: boolean
  /** `off` at the IPv6 header, with the interface each came by; null for our own. */
  readonly held: HoldQueue<Ifnet | null>

  constructor(cache: Nd6, on: In6If, ip: In6Addr) {
    this.cache = cache
    this.on = on
    this.ip = ip
    this.hop = new Nexthop(on.ifp, HOP_PENDING, this)
    this.timer = cache.ip6.vnet.kernel.callout(ndTimer, this)
    this.state = ND_INCOMPLETE
    this.tries = 0
    this.mac = 0
    this.isRouter = false
    this.held = new HoldQueue()
  }
}

export type NeighborState = 'incomplete' | 'reachable' | 'stale' | 'delay' | 'probe'
const STATES: readonly NeighborState[] = ['incomplete', 'reachable', 'stale', 'delay', 'probe']

/** A line of `ndp -a`. */
export interface Neighbor6 {
  ip: In6Addr
  /** Null while incomplete. */
  mac: number | null
  ifp: Ifnet
  state: NeighborState
  isRouter: boolean
  /** Until the next change of state. */
  expiresInS: number
}

export class Nd6 {
  readonly ip6: Ip6
  /** Counts entries that went: a next hop remembered from before may be one of theirs. */
  generation: number

  constructor(ip6: Ip6) {
    this.ip6 = ip6
    this.generation = 0
  }

  find(on: In6If, ip: In6Addr): NdEntry | null {
    return on.neighbors.find(ip)
  }

  /** The entry of a neighbor; asks nobody until a packet wants to go there. */
  entry(on: In6If, ip: In6Addr): NdEntry {
    return this.entryOf(on, ip.w0, ip.w1, ip.w2, ip.w3)
  }

  entryOf(on: In6If, w0: number, w1: number, w2: number, w3: number): NdEntry {
    const known = on.neighbors.get(w0, w1, w2, w3)
    if (known !== null) return known
    if (on.neighbors.size >= MAX_ENTRIES) this.sweep(on)
    const entry = new NdEntry(this, on, new In6Addr(w0, w1, w2, w3))
    on.neighbors.set(entry.ip, entry)
    entry.timer.reset(on.retransMs * 1e6) // goes again if nothing is ever sent there
    return entry
  }

  /**
   * Sends the packet, or keeps it until the neighbor has answered. `off` is at the IPv6 header; it came by `from`, or is our
   * own.
   */
  send(hop: Nexthop, m: Mbuf, from: Ifnet | null): void {
    const entry = hop.owner as NdEntry
    if (entry.state === ND_INCOMPLETE) return this.hold(entry, m, from)
    if (entry.state === ND_STALE) {
      entry.state = ND_DELAY
      hop.state = HOP_READY
      entry.timer.reset(DELAY_FIRST_PROBE_NS)
    }
    transmitTo6(hop, m)
  }

  /** The neighbor said where it is, unasked: it may be used, and is verified when it is (STALE). */
  hearOf(on: In6If, ip: In6Addr, mac: number): NdEntry {
    const entry = this.entry(on, ip)
    if (entry.state === ND_INCOMPLETE || entry.mac !== mac) this.set(entry, mac, ND_STALE)
    return entry
  }

  /** The neighbor has an address and is in a state; what waited for it goes. */
  set(entry: NdEntry, mac: number, state: number): void {
    const { hop, on } = entry
    entry.mac = mac
    entry.state = state
    entry.tries = 0
    hop.setMac(mac)
    hop.state = state === ND_STALE ? HOP_PENDING : HOP_READY
    entry.timer.reset(state === ND_REACHABLE ? this.reachableNs(on) : STALE_NS)
    entry.held.drain((m, from) => this.send(hop, m, from))
  }

  /** Forgets one neighbor (`ndp -d`). */
  remove(ifp: Ifnet, ip: In6Addr): boolean {
    const entry = this.ip6.ifs.get(ifp)?.neighbors.find(ip) ?? null
    if (entry === null) return false
    this.delete(entry)
    return true
  }

  removeIf(on: In6If): void {
    for (const entry of on.neighbors.list()) this.delete(entry)
  }

  /** Forgets neighbors that are on no connected network any more. */
  removeStrangers(on: In6If): void {
    const { addresses } = this.ip6
    for (const entry of on.neighbors.list())
      if (!isLinkLocalIn6(entry.ip) && !entry.isRouter && addresses.linkOf(entry.ip) !== on.ifp) this.delete(entry)
  }

  list(): Neighbor6[] {
    const now = this.ip6.vnet.kernel.nowNs
    return [...this.ip6.ifs.values()].flatMap((on) =>
      on.neighbors.list().map((e) => ({
        ip: e.ip,
        mac: e.state === ND_INCOMPLETE ? null : e.mac,
        ifp: on.ifp,
        state: STATES[e.state],
        isRouter: e.isRouter,
        expiresInS: Math.max(0, Math.ceil((e.timer.deadlineNs - now) / 1e9)),
      })),
    )
  }

  onTimer(entry: NdEntry): void {
    if (entry.state === ND_REACHABLE) {
      entry.state = ND_STALE
      entry.hop.state = HOP_PENDING
      entry.timer.reset(STALE_NS)
    } else if (entry.state === ND_DELAY) {
      entry.state = ND_PROBE
      entry.tries = 0
      this.ask(entry)
    } else if (entry.state !== ND_STALE && entry.tries > 0 && entry.tries < MAX_TRIES) this.ask(entry)
    else this.giveUp(entry)
  }

  private hold(entry: NdEntry, m: Mbuf, from: Ifnet | null): void {
    const oldest = entry.held.length < MAX_HOLD ? null : entry.held.shift()
    if (oldest !== null) drop(this.ip6.vnet.drops, DROP_ND_QUEUE, oldest)
    entry.held.push(m, from)
    if (entry.tries === 0) this.ask(entry)
  }

  private giveUp(entry: NdEntry): void {
    const { on, isRouter, held } = entry
    this.forget(entry)
    if (isRouter) this.ip6.routers.lost(on, entry.ip)
    held.drain((m, from) => this.ip6.refuse(m, from, DROP_NO_ND_REPLY, icmp6.UNREACHABLE, icmp6.CODE_ADDRESS))
  }

  /** A neighbor solicitation: to the group of the address, or to where the neighbor was last (§7.2.2). */
  private ask(entry: NdEntry): void {
    const { on, ip, state } = entry
    entry.tries++
    entry.timer.reset(on.retransMs * 1e6)
    const { first } = entry.held
    const waiting = first === null ? null : ipv6.src(u8, first.off)
    const own = waiting !== null && this.ip6.ownAddress(on, waiting)?.usable === true
    const src = own ? waiting : this.ip6.addresses.select(ip, on.ifp)
    if (src === null) return
    const m = this.ip6.out.message(icmp6.NEIGHBOR_SOLICITATION, nd.NS_LEN + nd.MAC_OPTION_LEN)
    if (m === null) return
    this.putTarget(m, ip, nd.OPTION_SOURCE_MAC, on.ifp.mac)
    if (state === ND_PROBE) this.ip6.out.sendOn(on, m, src, ip)
    else this.ip6.out.sendOn(on, m, src, solicitedNodeIn6(ip))
  }

  /** Fills in the target of a solicitation or advertisement and its link-layer address. */
  putTarget(m: Mbuf, target: In6Addr, option: number, mac: number): void {
    putIn6(u8, m.off + nd.TARGET, target)
    nd.putMacOption(u8, m.off + nd.NS_LEN, option, mac)
  }

  private reachableNs(on: In6If): number {
    // RFC 4861 §6.3.2: between half and one and a half, lest everybody asks at once.
    return on.reachableMs * 1e6 * (0.5 + this.ip6.random.float())
  }

  /** The table is full: whoever is not in use goes. */
  private sweep(on: In6If): void {
    for (const entry of on.neighbors.list()) {
      const idle = entry.state === ND_INCOMPLETE || entry.state === ND_STALE
      if (idle && !entry.isRouter) this.delete(entry)
    }
  }

  private delete(entry: NdEntry): void {
    this.forget(entry)
    entry.held.drain((m) => drop(this.ip6.vnet.drops, DROP_NO_ND_REPLY, m))
  }

  /** What waits for it is the caller's to end. */
  private forget(entry: NdEntry): void {
    entry.timer.stop()
    entry.hop.state = HOP_PENDING
    entry.on.neighbors.delete(entry.ip)
    this.generation++
    this.ip6.cache.flush()
  }
}

/** Sends an IPv6 packet (`off` at its header) to a neighbor whose address is known. */
export function transmitTo6(hop: Nexthop, m: Mbuf): void {
  if (!m.prepend(ETHER_HEADER_LEN)) return drop(hop.ifp.drops, DROP_NO_HEADROOM, m)
  writeEthernet6(hop, m)
  hop.used = true
  hop.ifp.output(hop.ifp, m)
}

function ndTimer(entry: unknown): void {
  const e = entry as NdEntry
  e.cache.onTimer(e)
}
