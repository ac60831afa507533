// The IPv6 addresses of a vnet: which may be used, what network each connects to, and which to send from (RFC 6724).
import type { Callout } from '@etherloom/kern'
import { type Fib6, type Ifnet, In6Map, Route6, type RouteCache6, type Vnet } from '@etherloom/net'
import {
  commonPrefixLen6,
  formatCidr6,
  type In6Addr,
  inPrefix6,
  isLinkLocalIn6,
  isLoopbackIn6,
  isMulticastIn6,
  parseIn6,
  SCOPE_LINK,
  sameIn6,
  scopeIn6,
} from '@etherloom/wire'
import type { In6If } from './in6-if.ts'

/** RFC 4862 §2: unique or not yet known; DUPLICATED: somebody else has it. */
export const ADDRESS_TENTATIVE = 0
export const ADDRESS_VALID = 1
export const ADDRESS_DUPLICATED = 2

export type AddressOrigin = 'manual' | 'autoconf'

export class In6Ifaddr {
  readonly ifp: Ifnet
  readonly ip: In6Addr
  readonly prefixLen: number
  readonly origin: AddressOrigin
  state: number
  /** Instants of the kernel's clock; Infinity for addresses that people gave. */
  preferredUntilNs: number
  validUntilNs: number
  /** Duplicate address detection: probes to send, the nonce of 48 bits that marks ours (-1: none yet), the timer. */
  probes: number
  nonce: number
  timer: Callout | null

  constructor(ifp: Ifnet, ip: In6Addr, prefixLen: number, origin: AddressOrigin) {
    this.ifp = ifp
    this.ip = ip
    this.prefixLen = prefixLen
    this.origin = origin
    this.state = ADDRESS_TENTATIVE
    this.preferredUntilNs = Number.POSITIVE_INFINITY
    this.validUntilNs = Number.POSITIVE_INFINITY
    this.probes = 0
    this.nonce = -1
    this.timer = null
  }

  get usable(): boolean {
    return this.state === ADDRESS_VALID
  }
}

/** A network that is on the link of an interface because a router said so. */
export interface OnLinkPrefix {
  readonly ifp: Ifnet
  readonly prefix: In6Addr
  readonly prefixLen: number
}

/** Interfaces are ordered by the record they were made for, so that the order of edits leaves no trace. */
const orderOf = (ifp: Ifnet): string => ifp.recordId ?? ifp.name

export class In6AddressTable {
  /** By interface (`orderOf`), then in the order of adding. */
  readonly list: In6Ifaddr[]
  readonly prefixes: OnLinkPrefix[]
  private readonly vnet: Vnet
  private readonly fib: Fib6
  private readonly cache: RouteCache6
  /** All but link-local ones, which may be on several interfaces. */
  private readonly byIp: In6Map<In6Ifaddr>

  constructor(vnet: Vnet, fib: Fib6, cache: RouteCache6) {
    this.list = []
    this.prefixes = []
    this.vnet = vnet
    this.fib = fib
    this.cache = cache
    this.byIp = new In6Map()
  }

  add(on: In6If, ip: In6Addr, prefixLen: number, origin: AddressOrigin): In6Ifaddr {
    if ((isLinkLocalIn6(ip) ? on.find(ip) : this.byIp.find(ip)) !== null)
      throw new Error(`${formatCidr6({ ip, prefixLen })} is already an address of ${this.vnet.name}`)
    const ifa = new In6Ifaddr(on.ifp, ip, prefixLen, origin)
    const key = orderOf(ifa.ifp)
    const behind = this.list.findIndex((a) => orderOf(a.ifp) > key)
    this.list.splice(behind < 0 ? this.list.length : behind, 0, ifa)
    on.addresses.push(ifa)
    if (!isLinkLocalIn6(ip)) this.byIp.set(ip, ifa)
    this.connect(ip, prefixLen)
    return ifa
  }

  remove(on: In6If, ifa: In6Ifaddr): void {
    ifa.timer?.stop()
    this.list.splice(this.list.indexOf(ifa), 1)
    on.addresses.splice(on.addresses.indexOf(ifa), 1)
    if (!isLinkLocalIn6(ifa.ip)) this.byIp.delete(ifa.ip)
    this.connect(ifa.ip, ifa.prefixLen)
  }

  addPrefix(p: OnLinkPrefix): void {
    this.prefixes.push(p)
    this.connect(p.prefix, p.prefixLen)
  }

  removePrefix(p: OnLinkPrefix): void {
    this.prefixes.splice(this.prefixes.indexOf(p), 1)
    this.connect(p.prefix, p.prefixLen)
  }

  /** The carrier of `on` came or went, and with it the routes to its networks. */
  reconnect(on: In6If): void {
    for (const a of on.addresses) this.connect(a.ip, a.prefixLen)
    for (const p of this.prefixes) if (p.ifp === on.ifp) this.connect(p.prefix, p.prefixLen)
  }

  /** Of any interface, by the words of an address that is not link-local. */
  get(w0: number, w1: number, w2: number, w3: number): In6Ifaddr | null {
    return this.byIp.get(w0, w1, w2, w3)
  }

  find(ip: In6Addr): In6Ifaddr | null {
    return this.byIp.find(ip)
  }

  /** The interface on whose link a neighbor with this address is, or null. */
  linkOf(ip: In6Addr): Ifnet | null {
    const own = this.list.find((a) => connects(a) && inPrefix6(ip, a.ip, a.prefixLen))
    return own?.ifp ?? this.prefixes.find((p) => p.ifp.carrier && inPrefix6(ip, p.prefix, p.prefixLen))?.ifp ?? null
  }

  /**
   * The address to send from (RFC 6724 §5). For a destination that only means something on one link, only addresses of
   * that link's interface are candidates.
   */
  select(dst: In6Addr, ifp: Ifnet): In6Addr | null {
    const scope = scopeIn6(dst)
    const near = scope <= SCOPE_LINK || isMulticastIn6(dst)
    const now = this.vnet.kernel.nowNs
    let best: In6Ifaddr | null = null
    for (const a of this.list) {
      // A link-local address means nothing on another link, lo0's least of all.
      if (!a.usable || isLoopbackIn6(a.ip) || ((near || isLinkLocalIn6(a.ip)) && a.ifp !== ifp)) continue
      if (best === null || better(a, best, dst, scope, ifp, now)) best = a
    }
    return best?.ip ?? null
  }

  /**
   * Two addresses in one network share its route: the first interface in order has it, whichever came first in time. An
   * interface without carrier has none.
   */
  private connect(ip: In6Addr, prefixLen: number): void {
    this.cache.flush()
    if (isLinkLocalIn6(ip) || prefixLen === 128) return
    const same = (other: In6Addr, len: number) => len === prefixLen && inPrefix6(ip, other, len)
    const heir =
      this.list.find((a) => connects(a) && same(a.ip, a.prefixLen)) ??
      this.prefixes.find((p) => p.ifp.carrier && same(p.prefix, p.prefixLen))
    const route = this.fib.get(ip, prefixLen)
    if (route?.origin === 'connected' && route.hops[0].ifp === heir?.ifp) return
    // A static route to a network that is now connected gives way, and comes back when routes are reconciled.
    if (heir !== undefined) this.fib.set(new Route6(ip, prefixLen, [{ ifp: heir.ifp, gateway: null }], 'connected'))
    else if (route?.origin === 'connected') this.fib.remove(ip, prefixLen)
  }
}

/**
 * Whether the network of an address is on a link now. One that a router told us to make says nothing about that: the prefix
 * does (RFC 4862 §5.5.3).
 */
const connects = (a: In6Ifaddr): boolean =>
  a.origin === 'manual' && a.prefixLen < 128 && !isLinkLocalIn6(a.ip) && a.ifp.carrier

/** Whether `a` is better than `b` towards `dst`: the rules of RFC 6724 §5 that apply here, in order. */
function better(a: In6Ifaddr, b: In6Ifaddr, dst: In6Addr, scope: number, ifp: Ifnet, now: number): boolean {
  if (sameIn6(b.ip, dst)) return false
  if (sameIn6(a.ip, dst)) return true
  const [sa, sb] = [scopeIn6(a.ip), scopeIn6(b.ip)]
  if (sa !== sb) return sa < sb ? sa >= scope : sb < scope
  const [oldA, oldB] = [a.preferredUntilNs <= now, b.preferredUntilNs <= now]
  if (oldA !== oldB) return oldB
  if ((a.ifp === ifp) !== (b.ifp === ifp)) return a.ifp === ifp
  const label = labelOf(dst)
  if ((labelOf(a.ip) === label) !== (labelOf(b.ip) === label)) return labelOf(a.ip) === label
  return matching(a, dst) > matching(b, dst)
}

/** Rule 8 compares no further than the source's own prefix. */
const matching = (a: In6Ifaddr, dst: In6Addr): number => Math.min(commonPrefixLen6(a.ip, dst), a.prefixLen)

/** The default policy table (RFC 6724 §2.1), longest prefixes first; everything else has label 1. */
const policy: readonly { prefix: In6Addr; prefixLen: number; label: number }[] = [
  { prefix: parseIn6('::1'), prefixLen: 128, label: 0 },
  { prefix: parseIn6('::ffff:0:0'), prefixLen: 96, label: 4 },
  { prefix: parseIn6('2001::'), prefixLen: 32, label: 5 },
  { prefix: parseIn6('2002::'), prefixLen: 16, label: 2 },
  { prefix: parseIn6('fc00::'), prefixLen: 7, label: 13 },
]

const labelOf = (a: In6Addr): number => policy.find((p) => inPrefix6(a, p.prefix, p.prefixLen))?.label ?? 1
