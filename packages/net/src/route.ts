// The routing table: longest prefix match. One Map a prefix length in use, longest first; addresses and masks are in
// memory order throughout, because `&` and `===` do not care (wire/address.ts). The route cache in front of it makes
// look-ups rare, so this is written for few bytes in an idle node and cheap changes of big tables. A big one whose cache is
// missed all the time is compiled (route-table.ts), and thrown away by the next change.
import { formatCidr, formatIpv4, maskOf } from '@etherloom/wire'
import type { Ifnet } from './ifnet.ts'
import type { Nexthop } from './nexthop.ts'
import type { RouteCache } from './route-cache.ts'
import { RouteTable } from './route-table.ts'

/** Below, or for fewer misses since the last change, a compiled table is not worth its quarter of a megabyte. */
const COMPILED_ROUTES = 256
const COMPILED_MISSES = 4096

export interface RouteHop {
  /** Next hop's address; 0 when the destination is on the link itself. */
  readonly gateway: number
  readonly ifp: Ifnet
}

/** `blackhole` drops without a word, `reject` tells the sender. */
export type RouteKind = 'unicast' | 'blackhole' | 'reject'

export interface Route extends RouteHop {
  readonly dst: number
  readonly prefixLen: number
  readonly kind?: RouteKind
  /** Further next hops for the same destination: each flow takes one of all. */
  readonly others?: readonly RouteHop[]
  /** Comes and goes with an address of the interface. */
  readonly connected: boolean
}

interface Level {
  prefixLen: number
  mask: number
  routes: Map<number, Route>
}

export class Fib {
  private readonly levels: Level[]
  private readonly cache: RouteCache
  private size: number
  private misses: number
  /** Null until `missed` has made it. */
  table: RouteTable | null

  constructor(cache: RouteCache) {
    this.levels = []
    this.cache = cache
    this.size = 0
    this.misses = 0
    this.table = null
  }

  /** False: that destination has a route already. */
  add(route: Route): boolean {
    const level = this.level(route.prefixLen)
    const key = route.dst & level.mask
    if (level.routes.has(key)) return false
    level.routes.set(key, route)
    this.size++
    this.changed()
    return true
  }

  get(dst: number, prefixLen: number): Route | null {
    const level = this.levels.find((l) => l.prefixLen === prefixLen)
    return level?.routes.get(dst & level.mask) ?? null
  }

  remove(dst: number, prefixLen: number): Route | null {
    const at = this.levels.findIndex((l) => l.prefixLen === prefixLen)
    if (at < 0) return null
    const { mask, routes } = this.levels[at]
    const route = routes.get(dst & mask) ?? null
    if (routes.delete(dst & mask)) this.size--
    if (routes.size === 0) this.levels.splice(at, 1)
    this.changed()
    return route
  }

  /** The most specific route to `dst`, or null. */
  lookup(dst: number): Route | null {
    for (const level of this.levels) {
      const route = level.routes.get(dst & level.mask)
      if (route !== undefined) return route
    }
    return null
  }

  /**
   * The route cache did not know `dst`, and `hop` was found. `plain` says whether a route alone decides for all of its
   * destinations; who knows better later calls `changed`.
   */
  missed(dst: number, hop: Nexthop, plain: (route: Route) => boolean): void {
    if (this.table !== null) this.table.learn(dst, hop)
    else if (this.size >= COMPILED_ROUTES && ++this.misses > COMPILED_MISSES)
      this.table = new RouteTable(this.list().reverse(), plain)
  }

  /** Nothing that was derived from routes holds any more. */
  changed(): void {
    this.table = null
    this.misses = 0
    this.cache.flush()
  }

  removeIfnet(ifp: Ifnet): void {
    for (const route of this.list()) if (route.ifp === ifp) this.remove(route.dst, route.prefixLen)
  }

  /** Longest prefixes first. */
  list(): Route[] {
    return this.levels.flatMap((level) => [...level.routes.values()])
  }

  private level(prefixLen: number): Level {
    const at = this.levels.findIndex((l) => l.prefixLen <= prefixLen)
    if (at >= 0 && this.levels[at].prefixLen === prefixLen) return this.levels[at]
    const level = { prefixLen, mask: maskOf(prefixLen), routes: new Map<number, Route>() }
    this.levels.splice(at < 0 ? this.levels.length : at, 0, level)
    return level
  }
}

export function describeRoute(route: Route): string {
  const dst = route.prefixLen === 0 ? 'default' : formatCidr({ ip: route.dst, prefixLen: route.prefixLen })
  if (route.kind !== undefined && route.kind !== 'unicast') return `${dst} ${route.kind}`
  const via = ({ gateway, ifp }: RouteHop) => `${gateway === 0 ? 'link' : `via ${formatIpv4(gateway)}`} dev ${ifp.name}`
  return `${dst} ${[route, ...(route.others ?? [])].map(via).join(' ')}`
}
