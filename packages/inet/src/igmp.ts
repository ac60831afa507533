// Which IPv4 groups a vnet listens to, and how it tells routers and switches: IGMP as a host, version 3 (RFC 3376), or 2
// (RFC 2236) or 1 (RFC 1112) while a querier speaks that. All memberships are for any source.
//
//   join ──► change, reported within 0.1 s ──► once more (version 3: within 1 s, else 10 s) ──► silence
//   query ──► each group that is asked about has a time to answer, drawn at random; another host's answer will do for
//             ours in versions 1 and 2
//
// Memberships are counted: several sockets may join one group. 224.0.0.1 has everybody in it and is never reported. An
// interface keeps nothing here until its first join, or until somebody speaks an old version. A query about sources is
// answered for the group: that says more than was asked, and nothing wrong.
import { type Callout, type Mbuf, type Random, u8 } from '@etherloom/kern'
import { drop, type Ifnet } from '@etherloom/net'
import {
  DROP_BAD_CHECKSUM,
  DROP_BAD_HEADER,
  DROP_NOBUFS,
  DROP_RUNT,
  DROP_SCOPE,
  hostOrder,
  IPV4_ALL_HOSTS,
  IPV4_ALL_IGMP3_ROUTERS,
  IPV4_ALL_ROUTERS,
  igmp,
  ipv4,
  isMulticastIpv4,
  put16,
  put32,
  sumBytes,
} from '@etherloom/wire'
import type { Ip } from './ip.ts'

/** RFC 3376 §8.1: how often a change is reported. */
const ROBUSTNESS = 2
const FIRST_REPORT_WITHIN_NS = 100e6
const NEXT_REPORT_WITHIN_NS = 1e9
/** RFC 2236 §8.10. */
const NEXT_REPORT_OLD_WITHIN_NS = 10e9
/** RFC 3376 §8.12: how long after a query of an old version its speech is spoken. */
const OLD_QUERIER_NS = 260e9
/** RFC 2236 §4: a query of version 1 is answered within ten seconds. */
const V1_RESPONSE_MS = 10_000
/** Option 148 (RFC 2113): routers look at the datagram though it is not for them. */
const ROUTER_ALERT = [0x94, 4, 0, 0]
/** RFC 3376 §4: precedence "internetwork control". */
const TOS = 0xc0
/** Records that fit a report on the narrowest link (RFC 791: 576 bytes pass everywhere). */
const MAX_RECORDS = Math.floor((576 - 24 - igmp.REPORT_LEN) / igmp.RECORD_LEN)

interface Membership {
  readonly group: number
  /** Who asked for it, and did not yet leave. */
  users: number
  /** When a query about it is to be answered; 0: nobody has asked. */
  answerAtNs: number
}

interface Change {
  readonly group: number
  type: number
  /** Reports still to be sent. */
  left: number
}

/** One interface. */
interface IgmpIf {
  readonly ifp: Ifnet
  readonly groups: Map<number, Membership>
  readonly changes: Change[]
  readonly changeTimer: Callout
  readonly answerTimer: Callout
  /** Versions 1 and 2 are spoken until then. */
  v1UntilNs: number
  v2UntilNs: number
}

export class Igmp {
  private readonly ip: Ip
  private ifs: Map<Ifnet, IgmpIf> | null
  private random: Random | null

  constructor(ip: Ip) {
    this.ip = ip
    this.ifs = null
    this.random = null
  }

  /** Hears what is sent to `group` on this interface from now on. Every join needs its `leave`. */
  join(ifp: Ifnet, group: number): void {
    if (!isMulticastIpv4(group)) throw new Error('only addresses from 224.0.0.0 to 239.255.255.255 are groups')
    const on = this.on(ifp)
    const known = on.groups.get(group)
    if (known !== undefined) {
      known.users++
      return
    }
    on.groups.set(group, { group, users: 1, answerAtNs: 0 })
    this.change(on, group, igmp.CHANGE_TO_EXCLUDE)
  }

  leave(ifp: Ifnet, group: number): void {
    const on = this.ifs?.get(ifp)
    const known = on?.groups.get(group)
    if (on === undefined || known === undefined || --known.users > 0) return
    on.groups.delete(group)
    this.change(on, group, igmp.CHANGE_TO_INCLUDE)
  }

  /** Whether what is sent to the group on this interface is heard here; on lo0, on any. */
  member(ifp: Ifnet, group: number): boolean {
    if (group === IPV4_ALL_HOSTS) return true
    if (this.ifs === null) return false
    if (ifp !== this.ip.lo) return this.ifs.get(ifp)?.groups.has(group) ?? false
    for (const on of this.ifs.values()) if (on.groups.has(group)) return true
    return false
  }

  /** Groups that somebody here joined, by interface: ifmcstat, netstat -g. */
  list(): { ifp: Ifnet; group: number; users: number }[] {
    const ifs = [...(this.ifs?.values() ?? [])]
    return ifs.flatMap(({ ifp, groups }) => [...groups.values()].map(({ group, users }) => ({ ifp, group, users })))
  }

  /** The version that is spoken on an interface. */
  version(ifp: Ifnet): 1 | 2 | 3 {
    const on = this.ifs?.get(ifp)
    const { nowNs } = this.ip.vnet.kernel
    if (on === undefined) return 3
    return on.v1UntilNs > nowNs ? 1 : on.v2UntilNs > nowNs ? 2 : 3
  }

  /** The interface has come up: whoever is there now knows nothing of us. */
  ifnetChanged(ifp: Ifnet): void {
    const on = this.ifs?.get(ifp)
    if (on === undefined) return
    on.changeTimer.stop()
    on.answerTimer.stop()
    for (const { group } of on.groups.values()) this.change(on, group, igmp.CHANGE_TO_EXCLUDE)
  }

  ifnetDetached(ifp: Ifnet): void {
    const on = this.ifs?.get(ifp)
    on?.changeTimer.stop()
    on?.answerTimer.stop()
    this.ifs?.delete(ifp)
  }

  /** A datagram of protocol 2, `off` at its checked IP header. */
  input(ifp: Ifnet, m: Mbuf): void {
    const hlen = ipv4.headerLen(u8, m.off)
    const len = m.len - hlen
    const p = m.off + hlen
    const reason = len < igmp.LEN ? DROP_RUNT : sumBytes(u8, p, len) !== 0xffff ? DROP_BAD_CHECKSUM : 0
    if (reason !== 0) return drop(this.ip.vnet.drops, reason, m)
    // Every message is for one link (RFC 2236 §2, RFC 3376 §4).
    if (ipv4.ttl(u8, m.off) !== 1) return drop(this.ip.vnet.drops, DROP_SCOPE, m)
    const type = igmp.type(u8, p)
    const group = igmp.group(u8, p)
    if (type === igmp.QUERY) {
      const understood = this.query(ifp, group, ipv4.dst(u8, m.off), p, len)
      if (!understood) return drop(this.ip.vnet.drops, DROP_BAD_HEADER, m)
    } else if (type === igmp.REPORT_V1 || type === igmp.REPORT_V2) this.answered(ifp, group)
    m.free()
  }

  private query(ifp: Ifnet, group: number, dst: number, p: number, len: number): boolean {
    const v3 = len >= igmp.V3_QUERY_LEN
    const general = group === 0
    if ((!v3 && len !== igmp.LEN) || (!general && !isMulticastIpv4(group))) return false
    // RFC 2236 §9: one that is not sent to all hosts was forged from afar.
    if (general && dst !== IPV4_ALL_HOSTS) return false
    const { nowNs } = this.ip.vnet.kernel
    let within = igmp.maxResponseMs(u8, p, len)
    if (!v3 && within === 0) {
      this.on(ifp).v1UntilNs = nowNs + OLD_QUERIER_NS
      within = V1_RESPONSE_MS
    } else if (!v3) this.on(ifp).v2UntilNs = nowNs + OLD_QUERIER_NS
    const on = this.ifs?.get(ifp)
    if (on === undefined) return true
    // Version 3 answers for all groups at once, the old ones at a time of each group's own.
    const together = this.draw(within)
    for (const membership of on.groups.values()) {
      if (membership.group === IPV4_ALL_HOSTS || (!general && membership.group !== group)) continue
      const at = nowNs + (this.version(ifp) === 3 ? together : this.draw(within))
      if (membership.answerAtNs === 0 || at < membership.answerAtNs) membership.answerAtNs = at
    }
    this.rearm(on)
    return true
  }

  /** Another host has reported the group: in the old versions one report is enough (RFC 2236 §3). */
  private answered(ifp: Ifnet, group: number): void {
    const on = this.ifs?.get(ifp)
    if (on === undefined || this.version(ifp) === 3) return
    const membership = on.groups.get(group)
    if (membership !== undefined) membership.answerAtNs = 0
    this.rearm(on)
  }

  private change(on: IgmpIf, group: number, type: number): void {
    if (group === IPV4_ALL_HOSTS || on.ifp === this.ip.lo) return
    const known = on.changes.find((c) => c.group === group)
    if (known !== undefined) {
      known.type = type
      known.left = ROBUSTNESS
    } else on.changes.push({ group, type, left: ROBUSTNESS })
    if (on.ifp.up && on.ifp.carrier) on.changeTimer.reset(this.draw(FIRST_REPORT_WITHIN_NS / 1e6))
  }

  private reportChanges(on: IgmpIf): void {
    const { changes, changeTimer } = on
    this.report(on, changes)
    const old = this.version(on.ifp) !== 3
    // A leave of version 2 is said once.
    for (const c of changes) c.left -= old && c.type === igmp.CHANGE_TO_INCLUDE ? ROBUSTNESS : 1
    for (let i = changes.length - 1; i >= 0; i--) if (changes[i].left <= 0) changes.splice(i, 1)
    if (changes.length > 0)
      changeTimer.reset(this.draw((old ? NEXT_REPORT_OLD_WITHIN_NS : NEXT_REPORT_WITHIN_NS) / 1e6))
  }

  private answer(on: IgmpIf): void {
    const due = [...on.groups.values()].filter((g) => g.answerAtNs !== 0 && g.answerAtNs <= this.ip.vnet.kernel.nowNs)
    for (const membership of due) membership.answerAtNs = 0
    this.report(
      on,
      due.map(({ group }) => ({ group, type: igmp.MODE_IS_EXCLUDE, left: 0 })),
    )
    this.rearm(on)
  }

  private rearm(on: IgmpIf): void {
    let next = 0
    for (const { answerAtNs } of on.groups.values())
      if (answerAtNs !== 0 && (next === 0 || answerAtNs < next)) next = answerAtNs
    if (next === 0) on.answerTimer.stop()
    else on.answerTimer.resetAt(next)
  }

  private report(on: IgmpIf, records: readonly Change[]): void {
    const version = this.version(on.ifp)
    if (version !== 3) for (const r of records) this.reportOld(on, r, version)
    else for (let i = 0; i < records.length; i += MAX_RECORDS) this.reportV3(on, records.slice(i, i + MAX_RECORDS))
  }

  private reportV3(on: IgmpIf, records: readonly Change[]): void {
    const m = this.message(igmp.REPORT_V3, igmp.REPORT_LEN + igmp.RECORD_LEN * records.length)
    if (m === null) return
    put16(u8, m.off + igmp.RECORDS, records.length)
    records.forEach(({ type, group }, i) => {
      igmp.putRecord(u8, m.off + igmp.REPORT_LEN + i * igmp.RECORD_LEN, type, group)
    })
    this.send(on, m, IPV4_ALL_IGMP3_ROUTERS)
  }

  private reportOld(on: IgmpIf, { type, group }: Change, version: 1 | 2): void {
    const leaves = type === igmp.CHANGE_TO_INCLUDE
    if (leaves && version === 1) return // who left is missed at the next query
    const m = this.message(leaves ? igmp.LEAVE : version === 1 ? igmp.REPORT_V1 : igmp.REPORT_V2, igmp.LEN)
    if (m === null) return
    put32(u8, m.off + igmp.GROUP, hostOrder(group))
    this.send(on, m, leaves ? IPV4_ALL_ROUTERS : group)
  }

  private message(type: number, len: number): Mbuf | null {
    const { vnet } = this.ip
    const m = vnet.kernel.pool.get()
    if (m === null) {
      vnet.drops.count(DROP_NOBUFS)
      return null
    }
    m.len = len
    u8.fill(0, m.off, m.off + len)
    u8[m.off] = type
    return m
  }

  private send(on: IgmpIf, m: Mbuf, dst: number): void {
    put16(u8, m.off + igmp.CHECKSUM, ~sumBytes(u8, m.off, m.len) & 0xffff)
    // RFC 3376 §4.2.13: from 0.0.0.0 while the interface has no address.
    const src = this.ip.addresses.first(on.ifp)?.ip ?? 0
    const { out } = this.ip
    out.outputOptions(out.groupHop(on.ifp, dst), m, src, dst, ipv4.PROTO_IGMP, 1, TOS, ROUTER_ALERT)
  }

  private draw(withinMs: number): number {
    const { kernel, name } = this.ip.vnet
    this.random ??= kernel.random.fork(`igmp ${name}`)
    return 1 + this.random.below(withinMs * 1e6)
  }

  private on(ifp: Ifnet): IgmpIf {
    this.ifs ??= new Map()
    let on = this.ifs.get(ifp)
    if (on === undefined) {
      const { kernel } = this.ip.vnet
      const made: IgmpIf = {
        ifp,
        groups: new Map(),
        changes: [],
        changeTimer: kernel.callout(() => this.reportChanges(made)),
        answerTimer: kernel.callout(() => this.answer(made)),
        v1UntilNs: 0,
        v2UntilNs: 0,
      }
      this.ifs.set(ifp, (on = made))
    }
    return on
  }
}
