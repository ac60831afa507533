// Shortest paths from one router to every network, over typed arrays: a lab of 1,000 routers takes a million steps.
import { type Cidr, formatCidr, formatIpv4 } from '../ipv4.ts'
import type { NodeId, StaticRoute } from '../records.ts'
import { aggregate, prefixNumber } from './aggregate.ts'
import type { NetworkGraph } from './network-graph.ts'

/** Next hops that are none: no route, and no need of one. */
const NONE = -1
const CONNECTED = -2

export class ShortestPaths {
  private readonly routers: readonly NodeId[]
  /** Numbers of the networks of router r. */
  private readonly networksOf: readonly Int32Array[]
  /** Routers in network n, by ascending address, and those addresses. */
  private readonly routersIn: readonly Int32Array[]
  private readonly addressesIn: readonly (readonly number[])[]
  /** Distinct prefixes in order; several networks may have the same one. */
  private readonly prefixes: readonly Cidr[]
  private readonly drawn: ReadonlySet<number>
  private readonly prefixOf: Int32Array
  // Work space of one search. A next hop is an index into `gateways`.
  private readonly gateways: number[]
  private readonly hopToRouter: Int32Array
  private readonly seenNetwork: Uint8Array
  private readonly via: Int32Array
  private readonly queue: Int32Array

  constructor({ networks, ofRouter }: NetworkGraph) {
    this.routers = [...ofRouter.keys()]
    const numberOf = new Map(this.routers.map((node, r) => [node, r]))
    this.networksOf = this.routers.map((node) => Int32Array.from(ofRouter.get(node)!, (network) => network.number))
    this.routersIn = networks.map(({ routers }) => Int32Array.from(routers, ({ node }) => numberOf.get(node)!))
    this.addressesIn = networks.map(({ routers }) => routers.map(({ address }) => address))
    const distinct = new Map(networks.map(({ prefix }) => [prefixNumber(prefix), prefix]))
    this.prefixes = [...distinct.values()].sort((a, b) => a.address - b.address || a.length - b.length)
    this.drawn = new Set(distinct.keys())
    const place = new Map(this.prefixes.map((prefix, i) => [prefixNumber(prefix), i]))
    this.prefixOf = Int32Array.from(networks, ({ prefix }) => place.get(prefixNumber(prefix))!)
    this.gateways = []
    this.hopToRouter = new Int32Array(this.routers.length)
    this.seenNetwork = new Uint8Array(networks.length)
    this.via = new Int32Array(this.prefixes.length)
    this.queue = new Int32Array(this.routers.length)
  }

  *all(): Generator<[NodeId, StaticRoute[]]> {
    for (let r = 0; r < this.routers.length; r++) yield [this.routers[r], this.routesOf(r)]
  }

  private routesOf(r: number): StaticRoute[] {
    this.begin(r)
    this.spread(this.enqueueNeighbors(r))
    const gateways = this.gateways.map(formatIpv4)
    return aggregate(this.prefixes, this.via, this.drawn).map(({ prefix, via }) => ({
      destination: formatCidr(prefix),
      gateway: gateways[via],
    }))
  }

  private begin(r: number): void {
    this.gateways.length = 0
    this.hopToRouter.fill(NONE)
    this.hopToRouter[r] = CONNECTED
    this.seenNetwork.fill(0)
    this.via.fill(NONE)
    for (const n of this.networksOf[r]) {
      this.seenNetwork[n] = 1
      this.via[this.prefixOf[n]] = CONNECTED
    }
  }

  /**
   * Neighbors by ascending address. The queue then keeps routers of one distance in the order of their next hops, so each
   * router and network is found through the lowest there is.
   */
  private enqueueNeighbors(r: number): number {
    const neighbors: [address: number, router: number][] = []
    for (const n of this.networksOf[r])
      this.routersIn[n].forEach((router, i) => {
        if (router !== r) neighbors.push([this.addressesIn[n][i], router])
      })
    neighbors.sort((a, b) => a[0] - b[0])
    let tail = 0
    for (const [address, router] of neighbors) {
      if (this.hopToRouter[router] !== NONE) continue
      this.hopToRouter[router] = this.gateways.push(address) - 1
      this.queue[tail++] = router
    }
    return tail
  }

  private spread(queued: number): void {
    const { hopToRouter, seenNetwork, via, queue } = this
    let tail = queued
    for (let head = 0; head < tail; head++) {
      const hop = hopToRouter[queue[head]]
      for (const n of this.networksOf[queue[head]]) {
        if (seenNetwork[n] === 1) continue
        seenNetwork[n] = 1
        // Where one prefix is drawn twice, the nearer is meant.
        if (via[this.prefixOf[n]] === NONE) via[this.prefixOf[n]] = hop
        for (const next of this.routersIn[n]) {
          if (hopToRouter[next] !== NONE) continue
          hopToRouter[next] = hop
          queue[tail++] = next
        }
      }
    }
  }
}
