// Shortest paths from one router to every network, over typed arrays: a lab of 1,000 routers takes some million steps.
import { formatPrefix } from '../ip.ts'
import type { NodeId, StaticRoute } from '../records.ts'
import { CONNECTED, NONE, PrefixForest } from './aggregate.ts'
import { gatewayText, type NetworkGraph } from './network-graph.ts'

export class ShortestPaths {
  /** Steps of one search, about. */
  readonly steps: number
  private readonly routerNumber: ReadonlyMap<NodeId, number>
  // Networks of router r: netList[netStart[r]] to netList[netStart[r + 1]]. Routers in network n likewise, by ascending
  // address; a place in that list is a *hop*: a router and the address it has there.
  private readonly netStart: Int32Array
  private readonly netList: Int32Array
  private readonly hopStart: Int32Array
  private readonly hopRouter: Int32Array
  /** Where a hop's address stands among all: the order of neighbors. */
  private readonly hopRank: Int32Array
  private readonly hopText: string[]
  private readonly forest: PrefixForest
  private readonly prefixOf: Int32Array
  // Work space of one search: by router the hop packets to it take first, by prefix likewise, networks seen, routers to visit.
  private readonly hopTo: Int32Array
  private readonly via: Int32Array
  private readonly seen: Uint8Array
  private readonly queue: Int32Array

  constructor(graph: NetworkGraph) {
    const { networks, ofRouter, family } = graph
    const routers = [...ofRouter.keys()]
    this.routerNumber = new Map(routers.map((node, r) => [node, r]))
    const ofEach = [...ofRouter.values()]
    this.netStart = startsOf(ofEach.map(({ length }) => length))
    this.netList = Int32Array.from(ofEach.flat(), ({ number }) => number)
    this.hopStart = startsOf(networks.map((network) => network.routers.length))
    const hops = networks.flatMap((network) => network.routers)
    this.hopRouter = Int32Array.from(hops, ({ node }) => this.routerNumber.get(node)!)
    this.hopText = hops.map(({ address }) => gatewayText(family, address))
    this.hopRank = new Int32Array(hops.length)
    const ranked = hops.map((_, i) => i).sort((a, b) => (hops[a].address < hops[b].address ? -1 : 1))
    ranked.forEach((hop, rank) => {
      this.hopRank[hop] = rank
    })
    // Several networks may have the same prefix.
    const numbers = new Map<string, number>()
    const distinct = networks.flatMap(({ prefix }) => {
      const text = formatPrefix(prefix)
      if (numbers.has(text)) return []
      numbers.set(text, numbers.size)
      return [prefix]
    })
    this.prefixOf = Int32Array.from(networks, ({ prefix }) => numbers.get(formatPrefix(prefix))!)
    this.forest = new PrefixForest(distinct)
    this.hopTo = new Int32Array(routers.length)
    this.via = new Int32Array(this.forest.size)
    this.seen = new Uint8Array(networks.length)
    this.queue = new Int32Array(routers.length)
    this.steps = routers.length + networks.length + this.netList.length + hops.length + this.forest.size
  }

  get routers(): NodeId[] {
    return [...this.routerNumber.keys()]
  }

  /** The routes of a router, by destination; none for a node that is no router. */
  routesOf(node: NodeId): StaticRoute[] {
    const r = this.routerNumber.get(node)
    const routes: StaticRoute[] = []
    if (r === undefined) return routes
    this.begin(r)
    this.spread(this.enqueueNeighbors(r))
    this.forest.read(this.via, (destination, hop) => routes.push({ destination, gateway: this.hopText[hop] }))
    return routes
  }

  private begin(r: number): void {
    this.hopTo.fill(NONE)
    this.hopTo[r] = CONNECTED
    this.seen.fill(0)
    this.via.fill(NONE)
    for (let i = this.netStart[r]; i < this.netStart[r + 1]; i++) {
      this.seen[this.netList[i]] = 1
      this.via[this.prefixOf[this.netList[i]]] = CONNECTED
    }
  }

  /**
   * Neighbors by ascending address. The queue then keeps routers of one distance in the order of their next hops, so each
   * router and network is found through the lowest there is.
   */
  private enqueueNeighbors(r: number): number {
    const { hopStart, hopRouter, hopRank, hopTo } = this
    const neighbors: number[] = []
    for (let i = this.netStart[r]; i < this.netStart[r + 1]; i++)
      for (let hop = hopStart[this.netList[i]]; hop < hopStart[this.netList[i] + 1]; hop++)
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
    const { hopTo, seen, via, queue, netStart, netList, hopStart, hopRouter, prefixOf } = this
    let tail = queued
    for (let head = 0; head < tail; head++) {
      const router = queue[head]
      const hop = hopTo[router]
      for (let i = netStart[router]; i < netStart[router + 1]; i++) {
        const n = netList[i]
        if (seen[n] === 1) continue
        seen[n] = 1
        // Where one prefix is drawn twice, the nearer is meant.
        if (via[prefixOf[n]] === NONE) via[prefixOf[n]] = hop
        for (let next = hopStart[n]; next < hopStart[n + 1]; next++) {
          if (hopTo[hopRouter[next]] !== NONE) continue
          hopTo[hopRouter[next]] = hop
          queue[tail++] = hopRouter[next]
        }
      }
    }
  }
}

/** Where each list begins when lists of these lengths are laid end to end; one more for where the last ends. */
function startsOf(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1)
  lengths.forEach((length, i) => {
    starts[i + 1] = starts[i] + length
  })
  return starts
}
