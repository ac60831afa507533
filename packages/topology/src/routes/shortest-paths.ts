// Shortest paths from one router to every network, over typed arrays: a lab of 1,000 routers takes some million steps.
//
// Most networks are a wire between two routers, or lead to none: a router's list then says at once who is at the other end. Only
// networks of more are a list of their own.
//
// IPv4 and IPv6 mostly have the same drawing: who has addresses of both on every wire. Then one search serves both.
import type { IpAddress, IpFamily } from '../ip.ts'
import type { NodeId, StaticRoute } from '../records.ts'
import { CONNECTED, NONE, PrefixForest } from './aggregate.ts'
import { gatewayText, type NetworkGraph, prefixKey } from './network-graph.ts'

/** Nobody else is in the network; from `SHARED` downwards: several are, and the network is number `SHARED - end`. */
const NOBODY = -1
const SHARED = -2

/** A drawing without its addresses: what a search needs. Of two families, mostly the same. */
interface Shape {
  readonly routers: readonly NodeId[]
  // Networks of router r: netList[netStart[r]] to netList[netStart[r + 1]]. Routers in network n likewise, by ascending
  // address; a place in that list is a *hop*: a router and the address it has there.
  readonly netStart: Int32Array
  readonly netList: Int32Array
  readonly hopStart: Int32Array
  readonly hopRouter: Int32Array
  /** Where a hop's address stands among all: the order of neighbors. */
  readonly hopRank: Int32Array
  readonly prefixOf: Int32Array
}

/** What one family calls the things of a shape. */
class Family {
  readonly forest: PrefixForest
  private readonly family: IpFamily
  private readonly addresses: readonly IpAddress['address'][]
  private readonly texts: (string | undefined)[]

  constructor(family: IpFamily, forest: PrefixForest, addresses: readonly IpAddress['address'][]) {
    this.forest = forest
    this.family = family
    this.addresses = addresses
    this.texts = new Array<string | undefined>(addresses.length).fill(undefined)
  }

  gateway(hop: number): string {
    this.texts[hop] ??= gatewayText(this.family, this.addresses[hop])
    return this.texts[hop]
  }
}

export class ShortestPaths {
  private readonly shape: Shape
  private readonly families: Family[]
  private readonly routerNumber: ReadonlyMap<NodeId, number>
  /** By place in `netList`: which router is at the other end, and the prefix of the network. */
  private readonly endOf: Int32Array
  private readonly endPrefix: Int32Array
  // Work space of one search: by router the hop packets to it take first, by prefix likewise, networks seen, routers to visit.
  private readonly hopTo: Int32Array
  private via: Int32Array
  private readonly seen: Uint8Array
  private readonly queue: Int32Array

  constructor(graph: NetworkGraph) {
    const { shape, family } = take(graph)
    const { routers, netList, prefixOf } = shape
    this.shape = shape
    this.families = [family]
    this.routerNumber = new Map(routers.map((node, r) => [node, r]))
    this.endOf = endsOf(shape)
    this.endPrefix = netList.map((n) => prefixOf[n])
    this.hopTo = new Int32Array(routers.length)
    this.via = new Int32Array(family.forest.size)
    this.seen = new Uint8Array(prefixOf.length)
    this.queue = new Int32Array(routers.length)
  }

  /** Answers for another family as well from now on, if its drawing is the same. */
  alsoServe(graph: NetworkGraph): boolean {
    const { shape, family } = take(graph)
    if (!isSameShape(this.shape, shape)) return false
    this.families.push(family)
    if (family.forest.size > this.via.length) this.via = new Int32Array(family.forest.size)
    return true
  }

  get routers(): readonly NodeId[] {
    return this.shape.routers
  }

  /** Steps of one search, about. */
  get steps(): number {
    const { routers, netList } = this.shape
    return routers.length + netList.length + this.families.reduce((sum, { forest }) => sum + forest.size, 0)
  }

  /** The routes of a router, by destination; none for a node that is no router. */
  routesOf(node: NodeId): StaticRoute[] {
    const r = this.routerNumber.get(node)
    const routes: StaticRoute[] = []
    if (r === undefined) return routes
    this.begin(r)
    this.spread(this.enqueueNeighbors(r))
    for (const family of this.families)
      family.forest.read(this.via, (destination, hop) => routes.push({ destination, gateway: family.gateway(hop) }))
    return routes
  }

  private begin(r: number): void {
    const { netStart, netList } = this.shape
    this.hopTo.fill(NONE)
    this.hopTo[r] = CONNECTED
    this.seen.fill(0)
    this.via.fill(NONE)
    for (let i = netStart[r]; i < netStart[r + 1]; i++) {
      this.seen[netList[i]] = 1
      this.via[this.endPrefix[i]] = CONNECTED
    }
  }

  /**
   * Neighbors by ascending address. The queue then keeps routers of one distance in the order of their next hops, so each
   * router and network is found through the lowest there is.
   */
  private enqueueNeighbors(r: number): number {
    const { hopTo } = this
    const { netStart, netList, hopStart, hopRouter, hopRank } = this.shape
    const neighbors: number[] = []
    for (let i = netStart[r]; i < netStart[r + 1]; i++)
      for (let hop = hopStart[netList[i]]; hop < hopStart[netList[i] + 1]; hop++)
        if (hopRouter[hop] !== r) neighbors.push(hop)
    neighbors.sort((a, b) => hopRank[a] - hopRank[b])
    let tail = 0
    for (const hop of neighbors) {
      if (hopTo[hopRouter[hop]] !== NONE) continue
      hopTo[hopRouter[hop]] = hop
      this.queue[tail++] = hopRouter[hop]
    }
    return tail
  }

  private spread(queued: number): void {
    const { hopTo, via, queue, endOf, endPrefix } = this
    const { netStart } = this.shape
    let tail = queued
    for (let head = 0; head < tail; head++) {
      const router = queue[head]
      const hop = hopTo[router]
      const last = netStart[router + 1]
      for (let i = netStart[router]; i < last; i++) {
        // Where one prefix is drawn twice, the nearer is meant.
        if (via[endPrefix[i]] === NONE) via[endPrefix[i]] = hop
        const end = endOf[i]
        if (end >= 0) {
          if (hopTo[end] !== NONE) continue
          hopTo[end] = hop
          queue[tail++] = end
        } else if (end <= SHARED) tail = this.spreadOver(SHARED - end, hop, tail)
      }
    }
  }

  private spreadOver(n: number, hop: number, queued: number): number {
    const { hopTo, seen, queue } = this
    const { hopStart, hopRouter } = this.shape
    if (seen[n] === 1) return queued
    seen[n] = 1
    let tail = queued
    for (let next = hopStart[n]; next < hopStart[n + 1]; next++) {
      if (hopTo[hopRouter[next]] !== NONE) continue
      hopTo[hopRouter[next]] = hop
      queue[tail++] = hopRouter[next]
    }
    return tail
  }
}

function take({ networks, ofRouter, family }: NetworkGraph): { shape: Shape; family: Family } {
  const routers = [...ofRouter.keys()]
  const routerNumber = new Map(routers.map((node, r) => [node, r]))
  const ofEach = [...ofRouter.values()]
  const hops = networks.flatMap((network) => network.routers)
  const hopRank = new Int32Array(hops.length)
  const ranked = hops.map((_, i) => i).sort((a, b) => (hops[a].address < hops[b].address ? -1 : 1))
  ranked.forEach((hop, rank) => {
    hopRank[hop] = rank
  })
  // Several networks may have the same prefix.
  const numbers = new Map<string, number>()
  const distinct = networks.flatMap(({ prefix }) => {
    const key = prefixKey(prefix)
    if (numbers.has(key)) return []
    numbers.set(key, numbers.size)
    return [prefix]
  })
  const shape = {
    routers,
    netStart: startsOf(ofEach.map(({ length }) => length)),
    netList: Int32Array.from(ofEach.flat(), ({ number }) => number),
    hopStart: startsOf(networks.map((network) => network.routers.length)),
    hopRouter: Int32Array.from(hops, ({ node }) => routerNumber.get(node)!),
    hopRank,
    prefixOf: Int32Array.from(networks, ({ prefix }) => numbers.get(prefixKey(prefix))!),
  }
  const addresses = hops.map(({ address }) => address)
  return { shape, family: new Family(family, new PrefixForest(distinct), addresses) }
}

function isSameShape(a: Shape, b: Shape): boolean {
  return (
    isSameList(a.routers, b.routers) &&
    isSameList(a.netStart, b.netStart) &&
    isSameList(a.netList, b.netList) &&
    isSameList(a.hopStart, b.hopStart) &&
    isSameList(a.hopRouter, b.hopRouter) &&
    isSameList(a.hopRank, b.hopRank) &&
    isSameList(a.prefixOf, b.prefixOf)
  )
}

function isSameList<T>(a: ArrayLike<T>, b: ArrayLike<T>): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** By place in `netList`, who else is in that network: a router, `NOBODY`, or several. */
function endsOf({ netStart, netList, hopStart, hopRouter }: Shape): Int32Array {
  const ends = new Int32Array(netList.length)
  for (let router = 0; router + 1 < netStart.length; router++)
    for (let i = netStart[router]; i < netStart[router + 1]; i++) {
      const n = netList[i]
      const others: number[] = []
      for (let hop = hopStart[n]; hop < hopStart[n + 1]; hop++)
        if (hopRouter[hop] !== router) others.push(hopRouter[hop])
      ends[i] = others.length === 0 ? NOBODY : others.length === 1 ? others[0] : SHARED - n
    }
  return ends
}

/** Where each list begins when lists of these lengths are laid end to end; one more for where the last ends. */
function startsOf(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1)
  lengths.forEach((length, i) => {
    starts[i + 1] = starts[i] + length
  })
  return starts
}
