// Static routes, stored and computed, from the document into the vnets. inet keeps a route whose gateway cannot be reached
// yet and installs it once it can, so only the wanted list is handed down; what waits is a fault to show.
import { inetOf } from '@etherloom/inet'
import {
  effectiveRoutes,
  type NodeId,
  parseGateway,
  type StaticRoute,
  type TopologyDocument,
} from '@etherloom/topology'
import { formatCidr, formatIpv4, parseCidr, parseIpv4 } from '@etherloom/wire'
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
    for (const [id, { system }] of nodes) {
      if (system === null) continue
      const wanted = effectiveRoutes(document, id)
      const same = wanted === this.applied.get(id)
      if (same && !this.touched.has(id)) continue
      const { routes } = inetOf(system.vnet)
      if (!same) {
        this.applied.set(id, wanted)
        routes.configure(wanted.filter(isViaIpv4).map(toRoute))
      }
      const [first] = routes.unreachable()
      if (first === undefined) this.waiting.delete(id)
      else
        this.waiting.set(
          id,
          `route to ${formatCidr({ ip: first.dst, prefixLen: first.prefixLen })} waits: no interface is in the network of its gateway ${formatIpv4(first.gateway)}`,
        )
    }
    this.touched.clear()
  }
}

function isViaIpv4({ gateway }: StaticRoute): boolean {
  const via = parseGateway(gateway)
  return via?.kind === 'address' && via.ip.family === 4
}

function toRoute({ destination, gateway }: StaticRoute) {
  const { ip, prefixLen } = parseCidr(destination)
  return { dst: ip, prefixLen, gateway: parseIpv4(gateway) }
}
