// IPv6 routes that people or the document ask for; as static-routes.ts: what leads nowhere now is kept and waits until an
// address makes its gateway reachable, so the result does not depend on the order of edits. Several gateways for one
// destination share its packets by flow.
import { type Ifnet, Route6, type RouteHop6, type RouteKind6 } from '@etherloom/net'
import { type In6Addr, isLinkLocalIn6, networkIn6, sameIn6 } from '@etherloom/wire'
import type { Ip6 } from './ip6.ts'

export interface StaticRoute6 {
  dst: In6Addr
  prefixLen: number
  /** Null: on the link of `ifp`, or nowhere (`kind`). */
  gateway: In6Addr | null
  /** Needed with a link-local gateway; else the interface follows from the gateway. */
  ifp?: Ifnet | null
  kind?: RouteKind6
}

interface Wanted {
  readonly dst: In6Addr
  readonly prefixLen: number
  readonly kind: RouteKind6
  readonly gateways: { gateway: In6Addr | null; ifp: Ifnet | null; configured: boolean }[]
}

const keyOf = (dst: In6Addr, prefixLen: number): string => {
  const { w0, w1, w2, w3 } = networkIn6(dst, prefixLen)
  return `${w0} ${w1} ${w2} ${w3}/${prefixLen}`
}

const sameGateway = (a: In6Addr | null, b: In6Addr | null): boolean =>
  a === null || b === null ? a === b : sameIn6(a, b)

export class StaticRoutes6 {
  private readonly ip6: Ip6
  private readonly wanted: Map<string, Wanted>

  constructor(ip6: Ip6) {
    this.ip6 = ip6
    this.wanted = new Map()
  }

  /** `route -6 add`: null, or what is wrong in the words of the command. A second gateway for a destination joins the first. */
  add(route: StaticRoute6): string | null {
    const key = keyOf(route.dst, route.prefixLen)
    const known = this.wanted.get(key)
    const there = this.ip6.fib.get(route.dst, route.prefixLen)
    const kind = route.kind ?? 'unicast'
    if (there !== null && there.origin === 'connected') return 'route already in table'
    if (known !== undefined && (kind !== 'unicast' || known.kind !== 'unicast')) return 'route already in table'
    if (known?.gateways.some((g) => sameGateway(g.gateway, route.gateway))) return 'route already in table'
    if (kind === 'unicast' && this.hop(route.gateway, route.ifp ?? null) === null) return 'Network is unreachable'
    this.settle(this.want(route, false))
    this.ip6.routers.reconcile()
    return null
  }

  /** Without a gateway: all of that destination. False: there is no such route. */
  delete(dst: In6Addr, prefixLen: number, gateway: In6Addr | null = null): boolean {
    const key = keyOf(dst, prefixLen)
    const known = this.wanted.get(key)
    if (known === undefined) return false
    const at = gateway === null ? 0 : known.gateways.findIndex((g) => sameGateway(g.gateway, gateway))
    if (at < 0) return false
    known.gateways.splice(at, gateway === null ? known.gateways.length : 1)
    if (known.gateways.length === 0) this.wanted.delete(key)
    this.settle(known)
    this.ip6.routers.reconcile()
    return true
  }

  /** Replaces all routes of the document; what was added by `add` stays. */
  configure(routes: readonly StaticRoute6[]): void {
    for (const [key, want] of this.wanted) {
      for (let i = want.gateways.length - 1; i >= 0; i--) if (want.gateways[i].configured) want.gateways.splice(i, 1)
      if (want.gateways.length === 0) this.wanted.delete(key)
    }
    for (const route of routes) this.want(route, true)
    this.reconcile()
  }

  /** Destinations that no gateway leads to now. */
  unreachable(): { dst: In6Addr; prefixLen: number }[] {
    return [...this.wanted.values()].filter((w) => w.kind === 'unicast' && this.hopsOf(w).length === 0)
  }

  /** Makes the table agree with what is wanted; called after every change of addresses. */
  reconcile(): void {
    const { fib } = this.ip6
    for (const route of fib.list())
      if (route.origin === 'static' && !this.wanted.has(keyOf(route.dst, route.prefixLen)))
        fib.remove(route.dst, route.prefixLen)
    for (const want of this.wanted.values()) this.settle(want)
    this.ip6.routers.reconcile()
  }

  /** The same for one destination. */
  private settle(want: Wanted): void {
    const { fib } = this.ip6
    const there = fib.get(want.dst, want.prefixLen)
    if (there?.origin === 'connected') return
    const hops = this.hopsOf(want)
    const possible = want.gateways.length > 0 && (want.kind !== 'unicast' || hops.length > 0)
    if (possible && there?.origin === 'static' && there.kind === want.kind && sameHops(there.hops, hops)) return
    if (possible) fib.set(new Route6(want.dst, want.prefixLen, hops, 'static', want.kind))
    else if (there?.origin === 'static') fib.remove(want.dst, want.prefixLen)
  }

  private want(route: StaticRoute6, configured: boolean): Wanted {
    const { dst, prefixLen, gateway } = route
    const key = keyOf(dst, prefixLen)
    const kind = route.kind ?? 'unicast'
    let want = this.wanted.get(key)
    if (want === undefined || want.kind !== kind)
      this.wanted.set(key, (want = { dst: networkIn6(dst, prefixLen), prefixLen, kind, gateways: [] }))
    if (!want.gateways.some((g) => sameGateway(g.gateway, gateway)))
      want.gateways.push({ gateway, ifp: route.ifp ?? null, configured })
    return want
  }

  private hopsOf(want: Wanted): RouteHop6[] {
    if (want.kind !== 'unicast') return []
    return want.gateways.map((g) => this.hop(g.gateway, g.ifp)).filter((hop) => hop !== null)
  }

  /** How a gateway is reached now; null: not at all. One's own address leads nowhere. */
  private hop(gateway: In6Addr | null, ifp: Ifnet | null): RouteHop6 | null {
    const { ip6 } = this
    if (gateway === null || isLinkLocalIn6(gateway)) {
      if (ifp === null || !ifp.carrier || !ip6.ifs.has(ifp)) return null
      return gateway !== null && ip6.ifs.get(ifp)?.find(gateway) ? null : { ifp, gateway }
    }
    if (ip6.addresses.find(gateway) !== null) return null
    const link = ip6.addresses.linkOf(gateway)
    return link === null ? null : { ifp: link, gateway }
  }
}

const sameHops = (a: readonly RouteHop6[], b: readonly RouteHop6[]): boolean =>
  a.length === b.length && a.every((hop, i) => hop.ifp === b[i].ifp && sameGateway(hop.gateway, b[i].gateway))
