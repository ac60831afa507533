// Addresses of one interface: whether it can have them, and who has them too.
import { find, hasStack, nameOf } from '../document.ts'
import { addressKey, indexOf } from '../document-index.ts'
import { formatAddress, type IpPrefix, parsePrefix, whyNotIfaceAddress } from '../ip.ts'
import { isSubnetEdge } from '../ipv4.ts'
import { isSubnetRouterAnycast } from '../ipv6.ts'
import type { IfaceId, IfaceRecord, NodeRecord, TopologyDocument } from '../records.ts'
import type { Report } from './problem.ts'

/** What every link under IPv6 carries (RFC 8200, 5). */
export const IPV6_MIN_MTU = 1280

export function checkAddresses(doc: TopologyDocument, iface: IfaceRecord, node: NodeRecord, report: Report): void {
  if (iface.addresses.length > 0 && !hasStack(node.kind))
    report(
      'error',
      iface.id,
      'addresses',
      `a ${node.kind} only passes frames on: its ports have no addresses`,
      'remove them',
    )
  const own = new Set<string>()
  let hasIpv6 = false
  iface.addresses.forEach(({ address }, i) => {
    const field = `addresses[${i}].address`
    const why = whyNotIfaceAddress(address, iface.kind === 'lo')
    if (why !== null) {
      report('error', iface.id, field, `"${address}": ${why}`, 'write an address such as 10.0.0.1/24 or fc00::1/64')
      return
    }
    const ip = parsePrefix(address)!
    const key = addressKey(ip)
    if (own.has(key)) report('error', iface.id, field, `${address} is listed twice`, 'remove one')
    own.add(key)
    hasIpv6 ||= ip.family === 6
    checkEdge(iface, ip, address, field, report)
    checkShared(doc, iface, ip, field, report)
  })
  if (hasIpv6 && iface.mtu < IPV6_MIN_MTU)
    report(
      'warning',
      iface.id,
      'mtu',
      `IPv6 needs an MTU of ${IPV6_MIN_MTU}, and ${iface.name} has ${iface.mtu} (RFC 8200, 5)`,
      `set its MTU to ${IPV6_MIN_MTU} or more`,
      'mtu-small',
    )
}

function checkEdge(iface: IfaceRecord, ip: IpPrefix, address: string, field: string, report: Report): void {
  if (ip.family === 4 && isSubnetEdge(ip))
    report(
      'warning',
      iface.id,
      field,
      `${address} is the first or last address of its subnet, which no host has`,
      'use one in between',
      'address-edge',
    )
  if (ip.family === 6 && isSubnetRouterAnycast(ip))
    report(
      'warning',
      iface.id,
      field,
      `${address} stands for every router of its subnet (RFC 4291, 2.6.1)`,
      'use another one of the subnet',
      'address-edge',
    )
}

const hasAddress = (iface: IfaceRecord, key: string) =>
  iface.addresses.some((each) => {
    const ip = parsePrefix(each.address)
    return ip !== null && addressKey(ip) === key
  })

/** Two interfaces of one node cannot share an address; those of two nodes can, and that is worth a warning. */
function checkShared(doc: TopologyDocument, iface: IfaceRecord, ip: IpPrefix, field: string, report: Report): void {
  const { ifacesByAddress, ifacesByNode } = indexOf(doc)
  const key = addressKey(ip)
  const holders = (ifacesByAddress.get(key) ?? []) as readonly IfaceId[]
  if (holders.length <= 1) return
  const siblings = ifacesByNode.get(iface.node) as readonly IfaceId[]
  // Of the two lists the shorter is searched, so that thousands of equal addresses are not compared pair by pair.
  const sibling =
    siblings.length < holders.length
      ? siblings.find((id) => id !== iface.id && hasAddress(find(doc, id)!, key))
      : holders.find((id) => id !== iface.id && find(doc, id)!.node === iface.node)
  const other = sibling ?? holders.find((id) => id !== iface.id)
  // One that has it twice is told so already.
  if (other === undefined) return
  report(
    sibling === undefined ? 'warning' : 'error',
    iface.id,
    field,
    `${nameOf(doc, other)} has ${formatAddress(ip)} too`,
    'change one of them',
    'address-shared',
  )
}
