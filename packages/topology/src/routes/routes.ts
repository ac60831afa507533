// Routes computed from the drawing, for labs with `autoRoutes`: what a person would otherwise type into each node. Hosts get
// a default route through a router of their LAN; routers get a route along a shortest path to every network, ties going to
// the neighbor with the lowest address. IPv4 and IPv6 alike. They are never stored: a drawing that changes has the routes of
// the new drawing, and a wire pulled out is routed around. A router that names a protocol (`rip`) gets them too, for as long
// as Etherloom does not run it.
//
// A search from each router over networks and routers (shortest-paths.ts), made when that router's routes are asked for;
// halves of a prefix with one next hop are joined (aggregate.ts), so a ring of 1,000 has some twenty routes a router. A lab
// whose routers would need millions of routes gets none, and a problem that says so.
import { find, lab } from '../document.ts'
import { indexOf } from '../document-index.ts'
import { canonicalDestination } from '../ip.ts'
import type { NodeId, StaticRoute, TopologyDocument } from '../records.ts'
import { gatewayText, type Member, type NetworkGraph, networkGraphs } from './network-graph.ts'
import { ShortestPaths } from './shortest-paths.ts'

/** What all routers of a lab may hold together, and how far all searches may go (some seconds). */
const MOST_ROUTES = 4_000_000
const MOST_STEPS = 1_000_000_000
/** Routers whose routes are counted to know about all: more would cost as much as computing them. */
const SAMPLE = 16

/** The routes each node gets from the drawing. */
export interface Routes {
  get(node: NodeId): readonly StaticRoute[]
  /** Why routers get none, in words for the Problems panel, or null. */
  readonly tooMany: string | null
}

const noList: readonly StaticRoute[] = []
const noRoutes: Routes = { get: () => noList, tooMany: null }
// By the token of the index that changes when, and only when, something that routes depend on does.
const computed = new WeakMap<object, Routes>()

export function computeRoutes(doc: TopologyDocument): Routes {
  if (!lab(doc).autoRoutes) return noRoutes
  const { routing } = indexOf(doc)
  let routes = computed.get(routing)
  if (routes === undefined) {
    routes = new ComputedRoutes(doc)
    computed.set(routing, routes)
  }
  return routes
}

class ComputedRoutes implements Routes {
  readonly tooMany: string | null
  private readonly hosts: Map<NodeId, StaticRoute[]>
  private readonly paths: readonly ShortestPaths[]
  private readonly lists: Map<NodeId, readonly StaticRoute[]>

  constructor(doc: TopologyDocument) {
    const graphs = networkGraphs(doc)
    this.hosts = new Map()
    this.lists = new Map()
    addHostRoutes(graphs[4], 'default', this.hosts)
    addHostRoutes(graphs[6], '::/0', this.hosts)
    this.paths = pathsOf([graphs[4], graphs[6]])
    this.tooMany = this.whyTooMany()
  }

  get(node: NodeId): readonly StaticRoute[] {
    const host = this.hosts.get(node)
    if (host !== undefined) return host
    let list = this.lists.get(node)
    if (list === undefined) {
      list = this.tooMany === null ? this.paths.flatMap((each) => each.routesOf(node)) : noList
      if (list.length === 0) list = noList
      this.lists.set(node, list)
    }
    return list
  }

  private whyTooMany(): string | null {
    let steps = 0
    let routes = 0
    let most = 0
    for (const paths of this.paths) {
      const { routers } = paths
      most = Math.max(most, routers.length)
      steps += routers.length * paths.steps
      if (routers.length * paths.steps < MOST_ROUTES || steps > MOST_STEPS) continue
      const every = Math.max(1, Math.floor(routers.length / SAMPLE))
      const sample = routers.filter((_, i) => i % every === 0)
      const counted = sample.reduce((sum, router) => sum + paths.routesOf(router).length, 0)
      routes += Math.round((counted / sample.length) * routers.length)
    }
    if (steps > MOST_STEPS) return `the routes of ${most} routers take too long to compute`
    return routes > MOST_ROUTES ? `${most} routers would need some ${Math.round(routes / 1e6)} million routes` : null
  }
}

function pathsOf(graphs: readonly NetworkGraph[]): ShortestPaths[] {
  const paths: ShortestPaths[] = []
  for (const graph of graphs)
    if (graph.ofRouter.size > 0 && !paths.some((each) => each.alsoServe(graph))) paths.push(new ShortestPaths(graph))
  return paths
}

// By the list computed, then by the list stored: the same list for as long as neither changed.
const joined = new WeakMap<readonly StaticRoute[], WeakMap<readonly StaticRoute[], readonly StaticRoute[]>>()

/** What a node's routing table is to hold: the routes typed, then the computed ones to other destinations. */
export function effectiveRoutes(doc: TopologyDocument, node: NodeId): readonly StaticRoute[] {
  const stored = find(doc, node)?.routes ?? noList
  const derived = computeRoutes(doc).get(node)
  if (stored.length === 0) return derived
  if (derived.length === 0) return stored
  let byStored = joined.get(derived)
  if (byStored === undefined) {
    byStored = new WeakMap()
    joined.set(derived, byStored)
  }
  let both = byStored.get(stored)
  if (both === undefined) {
    const typed = new Set(stored.map(({ destination }) => canonicalDestination(destination)))
    both = [...stored, ...derived.filter(({ destination }) => !typed.has(destination))]
    byStored.set(stored, both)
  }
  return both
}

function addHostRoutes(
  { family, networks, ofRouter }: NetworkGraph,
  destination: string,
  routes: Map<NodeId, StaticRoute[]>,
): void {
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
  for (const [node, { address }] of chosen) {
    const route = { destination, gateway: gatewayText(family, address) }
    const list = routes.get(node)
    if (list === undefined) routes.set(node, [route])
    else list.push(route)
  }
}
