// Which groups a vnet listens to, and how it tells routers and switches: MLD as a host, version 2 (RFC 3810), or version 1
// (RFC 2710) while a querier speaks that. All memberships are for any source.
//
// Groups are counted: several addresses share a solicited-node group, several sockets may join one. A change is reported
// within a tenth of a second, once more within a second; changes that happen together share a report.
import { type Callout, type Mbuf, u8 } from '@etherloom/kern'
import type { Ifnet } from '@etherloom/net'
import {
  IN6_ALL_MLD2_ROUTERS,
  IN6_ALL_NODES,
  IN6_ALL_ROUTERS,
  IN6_ANY,
  type In6Addr,
  icmp6,
  ipv6,
  isLinkLocalIn6,
  isUnspecifiedIn6,
  mld,
  put16,
  putIn6,
  SCOPE_LINK,
  sameIn6,
  scopeIn6,
  sumBytes,
} from '@etherloom/wire'
import type { In6If } from './in6-if.ts'
import type { Ip6 } from './ip6.ts'

/** RFC 3810 §9.1: how often a change is reported. */
const ROBUSTNESS = 2
const FIRST_REPORT_WITHIN_NS = 100e6
const NEXT_REPORT_WITHIN_NS = 1e9
/** RFC 3810 §9.12: how long after a query of version 1 its speech is spoken. */
const V1_QUERIER_NS = 260e9
/** Hop-by-hop header with a router alert (RFC 2711), so that routers that forward the group look at reports. */
const ALERT = [ipv6.NEXT_ICMP6, 0, ipv6.OPTION_ROUTER_ALERT, 2, 0, 0, ipv6.OPTION_PADN, 0]
/** Records that fit a report on the narrowest link. */
const MAX_RECORDS = Math.floor((ipv6.MIN_MTU - ipv6.HEADER_LEN - ALERT.length - mld.REPORT_LEN) / mld.RECORD_LEN)

export interface Membership {
  readonly group: In6Addr
  /** Who asked for it, and did not yet leave. */
  users: number
}

interface Change {
  readonly group: In6Addr
  type: number
  /** Reports still to be sent. */
  left: number
}

/** What an interface has to report. */
export interface MldState {
  readonly changes: Change[]
  readonly changeTimer: Callout
  /** Groups a querier asked for; null in it: for all. */
  asked: (In6Addr | null)[]
  readonly answerTimer: Callout
  /** Version 1 is spoken until then. */
  v1UntilNs: number
}

export class Mld {
  private readonly ip6: Ip6

  constructor(ip6: Ip6) {
    this.ip6 = ip6
  }

  join(on: In6If, group: In6Addr): void {
    const known = on.groups.find(group)
    if (known !== null) {
      known.users++
      return
    }
    on.groups.set(group, { group, users: 1 })
    if (on.ifp !== this.ip6.lo) this.change(on, group, mld.CHANGE_TO_EXCLUDE)
  }

  leave(on: In6If, group: In6Addr): void {
    const known = on.groups.find(group)
    if (known === null || --known.users > 0) return
    on.groups.delete(group)
    if (on.ifp !== this.ip6.lo) this.change(on, group, mld.CHANGE_TO_INCLUDE)
  }

  /** Whether what is sent to the group on this interface is heard here; on lo0, on any. */
  member(ifp: Ifnet, group: In6Addr): boolean {
    const { ifs, lo } = this.ip6
    if (ifp !== lo) return (ifs.get(ifp)?.groups.find(group) ?? null) !== null
    for (const on of ifs.values()) if (on.groups.find(group) !== null) return true
    return sameIn6(group, IN6_ALL_NODES)
  }

  /** Reports what has changed now instead of soon. */
  flush(on: In6If): void {
    if (on.mld?.changes.some((c) => c.left === ROBUSTNESS)) this.reportChanges(on)
  }

  /** The interface has come up: whoever is there now knows nothing of us. */
  announceAll(on: In6If): void {
    for (const { group } of on.groups.list()) this.change(on, group, mld.CHANGE_TO_EXCLUDE)
  }

  silence(on: In6If): void {
    on.mld?.changeTimer.stop()
    on.mld?.answerTimer.stop()
  }

  removeIf(on: In6If): void {
    this.silence(on)
    on.mld = null
  }

  /** A query or another host's report, at `p`. */
  input(ifp: Ifnet, m: Mbuf, p: number, len: number): void {
    const on = this.ip6.ifs.get(ifp)
    if (on === undefined || len < mld.V1_LEN) return
    const src = ipv6.src(u8, m.off)
    // RFC 2710 §4, RFC 3810 §5.1.14: from this link only.
    if (!isLinkLocalIn6(src) || ipv6.hopLimit(u8, m.off) !== 1 || on.find(src) !== null) return
    const group = mld.group(u8, p)
    const state = this.state(on)
    if (icmp6.type(u8, p) === icmp6.LISTENER_REPORT) {
      // In version 1 one answer is enough (§4).
      state.asked = state.asked.filter((g) => g === null || !sameIn6(g, group))
      return
    }
    const { kernel } = this.ip6.vnet
    if (len < mld.V2_QUERY_LEN) state.v1UntilNs = kernel.nowNs + V1_QUERIER_NS
    const all = isUnspecifiedIn6(group)
    if (!all && on.groups.find(group) === null) return
    if (!state.asked.some((g) => g === null || (!all && sameIn6(g, group)))) state.asked.push(all ? null : group)
    const at = kernel.nowNs + this.ip6.random.below(1 + mld.maxResponseMs(u8, p, len) * 1e6)
    if (!state.answerTimer.pending || at < state.answerTimer.deadlineNs) state.answerTimer.resetAt(at + 1)
  }

  private change(on: In6If, group: In6Addr, type: number): void {
    if (!reported(group)) return
    const { changes, changeTimer } = this.state(on)
    const known = changes.find((c) => sameIn6(c.group, group))
    if (known !== undefined) {
      known.type = type
      known.left = ROBUSTNESS
    } else changes.push({ group, type, left: ROBUSTNESS })
    if (on.ifp.up && on.ifp.carrier) changeTimer.reset(this.ip6.random.below(FIRST_REPORT_WITHIN_NS))
  }

  private reportChanges(on: In6If): void {
    const { changes, changeTimer } = this.state(on)
    this.report(on, changes)
    for (const c of changes) c.left--
    for (let i = changes.length - 1; i >= 0; i--) if (changes[i].left <= 0) changes.splice(i, 1)
    if (changes.length > 0) changeTimer.reset(this.ip6.random.below(NEXT_REPORT_WITHIN_NS))
    else this.rest(on)
  }

  private answer(on: In6If): void {
    const { asked } = this.state(on)
    const all = asked.includes(null)
    const groups = all ? on.groups.list().map((g) => g.group) : asked.filter((g) => g !== null)
    const still = groups.filter((g) => reported(g) && on.groups.find(g) !== null)
    this.state(on).asked = []
    this.report(
      on,
      still.map((group) => ({ group, type: mld.MODE_IS_EXCLUDE, left: 0 })),
    )
    this.rest(on)
  }

  /** Nothing is left to be said: an idle interface keeps no timers. */
  private rest(on: In6If): void {
    const { mld: state } = on
    state?.changeTimer.stop()
    const quiet = state !== null && state.changes.length === 0 && state.asked.length === 0
    if (quiet && state.v1UntilNs <= this.ip6.vnet.kernel.nowNs) on.mld = null
  }

  private report(on: In6If, records: readonly Change[]): void {
    const v1 = this.state(on).v1UntilNs > this.ip6.vnet.kernel.nowNs
    if (v1) for (const r of records) this.reportV1(on, r)
    else for (let i = 0; i < records.length; i += MAX_RECORDS) this.reportV2(on, records.slice(i, i + MAX_RECORDS))
  }

  private reportV2(on: In6If, records: readonly Change[]): void {
    const m = this.message(icmp6.LISTENER_REPORT_V2, mld.REPORT_LEN + mld.RECORD_LEN * records.length)
    if (m === null) return
    const p = m.off + ALERT.length
    put16(u8, p + mld.RECORDS, records.length)
    records.forEach(({ type, group }, i) => {
      mld.putRecord(u8, p + mld.REPORT_LEN + i * mld.RECORD_LEN, type, group)
    })
    this.send(on, m, IN6_ALL_MLD2_ROUTERS)
  }

  private reportV1(on: In6If, { type, group }: Change): void {
    const done = type === mld.CHANGE_TO_INCLUDE
    const m = this.message(done ? icmp6.LISTENER_DONE : icmp6.LISTENER_REPORT, mld.V1_LEN)
    if (m === null) return
    putIn6(u8, m.off + ALERT.length + mld.GROUP, group)
    this.send(on, m, done ? IN6_ALL_ROUTERS : group)
  }

  /** An empty message behind the hop-by-hop header. */
  private message(type: number, len: number): Mbuf | null {
    const m = this.ip6.out.message(type, ALERT.length + len)
    if (m === null) return null
    u8.set(ALERT, m.off)
    u8[m.off + ALERT.length] = type
    return m
  }

  private send(on: In6If, m: Mbuf, dst: In6Addr): void {
    const { out } = this.ip6
    const len = m.len - ALERT.length
    // RFC 3590: from :: until there is a link-local address that may be used.
    if (!out.prepend(m, on.linkLocal?.ip ?? IN6_ANY, dst, ipv6.NEXT_HOP_BY_HOP, 1)) return
    const p = m.off + ipv6.HEADER_LEN + ALERT.length
    const pseudo = ipv6.sumPseudoHeader(u8, m.off, ipv6.NEXT_ICMP6, len)
    put16(u8, p + icmp6.CHECKSUM, ~sumBytes(u8, p, len, pseudo) & 0xffff)
    out.transmit(on.group, m)
  }

  private state(on: In6If): MldState {
    const { kernel } = this.ip6.vnet
    on.mld ??= {
      changes: [],
      changeTimer: kernel.callout(() => this.reportChanges(on)),
      asked: [],
      answerTimer: kernel.callout(() => this.answer(on)),
      v1UntilNs: 0,
    }
    return on.mld
  }
}

/** All-nodes and what does not leave the host need no report (RFC 3810 §6). */
const reported = (group: In6Addr): boolean => scopeIn6(group) >= SCOPE_LINK && !sameIn6(group, IN6_ALL_NODES)
