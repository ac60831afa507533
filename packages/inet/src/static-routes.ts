// Routes that people or the document ask for. A route whose gateway is on no connected network is kept and waits: it goes
// into the table when an address makes the gateway reachable, so the result does not depend on the order of edits. Several
// gateways for one destination share its packets by flow.
import type { Route, RouteHop, RouteKind, Vnet } from '@etherloom/net'
import { maskOf, networkOf } from '@etherloom/wire'
import type { AddressTable, Ifaddr } from './ifaddr.ts'

export interface StaticRoute {
  /** In memory order; host bits are cleared. */
  dst: number
  prefixLen: number
  /** Meaningless unless `kind` is unicast. */
  gateway: number
  kind?: RouteKind
}

interface Wanted {
  readonly dst: number
  readonly prefixLen: number
  readonly kind: RouteKind
  readonly gateways: { gateway: number; configured: boolean }[]
}

const keyOf = (dst: number, prefixLen: number): string => `${networkOf(dst, prefixLen)}/${prefixLen}`

export class StaticRoutes {
  private readonly vnet: Vnet
  private readonly addresses: AddressTable
  private readonly wanted: Map<string, Wanted>

  constructor(vnet: Vnet, addresses: AddressTable) {
    this.vnet = vnet
    this.addresses = addresses
    this.wanted = new Map()
  }

  /**
   * `route add`: null, or what is wrong in the words of the command. A second gateway for a destination that has one is
   * refused, as FreeBSD's and illumos's route(8) do; `configure` takes several.
   */
  add(dst: number, prefixLen: number, gateway: number, kind: RouteKind = 'unicast'): string | null {
    if (this.wanted.has(keyOf(dst, prefixLen)) || this.vnet.fib.get(dst, prefixLen) !== null)
      return 'route already in table'
    if (kind === 'unicast' && this.towards(gateway, true) === null) return 'Network is unreachable'
    this.want({ dst, prefixLen, gateway, kind }, false)
    this.reconcile()
    return null
  }

  /** False: there is no such route. */
  delete(dst: number, prefixLen: number): boolean {
    if (!this.wanted.delete(keyOf(dst, prefixLen))) return false
    this.reconcile()
    return true
  }

  /** Replaces all routes of the document; what was added by `add` stays. */
  configure(routes: readonly StaticRoute[]): void {
    for (const [key, want] of this.wanted) {
      const kept = want.gateways.filter(({ configured }) => !configured)
      want.gateways.splice(0, want.gateways.length, ...kept)
      if (kept.length === 0) this.wanted.delete(key)
    }
    for (const route of routes) this.want(route, true)
    this.reconcile()
  }

  /** Routes none of whose gateways is in a network of this node's, plugged in or not. */
  unreachable(): { dst: number; prefixLen: number; gateway: number }[] {
    return [...this.wanted.values()]
      .filter(
        ({ kind, gateways }) => kind === 'unicast' && gateways.every((g) => this.towards(g.gateway, true) === null),
      )
      .map(({ dst, prefixLen, gateways }) => ({ dst, prefixLen, gateway: gateways[0].gateway }))
  }

  /** Makes the table agree with what is wanted; called after every change of addresses. */
  reconcile(): void {
    const { fib } = this.vnet
    for (const route of fib.list())
      if (!route.connected && !this.wanted.has(keyOf(route.dst, route.prefixLen)))
        fib.remove(route.dst, route.prefixLen)
    for (const want of this.wanted.values()) {
      const now = fib.get(want.dst, want.prefixLen)
      if (now?.connected) continue
      const route = this.routeOf(want)
      if (now !== null && route !== null && sameRoute(now, route)) continue
      if (now !== null) fib.remove(want.dst, want.prefixLen)
      if (route !== null) fib.add(route)
    }
  }

  private want(route: StaticRoute, configured: boolean): void {
    const { prefixLen, gateway, kind = 'unicast' } = route
    const dst = route.dst & maskOf(prefixLen)
    const key = keyOf(dst, prefixLen)
    const known = this.wanted.get(key)
    if (known === undefined) this.wanted.set(key, { dst, prefixLen, kind, gateways: [{ gateway, configured }] })
    // The first of two that contradict each other counts, and what was typed before what is drawn.
    else if (known.kind === kind && known.gateways.every((g) => g.configured && g.gateway !== gateway))
      known.gateways.push({ gateway, configured })
  }

  /** The route as it can be now; null: it leads nowhere. */
  private routeOf({ dst, prefixLen, kind, gateways }: Wanted): Route | null {
    if (kind !== 'unicast') return { dst, prefixLen, kind, gateway: 0, ifp: this.vnet.ifnets[0], connected: false }
    const hops: RouteHop[] = []
    for (const { gateway } of gateways) {
      const via = this.towards(gateway)
      if (via !== null) hops.push({ gateway, ifp: via.ifp })
    }
    if (hops.length === 0) return null
    const [first, ...others] = hops
    return { dst, prefixLen, ...first, connected: false, ...(others.length > 0 ? { others } : {}) }
  }

  /**
   * The address whose network contains the gateway, over an interface with carrier unless `anyway`; a gateway of one's own leads
   * nowhere.
   */
  private towards(gateway: number, anyway = false): Ifaddr | null {
    if (this.addresses.find(gateway) !== null) return null
    const reaches = (a: Ifaddr) => a.prefixLen < 32 && ((a.ip ^ gateway) & a.mask) === 0
    return this.addresses.list.find((a) => reaches(a) && (anyway || a.ifp.carrier)) ?? null
  }
}

const hopsOf = (route: Route): readonly RouteHop[] => [route, ...(route.others ?? [])]

function sameRoute(a: Route, b: Route): boolean {
  const [ha, hb] = [hopsOf(a), hopsOf(b)]
  if ((a.kind ?? 'unicast') !== (b.kind ?? 'unicast') || ha.length !== hb.length) return false
  return ha.every((hop, i) => hop.gateway === hb[i].gateway && hop.ifp === hb[i].ifp)
}
