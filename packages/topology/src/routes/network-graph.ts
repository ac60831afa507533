// What routing sees of a drawing, of one family of addresses: networks (a prefix on a LAN that is live) and who has an address
// in them. Two nodes reach each other directly when they share a network; only nodes with the role of a router carry packets
// from one network to another.
import { find, ifaces } from '../document.ts'
import { formatAddress, type IpAddress, type IpFamily, type IpPrefix, networkPrefix, parsePrefix } from '../ip.ts'
import { isLinkLocal } from '../ipv6.ts'
import { liveLans } from '../lan.ts'
import type { IfaceRecord, NodeId, TopologyDocument } from '../records.ts'

type Assigned = IfaceRecord['addresses'][number]

export interface Member {
  readonly node: NodeId
  readonly address: IpAddress['address']
}

export interface Network {
  readonly number: number
  readonly prefix: IpPrefix
  /** Routers in it, by ascending address: the order that breaks ties. */
  readonly routers: Member[]
  readonly hosts: Member[]
}

export interface NetworkGraph {
  readonly family: IpFamily
  readonly networks: Network[]
  /** Networks each router has an address in. */
  readonly ofRouter: Map<NodeId, Network[]>
}

export interface NetworkGraphs {
  readonly 4: NetworkGraph
  readonly 6: NetworkGraph
}

export function networkGraphs(doc: TopologyDocument): NetworkGraphs {
  const graphs: NetworkGraphs = {
    4: { family: 4, networks: [], ofRouter: new Map() },
    6: { family: 6, networks: [], ofRouter: new Map() },
  }
  for (const lan of liveLans(doc)) addNetworks(doc, graphs, lan.endpoints)
  for (const iface of ifaces(doc))
    if (iface.kind === 'lo' && iface.up && find(doc, iface.node)?.role === 'router') addNetworks(doc, graphs, [iface])
  for (const graph of [graphs[4], graphs[6]])
    for (const { routers } of graph.networks) routers.sort((a, b) => (a.address < b.address ? -1 : 1))
  return graphs
}

/** The networks on one LAN. */
function addNetworks(doc: TopologyDocument, graphs: NetworkGraphs, endpoints: readonly IfaceRecord[]): void {
  const here = new Map<string, Network>()
  for (const iface of endpoints) {
    const isRouter = find(doc, iface.node)!.role === 'router'
    for (const assigned of iface.addresses) {
      const ip = prefixOf(assigned)
      if (ip === null || isOfOneHost(ip)) continue
      const { networks, ofRouter } = graphs[ip.family]
      const prefix = networkPrefix(ip)
      const key = prefixKey(prefix)
      let network = here.get(key)
      if (network === undefined) {
        network = { number: networks.length, prefix, routers: [], hosts: [] }
        here.set(key, network)
        networks.push(network)
      }
      const member = { node: iface.node, address: ip.address }
      if (!isRouter) network.hosts.push(member)
      else {
        network.routers.push(member)
        const own = ofRouter.get(iface.node)
        if (own === undefined) ofRouter.set(iface.node, [network])
        else if (!own.includes(network)) own.push(network)
      }
    }
  }
}

// A drawing keeps its addresses through most edits, and reading them is half the work here.
const parsed = new WeakMap<Assigned, IpPrefix | null>()

function prefixOf(assigned: Assigned): IpPrefix | null {
  let prefix = parsed.get(assigned)
  if (prefix === undefined) parsed.set(assigned, (prefix = parsePrefix(assigned.address)))
  return prefix
}

/** Equal for equal prefixes of one family. */
export const prefixKey = ({ address, length }: IpPrefix): string => `${address}/${length}`

const isOfOneHost = (ip: IpAddress) =>
  ip.family === 4 ? ip.address >>> 24 === 127 : ip.address === 1n || isLinkLocal(ip.address)

export const gatewayText = (family: IpFamily, address: IpAddress['address']): string =>
  formatAddress(family === 4 ? { family, address: Number(address) } : { family, address: BigInt(address) })
