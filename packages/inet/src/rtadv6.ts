// What a router tells its links (RFC 4861 §6.2): that it is there, what is on the link, how hosts should behave.
import { type Callout, u8 } from '@etherloom/kern'
import { IN6_ALL_NODES, type In6Addr, icmp6, ipv6, isLinkLocalIn6, nd, networkIn6, sameIn6 } from '@etherloom/wire'
import type { In6If } from './in6-if.ts'
import type { Ip6 } from './ip6.ts'

/** RFC 4861 §10. */
const INITIAL_ADVERTISEMENTS = 3
const INITIAL_INTERVAL_NS = 16e9
const ANSWER_WITHIN_NS = 500e6
const MIN_BETWEEN_NS = 3e9
const FINAL_LIFETIME_S = 0

export interface Advertising extends nd.RouterAdvertisement {
  minIntervalS: number
  maxIntervalS: number
  /** 0: none is told. */
  mtu: number
  /** Null: the networks of the interface, with the lifetimes below. */
  prefixes: readonly nd.Prefix[] | null
}

/** RFC 4861 §6.2.1's defaults; the hop limit is IANA's. */
export const ADVERTISING_DEFAULTS: Readonly<Advertising> = {
  minIntervalS: 200,
  maxIntervalS: 600,
  lifetimeS: 1800,
  hopLimit: ipv6.DEFAULT_HOP_LIMIT,
  managed: false,
  other: false,
  preference: 'medium',
  reachableMs: 0,
  retransMs: 0,
  mtu: 0,
  prefixes: null,
}

const PREFIX_VALID_S = 2_592_000
const PREFIX_PREFERRED_S = 604_800

export class Advertiser {
  private readonly ip6: Ip6
  private readonly on: In6If
  readonly settings: Readonly<Advertising>
  private readonly timer: Callout
  private initial: number
  private lastNs: number

  constructor(ip6: Ip6, on: In6If, settings: Readonly<Advertising>) {
    this.ip6 = ip6
    this.on = on
    this.settings = settings
    this.timer = ip6.vnet.kernel.callout(() => this.advertise())
    this.initial = INITIAL_ADVERTISEMENTS
    this.lastNs = Number.NEGATIVE_INFINITY
  }

  /** The link-local address may be used: from now on. */
  start(): void {
    this.initial = INITIAL_ADVERTISEMENTS
    this.timer.reset(this.ip6.random.below(ANSWER_WITHIN_NS))
  }

  /** A host asked: all are answered together, and not too often (§6.2.6). */
  solicited(): void {
    const { kernel } = this.ip6.vnet
    const at = Math.max(kernel.nowNs + this.ip6.random.below(ANSWER_WITHIN_NS), this.lastNs + MIN_BETWEEN_NS)
    if (!this.timer.pending || at < this.timer.deadlineNs) this.timer.resetAt(at + 1)
  }

  /** No router any more: hosts are told at once (§6.2.5). */
  stop(): void {
    this.timer.stop()
    if (this.lastNs > Number.NEGATIVE_INFINITY) this.send(FINAL_LIFETIME_S)
  }

  private advertise(): void {
    const { kernel } = this.ip6.vnet
    const { minIntervalS, maxIntervalS, lifetimeS } = this.settings
    let wait = (minIntervalS + this.ip6.random.float() * (maxIntervalS - minIntervalS)) * 1e9
    if (this.initial > 0) {
      this.initial--
      wait = Math.min(wait, INITIAL_INTERVAL_NS)
    }
    this.timer.reset(wait)
    this.lastNs = kernel.nowNs
    this.send(lifetimeS)
  }

  private send(lifetimeS: number): void {
    const { ip6, on, settings } = this
    const from = on.linkLocal
    if (from === null || !ip6.vnet.forwarding6) return
    const prefixes = settings.prefixes ?? this.ownPrefixes()
    const mtu = settings.mtu > 0 ? 8 : 0
    const len = nd.RA_LEN + nd.MAC_OPTION_LEN + mtu + prefixes.length * nd.PREFIX_OPTION_LEN
    const m = ip6.out.message(icmp6.ROUTER_ADVERTISEMENT, len)
    if (m === null) return
    nd.putAdvertisement(u8, m.off, { ...settings, lifetimeS })
    let o = m.off + nd.RA_LEN
    nd.putMacOption(u8, o, nd.OPTION_SOURCE_MAC, on.ifp.mac)
    o += nd.MAC_OPTION_LEN
    if (mtu > 0) nd.putMtu(u8, o, settings.mtu)
    o += mtu
    for (const p of prefixes) {
      nd.putPrefix(u8, o, p)
      o += nd.PREFIX_OPTION_LEN
    }
    ip6.out.sendOn(on, m, from.ip, IN6_ALL_NODES)
  }

  private ownPrefixes(): nd.Prefix[] {
    const seen: In6Addr[] = []
    const prefixes: nd.Prefix[] = []
    for (const a of this.on.addresses) {
      const prefix = networkIn6(a.ip, a.prefixLen)
      if (isLinkLocalIn6(a.ip) || a.prefixLen > 64 || seen.some((p) => sameIn6(p, prefix))) continue
      seen.push(prefix)
      const autonomous = a.prefixLen === 64
      const life = { valid: PREFIX_VALID_S, preferred: PREFIX_PREFERRED_S }
      prefixes.push({ prefix, prefixLen: a.prefixLen, onLink: true, autonomous, ...life })
    }
    return prefixes
  }
}
