// Static routes, stored and computed, from the document into the vnets. inet keeps a route whose gateway cannot be reached
// yet and installs it once it can, so only the wanted list is handed down; what waits is a fault to show.
import { inet6Of, inetOf, type StaticRoute as StaticRoute4, type StaticRoute6 } from '@etherloom/inet'
import type { Vnet } from '@etherloom/net'
import { effectiveRoutes, familyOf, type NodeId, type StaticRoute, type TopologyDocument } from '@etherloom/topology'
import { formatCidr, formatCidr6, formatIpv4, parseCidr, parseCidr6, parseIn6, parseIpv4 } from '@etherloom/wire'
import type { NodeObject } from './nodes/node-object.ts'

export class Routes {
  private readonly applied: Map<NodeId, readonly StaticRoute[]>
  private readonly waiting: Map<NodeId, string>
  private readonly touched: Set<NodeId>

  constructor() {
    this.applied = new Map()
    this.waiting = new Map()
    this.touched = new Set()
  }

  faults(): { [record: string]: string } {
    return Object.fromEntries(this.waiting)
  }

  forget(node: NodeId): void {
    this.applied.delete(node)
    this.waiting.delete(node)
    this.touched.delete(node)
  }

  /** The node's interfaces or addresses changed: its gateways may have become reachable, or stopped being so. */
  touch(node: NodeId): void {
    this.touched.add(node)
  }

  /** Follows the document in every node whose routes or addresses have changed. */
  follow(document: TopologyDocument, nodes: ReadonlyMap<NodeId, NodeObject>): void {
    const read = new Reader()
    for (const [id, { system }] of nodes) {
      if (system === null) continue
      const wanted = effectiveRoutes(document, id)
      const same = wanted === this.applied.get(id)
      if (same && !this.touched.has(id)) continue
      if (!same) {
        this.applied.set(id, wanted)
        inetOf(system.vnet).routes.configure(
          wanted.filter(({ destination }) => familyOf(destination) === 4).map((route) => toRoute(route, read)),
        )
      }
      // Link-local gateways name an interface, which may be another one now: IPv6 routes are handed down each time.
      const wanted6 = wanted.filter(({ destination }) => familyOf(destination) === 6)
      if (system.vnet.ip6 !== null || wanted6.length > 0)
        inet6Of(system.vnet).routes.configure(wanted6.map((route) => toRoute6(route, system.vnet, read)))
      const fault = whatWaits(system.vnet)
      if (fault === null) this.waiting.delete(id)
      else this.waiting.set(id, fault)
    }
    this.touched.clear()
  }
}

/** The first route that leads nowhere now, in words. */
function whatWaits(vnet: Vnet): string | null {
  const [first] = inetOf(vnet).routes.unreachable()
  if (first !== undefined)
    return `route to ${formatCidr({ ip: first.dst, prefixLen: first.prefixLen })} waits: no interface is in the network of its gateway ${formatIpv4(first.gateway)}`
  const [first6] = vnet.ip6 === null ? [] : inet6Of(vnet).routes.unreachable()
  return first6 === undefined
    ? null
    : `route to ${formatCidr6({ ip: first6.dst, prefixLen: first6.prefixLen })} waits: no interface leads to its gateway`
}

/** Networks and gateways read: the same few are in the tables of a thousand routers. */
class Reader {
  readonly cidr = remembered(parseCidr)
  readonly cidr6 = remembered(parseCidr6)
  readonly ip = remembered(parseIpv4)
  readonly ip6 = remembered(parseIn6)
}

function remembered<T>(parse: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    let value = known.get(text)
    if (value === undefined) known.set(text, (value = parse(text)))
    return value
  }
}

function toRoute({ destination, gateway }: StaticRoute, read: Reader): StaticRoute4 {
  const { ip, prefixLen } = read.cidr(destination)
  if (gateway === 'blackhole' || gateway === 'reject') return { dst: ip, prefixLen, gateway: 0, kind: gateway }
  return { dst: ip, prefixLen, gateway: read.ip(gateway) }
}

function toRoute6({ destination, gateway }: StaticRoute, vnet: Vnet, read: Reader): StaticRoute6 {
  const { ip, prefixLen } = read.cidr6(destination)
  if (gateway === 'blackhole' || gateway === 'reject') return { dst: ip, prefixLen, gateway: null, kind: gateway }
  const [address, iface] = gateway.split('%')
  return { dst: ip, prefixLen, gateway: read.ip6(address!), ifp: iface === undefined ? null : vnet.ifnet(iface) }
}
