// ARP (RFC 826): which MAC address an IPv4 neighbor has.
//
//   (no entry) ──packet for it──► INCOMPLETE ──reply──► REACHABLE ──20 min, used──► PROBING ──reply──► REACHABLE
//                                  │ request 1/s,                  └─20 min, idle─► (no entry)  └─silence─► (no entry)
//                                  └─some without answer: its packets are dropped─► DOWN ─some time─► (no entry)
//
// Who hears of it differs by system (`ArpHabits`). A program of this node never does by ICMP: FreeBSD tells it by the error of
// its next system call, illumos not at all. The packet that is told of still waits, and goes if the neighbor answers after
// all, as in FreeBSD's arpresolve_full().
//
// An entry's next hop is shared by every route through it and is changed in place. While PROBING it stays usable.
//
// Somebody else who sends from one of our addresses is a conflict (RFC 5227 §2.4 (b)): it is counted and told to
// `onConflict` each time, and answered by an announcement of ours, at most one in ten seconds for each address, so that two
// that insist do not flood the link.
import { type Callout, type Mbuf, u8 } from '@etherloom/kern'
import {
  type ArpLayer,
  drop,
  ETHER_HEADER_LEN,
  HOP_PENDING,
  HOP_READY,
  type Ifnet,
  Nexthop,
  type Vnet,
  writeEthernet,
} from '@etherloom/net'
import {
  arp,
  DROP_ARP_QUEUE,
  DROP_BAD_HEADER,
  DROP_IFACE_DOWN,
  DROP_MARTIAN,
  DROP_NO_ARP_REPLY,
  DROP_NO_HEADROOM,
  DROP_NOBUFS,
  ethernet,
  formatIpv4,
  formatMac,
  isMulticastMac,
  MAC_BROADCAST,
} from '@etherloom/wire'
import { HoldQueue } from './hold-queue.ts'
import type { AddressTable, Ifaddr } from './ifaddr.ts'

/** Packets kept for one unanswered request; FreeBSD's net.link.ether.inet.maxhold. */
const MAX_HOLD = 16
const RETRY_NS = 1e9
/** FreeBSD's net.link.ether.inet.max_age: 20 minutes. */
const MAX_AGE_NS = 1200e9
/** RFC 5227 §1.1, DEFEND_INTERVAL. */
const DEFEND_INTERVAL_NS = 10e9

export interface ArpHabits {
  /** Requests without an answer after which the neighbor is down. */
  readonly maxTries: number
  /**
   * How long, after the last request, it is remembered as down: sending to it is an error, and senders of forwarded packets
   * hear "host unreachable". 0: nobody is told.
   */
  readonly downNs: number
}
/** net.link.ether.inet.maxtries and .wait (if_ether.c). */
export const freebsdArp: ArpHabits = { maxTries: 5, downNs: 20e9 }
/** ND_MAX_MULTICAST_SOLICIT; `_arp_icmp_error` is off (arp_resolv_failed in ip_ndp.c, ip_tunables.c). */
export const illumosArp: ArpHabits = { maxTries: 3, downNs: 0 }

export const ARP_INCOMPLETE = 0
export const ARP_REACHABLE = 1
export const ARP_PROBING = 2
export const ARP_DOWN = 3

export class ArpEntry {
  readonly table: Arp
  readonly ip: number
  readonly hop: Nexthop
  readonly timer: Callout
  state: number
  tries: number
  askedNs: number
  mac: number
  /** `off` at the IP header; true for those of others. */
  readonly held: HoldQueue<boolean>

  constructor(table: Arp, ifp: Ifnet, ip: number) {
    this.table = table
    this.ip = ip
    this.hop = new Nexthop(ifp, HOP_PENDING, this)
    this.timer = table.vnet.kernel.callout(arpTimer, this)
    this.state = ARP_INCOMPLETE
    this.tries = 0
    this.askedNs = 0
    this.mac = 0
    this.held = new HoldQueue()
  }
}

/** A line of `arp -a`. */
export interface Neighbor {
  ip: number
  /** Null while incomplete. */
  mac: number | null
  ifp: Ifnet
  /** Null while incomplete. */
  expiresInS: number | null
}

/** Another interface uses `ip` as its own. FreeBSD: "arp: 02:… is using my IP address 10.0.0.1 on em0!" */
export interface AddressConflict {
  readonly ip: number
  readonly mac: number
  readonly ifp: Ifnet
}

export class Arp implements ArpLayer {
  readonly vnet: Vnet
  habits: ArpHabits
  private readonly addresses: AddressTable
  private readonly tables: Map<Ifnet, Map<number, ArpEntry>>
  /** Called with a forwarded packet that waited in vain; takes it over. */
  private readonly unreachable: (m: Mbuf) => void
  /** Packets in which somebody else used an address of ours. */
  conflicts: number
  /** Hears of each. */
  onConflict: ((conflict: AddressConflict) => void) | null
  /** When each address that was ever in conflict was last defended; null while none was. */
  private defendedNs: Map<number, number> | null

  constructor(vnet: Vnet, addresses: AddressTable, unreachable: (m: Mbuf) => void) {
    this.vnet = vnet
    this.habits = freebsdArp
    this.addresses = addresses
    this.tables = new Map()
    this.unreachable = unreachable
    this.conflicts = 0
    this.onConflict = null
    this.defendedNs = null
  }

  /** The next hop for a neighbor; asks nobody until a packet wants to go there. */
  nexthop(ifp: Ifnet, ip: number): Nexthop {
    // Without an address of its own the link is point to point: there is nobody to ask.
    if (ifp.mac === 0) return new Nexthop(ifp, HOP_READY, null)
    return this.entry(ifp, ip).hop
  }

  /**
   * Sends the packet, or keeps it until the neighbor has answered. `off` is at the IP header. 0, or the drop reason that its
   * sender, a program of this node, hears of.
   */
  send(hop: Nexthop, m: Mbuf, forwarded = false): number {
    if (hop.state === HOP_READY) {
      transmitTo(hop, m)
      return 0
    }
    if (!hop.ifp.up) {
      drop(hop.ifp.drops, DROP_IFACE_DOWN, m)
      return DROP_IFACE_DOWN
    }
    const entry = hop.owner as ArpEntry
    const down = entry.state === ARP_DOWN
    if (down && forwarded) this.unreachable(m)
    else this.hold(entry, m, forwarded)
    if (entry.tries === 0 || (down && this.vnet.kernel.nowNs >= entry.askedNs + RETRY_NS)) this.ask(entry)
    return down ? DROP_NO_ARP_REPLY : 0
  }

  input(ifp: Ifnet, m: Mbuf): void {
    const end = m.off + m.len
    const reason = arp.check(u8, m.off, end)
    if (reason !== 0) {
      ifp.ierrors++
      return drop(ifp.drops, reason, m)
    }
    const { op, senderIp, senderMac, targetIp } = arp.parse(u8, m.off)
    if (op !== arp.OP_REQUEST && op !== arp.OP_REPLY) return drop(ifp.drops, DROP_BAD_HEADER, m)
    if (isMulticastMac(senderMac) || senderMac === ifp.mac) return drop(ifp.drops, DROP_MARTIAN, m)
    const claimed = this.addresses.find(senderIp)
    if (claimed !== null) {
      if (claimed.ifp === ifp) this.defend(claimed, senderMac)
      return m.free()
    }
    const ours = this.addresses.find(targetIp)
    const forUs = ours !== null && ours.ifp === ifp
    // RFC 826: what is known is renewed by any ARP packet; something new is learned only from one that is for us.
    const known = this.tables.get(ifp)?.get(senderIp)
    if (known !== undefined) this.learn(known, senderMac)
    else if (forUs && this.onLink(ifp, senderIp)) this.learn(this.entry(ifp, senderIp), senderMac)
    if (forUs && op === arp.OP_REQUEST) this.reply(ifp, m, targetIp, senderMac, senderIp)
    else m.free()
  }

  /** Tells the network that this address is here, so that others correct what they remember. */
  announce(ifa: Ifaddr): void {
    this.transmit(ifa.ifp, arp.OP_REQUEST, ifa.ip, 0, ifa.ip, MAC_BROADCAST)
  }

  private defend(ifa: Ifaddr, mac: number): void {
    const { nowNs } = this.vnet.kernel
    const { ip, ifp } = ifa
    this.conflicts++
    this.onConflict?.({ ip, mac, ifp })
    this.defendedNs ??= new Map()
    const last = this.defendedNs.get(ip)
    if (last !== undefined && nowNs < last + DEFEND_INTERVAL_NS) return
    this.defendedNs.set(ip, nowNs)
    this.vnet.kernel.onNotice?.({
      kind: 'conflict',
      severity: 'error',
      record: ifp.recordId,
      text: `arp: ${formatMac(mac)} is using my IP address ${formatIpv4(ip)} on ${ifp.name}!`,
    })
    this.announce(ifa)
  }

  /** Forgets one neighbor (`arp -d`). */
  remove(ifp: Ifnet, ip: number): boolean {
    const entry = this.tables.get(ifp)?.get(ip)
    if (entry === undefined) return false
    this.delete(entry)
    return true
  }

  removeIfnet(ifp: Ifnet): void {
    for (const entry of [...(this.tables.get(ifp)?.values() ?? [])]) this.delete(entry)
  }

  /** Forgets neighbors that are on no connected network any more. */
  removeStrangers(ifp: Ifnet): void {
    for (const ip of this.defendedNs?.keys() ?? []) if (this.addresses.find(ip) === null) this.defendedNs?.delete(ip)
    for (const entry of [...(this.tables.get(ifp)?.values() ?? [])]) if (!this.onLink(ifp, entry.ip)) this.delete(entry)
  }

  list(): Neighbor[] {
    const now = this.vnet.kernel.nowNs
    const all = [...this.tables.values()].flatMap((t) => [...t.values()])
    return all.map((e) => {
      const known = e.state === ARP_REACHABLE || e.state === ARP_PROBING
      const expiresInS = known ? Math.max(0, Math.ceil((e.timer.deadlineNs - now) / 1e9)) : null
      return { ip: e.ip, mac: known ? e.mac : null, ifp: e.hop.ifp, expiresInS }
    })
  }

  onTimer(entry: ArpEntry): void {
    if (entry.state === ARP_REACHABLE) {
      if (!entry.hop.used) return this.delete(entry)
      entry.state = ARP_PROBING
      entry.tries = 0
      this.ask(entry)
    } else if (entry.tries > 0 && entry.tries < this.habits.maxTries) this.ask(entry)
    else if (entry.state === ARP_INCOMPLETE && entry.tries > 0 && this.habits.downNs > 0) this.goDown(entry)
    else this.delete(entry)
  }

  private goDown(entry: ArpEntry): void {
    entry.state = ARP_DOWN
    entry.timer.reset(this.habits.downNs - RETRY_NS)
    entry.held.drain((m, forwarded) => this.giveUp(m, forwarded))
  }

  private hold(entry: ArpEntry, m: Mbuf, forwarded: boolean): void {
    const oldest = entry.held.length < MAX_HOLD ? null : entry.held.shift()
    if (oldest !== null) drop(this.vnet.drops, DROP_ARP_QUEUE, oldest)
    entry.held.push(m, forwarded)
  }

  private giveUp(m: Mbuf, forwarded: boolean): void {
    if (forwarded) this.unreachable(m)
    else drop(this.vnet.drops, DROP_NO_ARP_REPLY, m)
  }

  private entry(ifp: Ifnet, ip: number): ArpEntry {
    let table = this.tables.get(ifp)
    if (table === undefined) this.tables.set(ifp, (table = new Map()))
    let entry = table.get(ip)
    if (entry === undefined) {
      table.set(ip, (entry = new ArpEntry(this, ifp, ip)))
      entry.timer.reset(RETRY_NS) // goes again if nothing is ever sent there
    }
    return entry
  }

  private onLink(ifp: Ifnet, ip: number): boolean {
    return this.addresses.list.some((a) => a.ifp === ifp && ((a.ip ^ ip) & a.mask) === 0 && a.ip !== ip)
  }

  private learn(entry: ArpEntry, mac: number): void {
    entry.mac = mac
    entry.state = ARP_REACHABLE
    entry.tries = 0
    entry.hop.setMac(mac)
    entry.hop.state = HOP_READY
    entry.hop.used = false
    entry.timer.reset(MAX_AGE_NS)
    entry.held.drain((m) => transmitTo(entry.hop, m))
  }

  private ask(entry: ArpEntry): void {
    entry.tries++
    entry.askedNs = this.vnet.kernel.nowNs
    entry.timer.reset(entry.state === ARP_DOWN ? this.habits.downNs : RETRY_NS)
    const ifp = entry.hop.ifp
    const from = this.addresses.source(ifp, entry.ip)
    if (from === null) return
    this.transmit(ifp, arp.OP_REQUEST, from.ip, 0, entry.ip, MAC_BROADCAST)
  }

  private reply(ifp: Ifnet, m: Mbuf, ip: number, toMac: number, toIp: number): void {
    m.free()
    this.transmit(ifp, arp.OP_REPLY, ip, toMac, toIp, toMac)
  }

  private transmit(ifp: Ifnet, op: number, senderIp: number, targetMac: number, targetIp: number, to: number): void {
    const m = this.vnet.kernel.pool.get()
    if (m === null) return this.vnet.drops.count(DROP_NOBUFS)
    const o = m.off
    // Real wires pad; so do we, lest a capture look odd.
    m.len = ethernet.MIN_LEN
    u8.fill(0, o, o + m.len)
    ethernet.emit(u8, o, { dst: to, src: ifp.mac, type: ethernet.TYPE_ARP })
    arp.emit(u8, o + ETHER_HEADER_LEN, { op, senderMac: ifp.mac, senderIp, targetMac, targetIp })
    ifp.output(ifp, m)
  }

  private delete(entry: ArpEntry): void {
    entry.timer.stop()
    entry.hop.state = HOP_PENDING
    const table = this.tables.get(entry.hop.ifp)
    table?.delete(entry.ip)
    if (table?.size === 0) this.tables.delete(entry.hop.ifp)
    this.vnet.routeCache.flush()
    entry.held.drain((m) => drop(this.vnet.drops, DROP_NO_ARP_REPLY, m))
  }
}

/** Sends an IP packet (`off` at its header) to a neighbor whose address is known. */
export function transmitTo(hop: Nexthop, m: Mbuf): void {
  if (!m.prepend(ETHER_HEADER_LEN)) return drop(hop.ifp.drops, DROP_NO_HEADROOM, m)
  writeEthernet(hop, m)
  hop.used = true
  hop.ifp.output(hop.ifp, m)
}

function arpTimer(entry: unknown): void {
  const e = entry as ArpEntry
  e.table.onTimer(e)
}
