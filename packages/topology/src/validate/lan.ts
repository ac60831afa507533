// What people get wrong in a LAN: doubled MAC addresses, interfaces in different subnets, one subnet in two places, gateways
// out of reach. All of it runs, so all of it is a warning.
import { ifaces, ifacesOf, linkOf, nameOf, nodes } from '../document.ts'
import { formatAddress, formatPrefix, type IpAddress, networkPrefix, parseGateway, parsePrefix } from '../ip.ts'
import { allLans, type Lan } from '../lan.ts'
import type { IfaceRecord, NodeRecord, TopologyDocument } from '../records.ts'
import { subnetOf, subnetPrefix } from '../subnets.ts'
import type { Report } from './problem.ts'

export function checkLans(doc: TopologyDocument, report: Report): void {
  const subnets = new Map<string, IfaceRecord>()
  for (const lan of allLans(doc)) {
    checkMacs(doc, lan, report)
    checkSubnet(doc, lan, subnets, report)
    checkMtu(doc, lan, report)
  }
  for (const iface of ifaces(doc))
    if (isUnwired(doc, iface))
      report('warning', iface.id, null, `${nameOf(doc, iface.id)} has no wire`, 'wire it, or remove it', 'no-wire')
  for (const node of nodes(doc)) checkGateways(doc, node, report)
}

const isUnwired = (doc: TopologyDocument, iface: IfaceRecord) =>
  iface.kind === 'nic' && linkOf(doc, iface.id) === undefined

function checkMacs(doc: TopologyDocument, lan: Lan, report: Report): void {
  const holder = new Map<string, string>()
  for (const iface of lan.endpoints) {
    const other = holder.get(iface.mac)
    if (other !== undefined)
      report(
        'warning',
        iface.id,
        'mac',
        `${other} in the same LAN has ${iface.mac} too`,
        'give one of them another MAC address',
        'mac-shared',
      )
    holder.set(iface.mac, nameOf(doc, iface.id))
  }
}

function checkSubnet(doc: TopologyDocument, lan: Lan, elsewhere: Map<string, IfaceRecord>, report: Report): void {
  for (const family of [4, 6] as const) {
    const subnet = subnetOf(lan.endpoints, family)
    if (subnet === null) continue
    const prefix = formatPrefix(subnet.prefix)
    let first: IfaceRecord | undefined
    for (const iface of lan.endpoints) {
      const own = iface.addresses.flatMap(({ address }) => subnetPrefix(address, family) ?? []).map(formatPrefix)
      if (own.includes(prefix)) first ??= iface
      else if (own.length > 0)
        report(
          'warning',
          iface.id,
          'addresses',
          `${nameOf(doc, iface.id)} is in ${own[0]}, the rest of its LAN in ${prefix}`,
          `give it an address in ${prefix}`,
          'subnet-differs',
        )
    }
    // An interface without a wire is told as such.
    if (first === undefined || isUnwired(doc, first)) continue
    const other = elsewhere.get(prefix)
    if (other !== undefined)
      report(
        'warning',
        first.id,
        'addresses',
        `${prefix} is the subnet of ${nameOf(doc, first.id)} and of ${nameOf(doc, other.id)}, which no wire joins`,
        'wire them together, or renumber one of the two LANs',
        'subnet-twice',
      )
    elsewhere.set(prefix, first)
  }
}

function checkMtu(doc: TopologyDocument, lan: Lan, report: Report): void {
  const largest = lan.endpoints.reduce((most, iface) => Math.max(most, iface.mtu), 0)
  for (const iface of lan.endpoints)
    if (iface.mtu < largest)
      report(
        'warning',
        iface.id,
        'mtu',
        `${nameOf(doc, iface.id)} takes ${iface.mtu} bytes, others in its LAN send up to ${largest}`,
        'set one MTU for the whole LAN',
        'mtu-differs',
      )
}

export function checkGateways(doc: TopologyDocument, node: NodeRecord, report: Report): void {
  if (node.routes.length === 0) return
  const own = new Set<string>()
  // Networks by length, so that a gateway is looked up once a length and not once a network.
  const connected = new Map<number, Set<string>>()
  const names = new Set<string>()
  for (const { name, addresses } of ifacesOf(doc, node.id)) {
    names.add(name)
    for (const { address } of addresses) {
      const ip = parsePrefix(address)
      if (ip === null) continue
      own.add(formatAddress(ip))
      const networks = connected.get(ip.length) ?? new Set()
      connected.set(ip.length, networks.add(formatPrefix(networkPrefix(ip))))
    }
  }
  const isConnected = (ip: IpAddress) =>
    [...connected].some(([length, networks]) => networks.has(formatPrefix(networkPrefix({ ...ip, length }))))
  node.routes.forEach(({ gateway: text }, i) => {
    const gateway = parseGateway(text)
    if (gateway?.kind !== 'address') return
    const field = `routes[${i}].gateway`
    if (own.has(formatAddress(gateway.ip)) && gateway.iface === null)
      report('warning', node.id, field, `${text} is this node's own address`, 'name a neighbor', 'gateway')
    else if (gateway.iface !== null ? !names.has(gateway.iface) : !isConnected(gateway.ip))
      report(
        'warning',
        node.id,
        field,
        gateway.iface === null
          ? `${text} is on no network this node is connected to`
          : `this node has no interface ${gateway.iface}`,
        'name a neighbor, or wire it there',
        'gateway',
      )
  })
}
