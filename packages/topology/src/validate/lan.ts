// What people get wrong in a LAN: doubled MAC addresses, interfaces in different subnets, gateways out of reach. All of it
// runs, so all of it is a warning.
import { subnetOf } from '../addressing.ts'
import { ifaces, ifacesOf, linkOf, nameOf, nodes } from '../document.ts'
import { formatCidr, network, networkOf, parseCidr, parseIpv4 } from '../ipv4.ts'
import { allLans, type Lan } from '../lan.ts'
import type { NodeRecord, TopologyDocument } from '../records.ts'
import type { Report } from './problem.ts'

export function checkLans(doc: TopologyDocument, report: Report): void {
  for (const lan of allLans(doc)) {
    checkMacs(doc, lan, report)
    checkSubnet(doc, lan, report)
    checkMtu(doc, lan, report)
  }
  for (const iface of ifaces(doc))
    if (iface.kind === 'nic' && linkOf(doc, iface.id) === undefined)
      report('warning', iface.id, null, `${nameOf(doc, iface.id)} has no wire`, 'wire it, or remove it')
  for (const node of nodes(doc)) checkGateways(doc, node, report)
}

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
      )
    holder.set(iface.mac, nameOf(doc, iface.id))
  }
}

function checkSubnet(doc: TopologyDocument, lan: Lan, report: Report): void {
  const subnet = subnetOf(lan.endpoints)
  if (subnet === null) return
  const prefix = formatCidr(subnet.prefix)
  for (const iface of lan.endpoints) {
    const own = iface.addresses.flatMap(({ address }) => parseCidr(address) ?? [])
    if (own.length === 0 || own.some((cidr) => formatCidr(network(cidr)) === prefix)) continue
    report(
      'warning',
      iface.id,
      'addresses',
      `${nameOf(doc, iface.id)} is in ${formatCidr(network(own[0]))}, the rest of its LAN in ${prefix}`,
      `give it an address in ${prefix}`,
    )
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
      )
}

function checkGateways(doc: TopologyDocument, node: NodeRecord, report: Report): void {
  if (node.routes.length === 0) return
  const own = new Set<number>()
  const connected = new Map<number, Set<number>>()
  for (const { addresses } of ifacesOf(doc, node.id))
    for (const { address } of addresses) {
      const cidr = parseCidr(address)
      if (cidr === null) continue
      own.add(cidr.address)
      const networks = connected.get(cidr.length) ?? new Set()
      connected.set(cidr.length, networks.add(network(cidr).address))
    }
  const isConnected = (address: number) =>
    [...connected].some(([length, networks]) => networks.has(networkOf(address, length)))
  node.routes.forEach(({ gateway }, i) => {
    const address = parseIpv4(gateway)
    if (address === null) return
    const field = `routes[${i}].gateway`
    if (own.has(address)) report('warning', node.id, field, `${gateway} is this node's own address`, 'name a neighbor')
    else if (!isConnected(address))
      report(
        'warning',
        node.id,
        field,
        `${gateway} is on no network this node is connected to`,
        'name a neighbor, or wire it there',
      )
  })
}
