// Routes that people or the document ask for. A route whose gateway is on no connected network is kept and waits: it goes
// into the table when an address makes the gateway reachable, so the result does not depend on the order of edits.
import type { Vnet } from '@etherloom/net'
import { maskOf, networkOf } from '@etherloom/wire'
import type { AddressTable, Ifaddr } from './ifaddr.ts'

export interface StaticRoute {
  /** In memory order; host bits are cleared. */
  dst: number
  prefixLen: number
  gateway: number
}

interface Wanted extends StaticRoute {
  configured: boolean
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

  /** `route add`: null, or what is wrong in the words of the command. */
  add(dst: number, prefixLen: number, gateway: number): string | null {
    if (this.wanted.has(keyOf(dst, prefixLen)) || this.vnet.fib.get(dst, prefixLen) !== null)
      return 'route already in table'
    if (this.towards(gateway, true) === null) return 'Network is unreachable'
    this.want({ dst, prefixLen, gateway }, false)
    this.reconcile()
    return null
  }

  /** False: there is no such route. */
  delete(dst: number, prefixLen: number): boolean {
    if (!this.wanted.delete(keyOf(dst, prefixLen))) return false
    this.reconcile()
    return true
  }

  /** Replaces all routes of the document; what was added by `add` stays. The first of two for one destination counts. */
  configure(routes: readonly StaticRoute[]): void {
    for (const [key, route] of this.wanted) if (route.configured) this.wanted.delete(key)
    for (const route of routes) if (!this.wanted.has(keyOf(route.dst, route.prefixLen))) this.want(route, true)
    this.reconcile()
  }

  /** Routes whose gateway is in no network of this node's, plugged in or not. */
  unreachable(): StaticRoute[] {
    const waiting = [...this.wanted.values()].filter((r) => this.towards(r.gateway, true) === null)
    return waiting.map(({ dst, prefixLen, gateway }) => ({ dst, prefixLen, gateway }))
  }

  /** Makes the table agree with what is wanted; called after every change of addresses. */
  reconcile(): void {
    const { fib } = this.vnet
    for (const route of fib.list()) {
      if (route.connected) continue
      const want = this.wanted.get(keyOf(route.dst, route.prefixLen))
      const ifp = want === undefined ? null : this.towards(want.gateway)?.ifp
      if (want?.gateway !== route.gateway || ifp !== route.ifp) fib.remove(route.dst, route.prefixLen)
    }
    for (const { dst, prefixLen, gateway } of this.wanted.values()) {
      if (fib.get(dst, prefixLen) !== null) continue
      const via = this.towards(gateway)
      if (via !== null) fib.add({ dst, prefixLen, gateway, ifp: via.ifp, connected: false })
    }
  }

  private want(route: StaticRoute, configured: boolean): void {
    const { prefixLen, gateway } = route
    const dst = route.dst & maskOf(prefixLen)
    this.wanted.set(keyOf(dst, prefixLen), { dst, prefixLen, gateway, configured })
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
