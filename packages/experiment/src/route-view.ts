// The routing table of a node as people are shown it: the widest routes first, with where each comes from. A route that the kernel
// has and the document does not say was typed at a console.
import { inet6Of } from '@etherloom/inet'
import type { Route, Route6, RouteHop, RouteHop6, RouteKind, Vnet } from '@etherloom/net'
import { MAX_VIEW_ROWS, type RouteView, type Rows } from '@etherloom/protocol'
import {
  canonicalDestination,
  computeRoutes,
  find,
  type NodeId,
  type StaticRoute,
  type TopologyDocument,
} from '@etherloom/topology'
import { formatCidr, formatIn6, formatIpv4 } from '@etherloom/wire'
import { scoped } from './node-view.ts'

type OriginOf = (destination: string) => RouteView['origin']

export function routesOf(document: TopologyDocument, node: NodeId, vnet: Vnet): Rows<RouteView> {
  // Longest prefixes come first out of a table.
  const four = vnet.fib.list().reverse()
  const six = vnet.ip6 === null ? [] : inet6Of(vnet).fib.list().reverse()
  const written = destinationsIn(find(document, node)?.routes ?? [])
  const computed = destinationsIn(computeRoutes(document).get(node))
  const originOf: OriginOf = (to) => (written.has(to) ? 'static' : computed.has(to) ? 'computed' : 'console')
  const rows = [
    ...four.slice(0, MAX_VIEW_ROWS).flatMap((route) => view4(route, originOf)),
    ...six.slice(0, MAX_VIEW_ROWS).flatMap((route) => view6(route, originOf)),
  ]
  const shown = rows.slice(0, MAX_VIEW_ROWS)
  return { rows: shown, more: Math.max(0, four.length + six.length - shown.length) }
}

// By the list, which is another one when it has changed.
const known = new WeakMap<readonly StaticRoute[], ReadonlySet<string>>()

function destinationsIn(list: readonly StaticRoute[]): ReadonlySet<string> {
  let set = known.get(list)
  if (set === undefined) {
    set = new Set(list.map(({ destination }) => canonicalDestination(destination) ?? destination))
    known.set(list, set)
  }
  return set
}

function view4(route: Route, originOf: OriginOf): RouteView[] {
  const { dst, prefixLen, connected, kind = 'unicast', others = [] } = route
  const cidr = prefixLen === 0 ? 'default' : formatCidr({ ip: dst, prefixLen })
  const origin = connected ? 'connected' : originOf(cidr)
  const host = prefixLen === 32
  const destination = host ? formatIpv4(dst) : cidr
  const hops: readonly RouteHop[] = kind === 'unicast' ? [route, ...others] : [{ ...route, gateway: 0 }]
  return hops.map(({ gateway, ifp }) => ({
    family: 4,
    destination,
    gateway: gateway === 0 ? null : formatIpv4(gateway),
    interface: kind === 'unicast' ? ifp.name : null,
    flags: flags(gateway !== 0, host, kind, origin),
    origin,
  }))
}

function view6(route: Route6, originOf: OriginOf): RouteView[] {
  const { dst, prefixLen, kind } = route
  const cidr = `${formatIn6(dst)}/${prefixLen}`
  const origin = route.origin === 'static' ? originOf(cidr) : route.origin
  const host = prefixLen === 128
  const destination = prefixLen === 0 ? 'default' : host ? formatIn6(dst) : cidr
  const hops: readonly (RouteHop6 | null)[] = kind === 'unicast' ? route.hops : [null]
  return hops.map((hop) => ({
    family: 6,
    destination,
    gateway: hop === null || hop.gateway === null ? null : scoped(hop.gateway, hop.ifp),
    interface: hop === null ? null : hop.ifp.name,
    flags: flags(hop !== null && hop.gateway !== null, host, kind, origin),
    origin,
  }))
}

const flags = (gateway: boolean, host: boolean, kind: RouteKind, origin: RouteView['origin']): string =>
  [
    'U',
    gateway ? 'G' : '',
    host ? 'H' : '',
    kind === 'reject' ? 'R' : '',
    origin === 'dynamic' ? 'D' : '',
    origin === 'connected' || origin === 'dynamic' ? '' : 'S',
    kind === 'blackhole' ? 'B' : '',
  ].join('')
