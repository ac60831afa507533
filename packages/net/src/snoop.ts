// IGMP and MLD snooping (RFC 4541): a switch that listens to who asks for which multicast group, and sends it there alone.
//
//   a report on a port     the port gets the group, for as long as queries keep being answered
//   a leave on a port      it gets it for two seconds more: enough for another listener there to speak up when the querier asks
//   a query on a port      a router is behind it: it gets every group, and every report
//   without any querier    nobody asks again, so a port keeps a group until a leave; reports go everywhere, so that the next
//                          switch hears them too
//
// What belongs to the link itself is for everybody: 224.0.0.0/24, ff02::/16, and whatever is not IP. Groups are told apart by
// their Ethernet address and VLAN, as switches do; a few IPv4 groups share one.
import { type Mbuf, u8, u16 } from '@etherloom/kern'
import { type Bytes, ethernet, icmp6, igmp, ipv4, ipv6, mld, sumBytes, swap16, vlan } from '@etherloom/wire'
import type { BridgePort } from './bridge-port.ts'
import { hasTag } from './vlan.ts'

/** RFC 2236 §8: group membership interval, other querier present interval, last member query time; in seconds. */
const MEMBERSHIP_S = 260
const QUERIER_S = 255
const LAST_MEMBER_S = 2
/** Groups beyond are not remembered, and so sent everywhere. */
const MAX_GROUPS = 4096

const IPV4_GROUP_WORD = swap16(0x0100)
const IPV6_GROUP_WORD = swap16(0x3333)
const IPV4_WORD = swap16(ethernet.TYPE_IPV4)
const IPV6_WORD = swap16(ethernet.TYPE_IPV6)
const PROTO_IGMP = 2
const ALLOW_NEW_SOURCES = 5

/** Ports that a group goes to, each until a second. */
export class Audience {
  private readonly until: Map<BridgePort, number>

  constructor() {
    this.until = new Map()
  }

  has(port: BridgePort, now: number): boolean {
    return (this.until.get(port) ?? 0) > now
  }

  any(now: number): boolean {
    for (const until of this.until.values()) if (until > now) return true
    return false
  }

  keep(port: BridgePort, until: number): void {
    this.until.set(port, until)
  }

  /** Nobody stays longer than this, or only `port` does not. */
  limit(until: number, port: BridgePort | null = null): void {
    for (const [each, was] of this.until)
      if ((port === null || each === port) && was > until) this.until.set(each, until)
  }

  remove(port: BridgePort): void {
    this.until.delete(port)
  }

  ports(now: number): BridgePort[] {
    return [...this.until].filter(([, until]) => until > now).map(([port]) => port)
  }
}

export class Snooper {
  /** Ports with a querier, and so a router, behind them. */
  readonly routers: Audience
  private readonly groups: Map<number, Audience>
  private readonly nobody: Audience

  constructor() {
    this.routers = new Audience()
    this.groups = new Map()
    this.nobody = new Audience()
  }

  /**
   * Who gets a frame to a group address, besides routers; null: everybody. Reports and queries are heard on the way. The frame
   * has at most one tag; `vid` is its VLAN.
   */
  audience(from: BridgePort, vid: number, m: Mbuf, now: number): Audience | null {
    const h = m.off >> 1
    const at = m.off + ethernet.HEADER_LEN + (hasTag(m) ? vlan.TAG_LEN : 0)
    const end = m.off + m.len
    const type = u16[(at - 2) >> 1]
    if (u16[h] === IPV4_GROUP_WORD && type === IPV4_WORD) {
      if (at + ipv4.HEADER_LEN > end) return null
      if (u8[at + 9] === PROTO_IGMP) return this.hearIgmp(from, vid, at, end, now)
      if (isLinkGroup4(at + 16)) return null
    } else if (u16[h] === IPV6_GROUP_WORD && type === IPV6_WORD) {
      if (at + ipv6.HEADER_LEN > end) return null
      const message = mldAt(at, end)
      if (message > 0) return this.hearMld(from, vid, message, end, now)
      if (isLinkGroup6(at + ipv6.DST)) return null
    } else return null
    const mark = type === IPV4_WORD ? IPV4_MARK : 0
    const known = this.groups.get(keyOf(vid, mark + lastWords(m.off + 2)))
    return known ?? (this.groups.size < MAX_GROUPS ? this.nobody : null)
  }

  /** The port is gone, or who is behind it is. */
  forget(port: BridgePort): void {
    this.routers.remove(port)
    for (const group of this.groups.values()) group.remove(port)
  }

  clear(): void {
    this.groups.clear()
  }

  /** Each known group as the last four bytes of its Ethernet address, with its VLAN and ports. */
  list(now: number): { vid: number; address: number; ports: BridgePort[] }[] {
    return [...this.groups]
      .map(([key, group]) => ({ vid: Math.floor(key / 2 ** 33), address: key % IPV4_MARK, ports: group.ports(now) }))
      .filter(({ ports }) => ports.length > 0)
  }

  private hearIgmp(from: BridgePort, vid: number, at: number, end: number, now: number): Audience | null {
    const p = at + (u8[at] & 15) * 4
    const stop = Math.min(end, at + ipv4.totalLen(u8, at))
    if (stop - p < igmp.LEN || sumBytes(u8, p, stop - p) !== 0xffff) return null
    const type = igmp.type(u8, p)
    if (type === igmp.QUERY) {
      // 0.0.0.0 sends queries without being a router (RFC 4541 §2.1.1).
      if (ipv4.src(u8, at) !== 0) this.queried(from, now)
      return null
    }
    if (type === igmp.REPORT_V1 || type === igmp.REPORT_V2) this.join(from, keyOf(vid, group4(p + igmp.GROUP)), now)
    else if (type === igmp.LEAVE) this.leave(from, keyOf(vid, group4(p + igmp.GROUP)), now)
    else if (type === igmp.REPORT_V3) this.hearRecords(from, vid, p, stop, igmpRecords, now)
    else return null
    return this.reportsGoTo(now)
  }

  private hearMld(from: BridgePort, vid: number, p: number, end: number, now: number): Audience | null {
    const type = u8[p]
    if (type === icmp6.LISTENER_QUERY) {
      this.queried(from, now)
      return null
    }
    if (type === icmp6.LISTENER_REPORT_V2) this.hearRecords(from, vid, p, end, mldRecords, now)
    else if (end - p < mld.V1_LEN) return null
    else if (type === icmp6.LISTENER_REPORT) this.join(from, keyOf(vid, group6(p + mld.GROUP)), now)
    else this.leave(from, keyOf(vid, group6(p + mld.GROUP)), now)
    return this.reportsGoTo(now)
  }

  /** A report of IGMPv3 or MLDv2. Only whether a port wants a group at all is remembered, not from whom. */
  private hearRecords(from: BridgePort, vid: number, p: number, end: number, kind: RecordKind, now: number): void {
    if (end - p < kind.head) return
    let at = p + kind.head
    for (let left = u16be(p + kind.count); left > 0 && at + kind.least <= end; left--) {
      const type = u8[at]
      const sources = u16be(at + 2)
      const key = keyOf(vid, kind.group(at + 4))
      const excludes = type === igmp.MODE_IS_EXCLUDE || type === igmp.CHANGE_TO_EXCLUDE
      const includes = type === igmp.MODE_IS_INCLUDE || type === igmp.CHANGE_TO_INCLUDE || type === ALLOW_NEW_SOURCES
      if (excludes || (includes && sources > 0)) this.join(from, key, now)
      else if (type === igmp.CHANGE_TO_INCLUDE) this.leave(from, key, now)
      at += kind.length(u8, at)
    }
  }

  private join(from: BridgePort, key: number, now: number): void {
    let group = this.groups.get(key)
    if (group === undefined) {
      if (this.groups.size >= MAX_GROUPS) return
      group = new Audience()
      this.groups.set(key, group)
    }
    group.keep(from, this.routers.any(now) ? now + MEMBERSHIP_S : Number.POSITIVE_INFINITY)
  }

  private leave(from: BridgePort, key: number, now: number): void {
    this.groups.get(key)?.limit(now + LAST_MEMBER_S, from)
  }

  /** From now on somebody asks again, so what is not answered ends. */
  private queried(from: BridgePort, now: number): void {
    this.routers.keep(from, now + QUERIER_S)
    for (const group of this.groups.values()) group.limit(now + MEMBERSHIP_S)
  }

  private reportsGoTo(now: number): Audience | null {
    return this.routers.any(now) ? this.nobody : null
  }
}

const u16be = (o: number): number => (u8[o] << 8) | u8[o + 1]
const lastWords = (o: number): number => u16be(o) * 65_536 + u16be(o + 2)

/** The last four bytes of the Ethernet addresses that groups are mapped to (RFC 1112 §6.4, RFC 2464 §7), marked by family. */
const IPV4_MARK = 2 ** 32
const group4 = (o: number): number => IPV4_MARK + 0x5e000000 + (lastWords(o) & 0x7fffff)
const group6 = (o: number): number => lastWords(o + 12)
const keyOf = (vid: number, group: number): number => vid * 2 ** 33 + group

const isLinkGroup4 = (o: number): boolean => u8[o] === 224 && u8[o + 1] === 0 && u8[o + 2] === 0
/** Of the scope of an interface or a link. */
const isLinkGroup6 = (o: number): boolean => (u8[o + 1] & 15) <= 2

interface RecordKind {
  head: number
  count: number
  least: number
  group: (o: number) => number
  length: (b: Bytes, o: number) => number
}
const igmpRecords: RecordKind = {
  head: igmp.REPORT_LEN,
  count: igmp.RECORDS,
  least: igmp.RECORD_LEN,
  group: group4,
  length: igmp.recordLen,
}
const mldRecords: RecordKind = {
  head: mld.REPORT_LEN,
  count: mld.RECORDS,
  least: mld.RECORD_LEN,
  group: group6,
  length: mld.recordLen,
}

/** Where the MLD message of an IPv6 packet is, behind the hop-by-hop header it always has; 0 when it is none. */
function mldAt(at: number, end: number): number {
  const ext = at + ipv6.HEADER_LEN
  if (u8[at + ipv6.NEXT_HEADER] !== ipv6.NEXT_HOP_BY_HOP || ext + 8 > end) return 0
  const p = ext + 8 + u8[ext + 1] * 8
  if (u8[ext] !== ipv6.NEXT_ICMP6 || p + mld.REPORT_LEN > end || u8[at + ipv6.HOP_LIMIT] !== 1) return 0
  const type = u8[p]
  const listener = type >= icmp6.LISTENER_QUERY && type <= icmp6.LISTENER_DONE
  return listener || type === icmp6.LISTENER_REPORT_V2 ? p : 0
}
