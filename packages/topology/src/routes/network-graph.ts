// What routing sees of a drawing: networks (a prefix on a LAN) and who has an address in them. Two nodes reach each other
// directly when they share a network; only nodes with the role of a router carry packets from one network to another.
import { find } from '../document.ts'
import { type Cidr, formatIpv4, networkOf, parseCidr } from '../ipv4.ts'
import { allLans } from '../lan.ts'
import type { NodeId, TopologyDocument } from '../records.ts'
import { prefixNumber } from './aggregate.ts'

export interface Member {
  readonly node: NodeId
  readonly address: number
}

export interface Network {
  readonly number: number
  readonly prefix: Cidr
  /** Routers in it, by ascending address: the order that breaks ties. */
  readonly routers: Member[]
  readonly hosts: Member[]
}

export interface NetworkGraph {
  readonly networks: readonly Network[]
  /** Networks each router has an address in. */
  readonly ofRouter: ReadonlyMap<NodeId, readonly Network[]>
}

export function networkGraph(doc: TopologyDocument): NetworkGraph {
  const networks: Network[] = []
  const ofRouter = new Map<NodeId, Network[]>()
  for (const lan of allLans(doc)) {
    const here = new Map<number, Network>()
    for (const iface of lan.endpoints) {
      const isRouter = find(doc, iface.node)!.role === 'router'
      for (const { address: text } of iface.addresses) {
        const cidr = parseCidr(text)
        if (cidr === null) continue
        const prefix = { address: networkOf(cidr.address, cidr.length), length: cidr.length }
        let network = here.get(prefixNumber(prefix))
        if (network === undefined) {
          network = { number: networks.length, prefix, routers: [], hosts: [] }
          here.set(prefixNumber(prefix), network)
          networks.push(network)
        }
        const member = { node: iface.node, address: cidr.address }
        if (!isRouter) network.hosts.push(member)
        else {
          network.routers.push(member)
          const own = ofRouter.get(iface.node)
          if (own === undefined) ofRouter.set(iface.node, [network])
          else if (!own.includes(network)) own.push(network)
        }
      }
    }
    for (const { routers } of here.values()) routers.sort((a, b) => a.address - b.address)
  }
  return { networks, ofRouter }
}

export const gatewayOf = (member: Member) => formatIpv4(member.address)
