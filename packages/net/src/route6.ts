// The routing table of IPv6: longest prefix match on 128 bits. As for IPv4 (route.ts), one hash table a prefix length in
// use, longest first, behind a route cache; real tables use some thirty lengths, a lab one or two.
import { formatCidr6, formatIn6, type In6Addr, maskWord6, networkIn6 } from '@etherloom/wire'
import type { Ifnet } from './ifnet.ts'
import { In6Map } from './in6-map.ts'
import type { Nexthop } from './nexthop.ts'
import type { RouteCache6 } from './route-cache6.ts'

/** Where a route may send a packet; a null gateway: the destination is on the link itself. */
export interface RouteHop6 {
  readonly ifp: Ifnet
  readonly gateway: In6Addr | null
}

/** `reject` tells the sender, `blackhole` does not. */
export type RouteKind6 = 'unicast' | 'blackhole' | 'reject'
/** Who keeps it: an address or advertised prefix, a person, a redirect. */
export type RouteOrigin6 = 'connected' | 'static' | 'dynamic'

export class Route6 {
  readonly dst: In6Addr
  readonly prefixLen: number
  readonly kind: RouteKind6
  /** Several: packets are spread by flow. */
  readonly hops: readonly RouteHop6[]
  readonly origin: RouteOrigin6
  /** What inet has made of it, valid for that generation of neighbors. */
  nexthop: Nexthop | null
  generation: number

  constructor(
    dst: In6Addr,
    prefixLen: number,
    hops: readonly RouteHop6[],
    origin: RouteOrigin6,
    kind: RouteKind6 = 'unicast',
  ) {
    this.dst = networkIn6(dst, prefixLen)
    this.prefixLen = prefixLen
    this.kind = kind
    this.hops = hops
    this.origin = origin
    this.nexthop = null
    this.generation = -1
  }
}

interface Level {
  readonly prefixLen: number
  readonly m0: number
  readonly m1: number
  readonly m2: number
  readonly m3: number
  readonly routes: In6Map<Route6>
}

export class Fib6 {
  private readonly levels: Level[]
  private readonly cache: RouteCache6

  constructor(cache: RouteCache6) {
    this.levels = []
    this.cache = cache
  }

  get size(): number {
    return this.levels.reduce((sum, level) => sum + level.routes.size, 0)
  }

  /** Takes the place of a route to the same destination. */
  set(route: Route6): void {
    this.level(route.prefixLen).routes.set(route.dst, route)
    this.cache.flush()
  }

  get(dst: In6Addr, prefixLen: number): Route6 | null {
    const level = this.levels.find((l) => l.prefixLen === prefixLen)
    return level?.routes.find(networkIn6(dst, prefixLen)) ?? null
  }

  remove(dst: In6Addr, prefixLen: number): Route6 | null {
    const at = this.levels.findIndex((l) => l.prefixLen === prefixLen)
    if (at < 0) return null
    const { routes } = this.levels[at]
    const route = routes.delete(networkIn6(dst, prefixLen))
    if (routes.size === 0) this.levels.splice(at, 1)
    this.cache.flush()
    return route
  }

  /** The most specific route to an address, or null. */
  lookup(w0: number, w1: number, w2: number, w3: number): Route6 | null {
    const { levels } = this
    for (let i = 0; i < levels.length; i++) {
      const l = levels[i]
      const route = l.routes.get(w0 & l.m0, w1 & l.m1, w2 & l.m2, w3 & l.m3)
      if (route !== null) return route
    }
    return null
  }

  /** Longest prefixes first. */
  list(): Route6[] {
    return this.levels.flatMap((level) => level.routes.list())
  }

  private level(prefixLen: number): Level {
    const at = this.levels.findIndex((l) => l.prefixLen <= prefixLen)
    if (at >= 0 && this.levels[at].prefixLen === prefixLen) return this.levels[at]
    const mask = (i: number) => maskWord6(prefixLen, i)
    const level = { prefixLen, m0: mask(0), m1: mask(1), m2: mask(2), m3: mask(3), routes: new In6Map<Route6>() }
    this.levels.splice(at < 0 ? this.levels.length : at, 0, level)
    return level
  }
}

export function describeRoute6(route: Route6): string {
  const dst = route.prefixLen === 0 ? 'default' : formatCidr6({ ip: route.dst, prefixLen: route.prefixLen })
  if (route.kind !== 'unicast') return `${dst} ${route.kind}`
  const via = (hop: RouteHop6) => (hop.gateway === null ? 'link' : `via ${formatIn6(hop.gateway)}`)
  return `${dst} ${route.hops.map((hop) => `${via(hop)} dev ${hop.ifp.name}`).join(', ')}`
}
