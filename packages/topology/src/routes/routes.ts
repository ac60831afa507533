// Routes computed from the drawing, for labs with `autoRoutes`: what a person would otherwise type into each node. Hosts get
// a default route through a router of their LAN; routers get a route along a shortest path to every network, ties going to
// the neighbor with the lowest address. They are never stored: a drawing that changes has the routes of the new drawing.
//
// A breadth-first search from each router over networks and routers, so the cost is routers × (routers + networks); halves
// of a prefix with one next hop are joined (aggregate.ts), so a ring of 1,000 has some twenty routes a router.
import { find, lab } from '../document.ts'
import { indexOf } from '../document-index.ts'
import type { NodeId, StaticRoute, TopologyDocument } from '../records.ts'
import { gatewayOf, type Member, type NetworkGraph, networkGraph } from './network-graph.ts'
import { ShortestPaths } from './shortest-paths.ts'

export type Routes = ReadonlyMap<NodeId, readonly StaticRoute[]>

const noRoutes: Routes = new Map()
// By the token of the index that changes when, and only when, something that routes depend on does.
const computed = new WeakMap<object, Routes>()

/** The routes each node gets from the drawing; nodes that get none are not in it. */
export function computeRoutes(doc: TopologyDocument): Routes {
  if (!lab(doc).autoRoutes) return noRoutes
  const { routing } = indexOf(doc)
  let routes = computed.get(routing)
  if (routes === undefined) {
    const graph = networkGraph(doc)
    const all = new Map<NodeId, readonly StaticRoute[]>()
    addHostRoutes(graph, all)
    addRouterRoutes(graph, all)
    routes = all
    computed.set(routing, routes)
  }
  return routes
}

/** What a node's routing table is to hold: the routes typed, then the computed ones to other destinations. */
export function effectiveRoutes(doc: TopologyDocument, node: NodeId): readonly StaticRoute[] {
  const stored = find(doc, node)?.routes ?? []
  const derived = computeRoutes(doc).get(node) ?? []
  if (stored.length === 0) return derived
  if (derived.length === 0) return stored
  const typed = new Set(stored.map(({ destination }) => (destination === '0.0.0.0/0' ? 'default' : destination)))
  return [...stored, ...derived.filter((route) => !typed.has(route.destination))]
}

function addHostRoutes({ networks, ofRouter }: NetworkGraph, routes: Map<NodeId, readonly StaticRoute[]>): void {
  // A router that leads somewhere else is preferred to one with nothing behind it, then the lowest address.
  const leadsOn = (router: Member) => (ofRouter.get(router.node)!.length > 1 ? 0 : 1)
  const chosen = new Map<NodeId, Member>()
  for (const { routers, hosts } of networks) {
    if (routers.length === 0) continue
    const best = routers.reduce((a, b) => (leadsOn(b) < leadsOn(a) ? b : a))
    for (const host of hosts) {
      const other = chosen.get(host.node)
      if (
        other === undefined ||
        leadsOn(best) < leadsOn(other) ||
        (leadsOn(best) === leadsOn(other) && best.address < other.address)
      )
        chosen.set(host.node, best)
    }
  }
  for (const [node, router] of chosen) routes.set(node, [{ destination: 'default', gateway: gatewayOf(router) }])
}

function addRouterRoutes(graph: NetworkGraph, routes: Map<NodeId, readonly StaticRoute[]>): void {
  for (const [router, list] of new ShortestPaths(graph).all()) if (list.length > 0) routes.set(router, list)
}
