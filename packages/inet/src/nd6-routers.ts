// What a host learns from routers (RFC 4861 §6.3, RFC 4862 §5.5): who they are, what is on the link, which addresses to make.
//
// Only on interfaces that accept it, and never on a router. All that is learned ages; one timer serves what ends first.
// The best router that answers gets the default route; a default route that a person gave goes before.
import { type Callout, type Mbuf, u8 } from '@etherloom/kern'
import { Route6 } from '@etherloom/net'
import {
  DROP_BAD_ND,
  eui64In6,
  IN6_ALL_ROUTERS,
  IN6_ANY,
  type In6Addr,
  icmp6,
  inPrefix6,
  ipv6,
  isLinkLocalIn6,
  isMulticastIn6,
  nd,
  sameIn6,
} from '@etherloom/wire'
import type { In6If } from './in6-if.ts'
import type { OnLinkPrefix } from './in6-ifaddr.ts'
import type { Ip6 } from './ip6.ts'

/** RFC 4861 §10. */
const SOLICITATIONS = 3
const SOLICITATION_INTERVAL_NS = 4e9
/** RFC 4862 §5.5.3 (e): an advertisement cannot shorten a life to less, so that a forged one does little harm. */
const TWO_HOURS_NS = 7200e9
/** RFC 4861 §6.2.1: an hour at most; and a link is not asked more than ten times a second, whatever a router says. */
const MAX_TIME_MS = 3_600_000
const MIN_RETRANS_MS = 100
const MAX_ROUTERS = 16
const MAX_PREFIXES = 32
const MAX_REDIRECTS = 128
/** FreeBSD's net.inet6.icmp6.redirtimeout. */
const REDIRECT_NS = 600e9

const PREFERENCES = ['low', 'medium', 'high']

/** A line of `ndp -r`. */
export interface DefaultRouter {
  readonly on: In6If
  readonly ip: In6Addr
  preference: nd.RouterAdvertisement['preference']
  untilNs: number
  /** Did not answer when it was asked last: others are tried first (§6.3.6). */
  silent: boolean
}

/** A line of `ndp -p`. */
export interface LearnedPrefix extends OnLinkPrefix {
  untilNs: number
}

interface Redirect {
  readonly on: In6If
  readonly dst: In6Addr
  readonly untilNs: number
}

interface Solicitation {
  readonly timer: Callout
  left: number
}

export class DefaultRouters {
  readonly list: DefaultRouter[]
  readonly prefixes: LearnedPrefix[]
  private readonly ip6: Ip6
  private readonly redirects: Redirect[]
  private readonly soliciting: Map<In6If, Solicitation>
  private timer: Callout | null

  constructor(ip6: Ip6) {
    this.list = []
    this.prefixes = []
    this.ip6 = ip6
    this.redirects = []
    this.soliciting = new Map()
    this.timer = null
  }

  /** Whether to believe routers on this interface: ifconfig's accept_rtadv. What was learned goes when not. */
  accept(on: In6If, accept: boolean): void {
    if (on.acceptRtadv === accept) return
    on.acceptRtadv = accept
    if (accept && on.linkLocal !== null) this.solicit(on)
    if (!accept) this.removeIf(on)
  }

  /** Asks for routers, up to three times (§6.3.7). */
  solicit(on: In6If): void {
    if (!on.acceptRtadv || this.ip6.vnet.forwarding6) return
    let s = this.soliciting.get(on)
    if (s === undefined) {
      s = { timer: this.ip6.vnet.kernel.callout(() => this.ask(on)), left: 0 }
      this.soliciting.set(on, s)
    }
    s.left = SOLICITATIONS
    s.timer.reset(1)
  }

  /** A router advertisement at `p`. 0, or why it is void. */
  input(on: In6If, m: Mbuf, p: number, end: number): number {
    const { vnet, nd6 } = this.ip6
    const src = ipv6.src(u8, m.off)
    if (!isLinkLocalIn6(src)) return DROP_BAD_ND
    if (!on.acceptRtadv || vnet.forwarding6 || on.find(src) !== null) return 0
    const ra = nd.parseAdvertisement(u8, p)
    const options = p + nd.RA_LEN
    if (ra.hopLimit !== 0) on.hopLimit = ra.hopLimit
    if (ra.reachableMs !== 0) on.reachableMs = Math.min(ra.reachableMs, MAX_TIME_MS)
    if (ra.retransMs !== 0) on.retransMs = Math.min(Math.max(ra.retransMs, MIN_RETRANS_MS), MAX_TIME_MS)
    const mac = nd.macOption(u8, options, end, nd.OPTION_SOURCE_MAC)
    if (mac >= 0) nd6.hearOf(on, src, mac).isRouter = true
    const mtu = nd.option(u8, options, end, nd.OPTION_MTU)
    if (mtu >= 0 && u8[mtu + 1] === 1) {
      const value = nd.mtuAt(u8, mtu)
      if (value >= ipv6.MIN_MTU && value <= on.ifp.mtu) on.advertisedMtu = value
    }
    this.learnRouter(on, src, ra)
    for (let o = options; o < end; o += u8[o + 1] * 8)
      if (u8[o] === nd.OPTION_PREFIX && u8[o + 1] * 8 === nd.PREFIX_OPTION_LEN) this.learnPrefix(on, nd.prefixAt(u8, o))
    this.soliciting.get(on)?.timer.stop()
    this.reconcile()
    this.schedule()
    return 0
  }

  /** A destination that is better reached otherwise; ages like everything learned. */
  redirect(on: In6If, dst: In6Addr, gateway: In6Addr | null): void {
    const { fib } = this.ip6
    const there = fib.get(dst, 128)
    if (there !== null && there.origin !== 'dynamic') return
    const again = this.redirects.findIndex((r) => sameIn6(r.dst, dst))
    if (again >= 0) this.redirects.splice(again, 1)
    else if (this.redirects.length >= MAX_REDIRECTS) this.unredirect(this.redirects[0])
    this.redirects.push({ on, dst, untilNs: this.ip6.vnet.kernel.nowNs + REDIRECT_NS })
    fib.set(new Route6(dst, 128, [{ ifp: on.ifp, gateway }], 'dynamic'))
    this.schedule()
  }

  /** The neighbor does not answer: another router is tried, and all it redirected to us is forgotten. */
  lost(on: In6If, ip: In6Addr): void {
    const router = this.list.find((r) => r.on === on && sameIn6(r.ip, ip))
    if (router === undefined) return
    router.silent = true
    this.reconcile()
  }

  /** It says that it is no router any more (§6.3.5). */
  forget(on: In6If, ip: In6Addr): void {
    const at = this.list.findIndex((r) => r.on === on && sameIn6(r.ip, ip))
    if (at < 0) return
    this.list.splice(at, 1)
    this.reconcile()
  }

  removeIf(on: In6If): void {
    this.soliciting.get(on)?.timer.stop()
    this.soliciting.delete(on)
    for (const r of this.redirects.filter((r) => r.on === on)) this.unredirect(r)
    for (const p of this.prefixes.filter((p) => p.ifp === on.ifp)) this.removePrefix(p)
    for (const a of on.addresses.filter((a) => a.origin === 'autoconf')) this.ip6.removeAddress(on.ifp, a.ip)
    for (let i = this.list.length - 1; i >= 0; i--) if (this.list[i].on === on) this.list.splice(i, 1)
    on.forgetAdvertised()
    this.reconcile()
    this.schedule()
  }

  /** Gives the default route to the best router, where nobody else has given it. */
  reconcile(): void {
    const { fib } = this.ip6
    const there = fib.get(IN6_ANY, 0)
    if (there !== null && there.origin !== 'dynamic') return
    const rank = (r: DefaultRouter) => (r.silent ? 0 : 4) + PREFERENCES.indexOf(r.preference)
    let best: DefaultRouter | null = null
    for (const r of this.list) if (r.on.ifp.carrier && (best === null || rank(r) > rank(best))) best = r
    if (best === null) {
      if (there !== null) fib.remove(IN6_ANY, 0)
    } else if (there?.hops[0].ifp !== best.on.ifp || !sameIn6(there.hops[0].gateway as In6Addr, best.ip))
      fib.set(new Route6(IN6_ANY, 0, [{ ifp: best.on.ifp, gateway: best.ip }], 'dynamic'))
  }

  private learnRouter(on: In6If, ip: In6Addr, ra: nd.RouterAdvertisement): void {
    const untilNs = this.ip6.vnet.kernel.nowNs + ra.lifetimeS * 1e9
    const { preference } = ra
    const known = this.list.find((r) => r.on === on && sameIn6(r.ip, ip))
    if (ra.lifetimeS === 0) this.forget(on, ip)
    else if (known !== undefined) {
      known.untilNs = untilNs
      known.preference = preference
      known.silent = false
    } else if (this.list.length < MAX_ROUTERS) this.list.push({ on, ip, preference, untilNs, silent: false })
  }

  private learnPrefix(on: In6If, p: nd.Prefix): void {
    if (p.prefixLen > 128 || isLinkLocalIn6(p.prefix) || isMulticastIn6(p.prefix)) return
    const now = this.ip6.vnet.kernel.nowNs
    const until = (s: number) => (s === nd.INFINITE ? Number.POSITIVE_INFINITY : now + s * 1e9)
    if (p.onLink) this.learnOnLink(on, p, until(p.valid))
    // RFC 4862 §5.5.3: an identifier of 64 bits fits behind 64 bits of prefix only.
    if (p.autonomous && p.preferred <= p.valid && p.prefixLen === 64) this.autoconfigure(on, p, now, until)
  }

  private learnOnLink(on: In6If, p: nd.Prefix, untilNs: number): void {
    const { addresses } = this.ip6
    const known = this.prefixes.find(
      (k) => k.ifp === on.ifp && k.prefixLen === p.prefixLen && inPrefix6(p.prefix, k.prefix, p.prefixLen),
    )
    if (known !== undefined && p.valid === 0) this.removePrefix(known)
    else if (known !== undefined) known.untilNs = untilNs
    else if (p.valid > 0 && this.prefixes.length < MAX_PREFIXES) {
      const learned = { ifp: on.ifp, prefix: p.prefix, prefixLen: p.prefixLen, untilNs }
      this.prefixes.push(learned)
      addresses.addPrefix(learned)
    }
  }

  private autoconfigure(on: In6If, p: nd.Prefix, now: number, until: (s: number) => number): void {
    const { control, addresses } = this.ip6
    const own = on.addresses.find((a) => a.origin === 'autoconf' && inPrefix6(a.ip, p.prefix, 64))
    if (own !== undefined) {
      own.preferredUntilNs = until(p.preferred)
      const left = own.validUntilNs - now
      if (p.valid * 1e9 > TWO_HOURS_NS || until(p.valid) > own.validUntilNs) own.validUntilNs = until(p.valid)
      else if (left > TWO_HOURS_NS) own.validUntilNs = now + TWO_HOURS_NS
      return
    }
    const ip = eui64In6(p.prefix, on.ifp.mac)
    if (p.valid === 0 || addresses.find(ip) !== null) return
    if (on.addresses.filter((a) => a.origin === 'autoconf').length >= MAX_PREFIXES) return
    const ifa = control.addAddress(on.ifp, ip, 64, 'autoconf')
    ifa.preferredUntilNs = until(p.preferred)
    ifa.validUntilNs = until(p.valid)
  }

  private removePrefix(p: LearnedPrefix): void {
    this.prefixes.splice(this.prefixes.indexOf(p), 1)
    this.ip6.addresses.removePrefix(p)
    this.ip6.routes.reconcile()
  }

  private unredirect(r: Redirect): void {
    this.redirects.splice(this.redirects.indexOf(r), 1)
    if (this.ip6.fib.get(r.dst, 128)?.origin === 'dynamic') this.ip6.fib.remove(r.dst, 128)
  }

  private ask(on: In6If): void {
    const s = this.soliciting.get(on)
    const from = on.linkLocal
    if (s === undefined || from === null || s.left-- <= 0) return
    s.timer.reset(SOLICITATION_INTERVAL_NS)
    const m = this.ip6.out.message(icmp6.ROUTER_SOLICITATION, nd.RS_LEN + nd.MAC_OPTION_LEN)
    if (m === null) return
    nd.putMacOption(u8, m.off + nd.RS_LEN, nd.OPTION_SOURCE_MAC, on.ifp.mac)
    this.ip6.out.sendOn(on, m, from.ip, IN6_ALL_ROUTERS)
  }

  /** Sets the timer to what ends first. */
  private schedule(): void {
    const { kernel } = this.ip6.vnet
    let next = Number.POSITIVE_INFINITY
    for (const r of this.list) next = Math.min(next, r.untilNs)
    for (const p of this.prefixes) next = Math.min(next, p.untilNs)
    for (const r of this.redirects) next = Math.min(next, r.untilNs)
    for (const a of this.ip6.addresses.list) next = Math.min(next, a.validUntilNs)
    if (next === Number.POSITIVE_INFINITY) return this.timer?.stop()
    this.timer ??= kernel.callout(() => this.expire())
    this.timer.resetAt(Math.max(next, kernel.nowNs + 1))
  }

  private expire(): void {
    const now = this.ip6.vnet.kernel.nowNs
    for (let i = this.list.length - 1; i >= 0; i--) if (this.list[i].untilNs <= now) this.list.splice(i, 1)
    for (const p of this.prefixes.filter((p) => p.untilNs <= now)) this.removePrefix(p)
    for (const r of this.redirects.filter((r) => r.untilNs <= now)) this.unredirect(r)
    for (const a of this.ip6.addresses.list.filter((a) => a.validUntilNs <= now)) this.ip6.removeAddress(a.ifp, a.ip)
    this.reconcile()
    this.schedule()
  }
}
