// What must hold of one interface and of one wire.
import { teePorts } from '../bridging.ts'
import { find, hasStack, isIfaceId, nameOf } from '../document.ts'
import { indexOf, nameKey } from '../document-index.ts'
import { formatIpv4, isSubnetEdge, parseCidr, whyNotIfaceAddress } from '../ipv4.ts'
import type { IfaceId, IfaceRecord, LinkRecord, NodeRecord, TopologyDocument } from '../records.ts'
import type { Report } from './problem.ts'

const MAX_STACKING = 16
/** What `ifconfig` and `dladm` take for a name. */
const IFACE_NAME = /^[A-Za-z][A-Za-z0-9_.]*$/

export function checkIface(doc: TopologyDocument, iface: IfaceRecord, report: Report): void {
  const node = find(doc, iface.node)
  if (node === undefined) {
    report('error', iface.id, 'node', `its node ${iface.node} does not exist`, 'remove the interface')
    return
  }
  if (find(doc, iface.home) === undefined)
    report('error', iface.id, 'home', `its home ${iface.home} does not exist`, `set its home to ${iface.node}`)
  checkName(doc, iface, node, report)
  checkMac(iface, report)
  checkKind(doc, iface, node, report)
  checkAddresses(doc, iface, node, report)
}

function checkName(doc: TopologyDocument, iface: IfaceRecord, node: NodeRecord, report: Report): void {
  if (!IFACE_NAME.test(iface.name))
    report(
      'error',
      iface.id,
      'name',
      `"${iface.name}" cannot be an interface's name`,
      'begin with a letter, then letters, digits, _ and .',
    )
  if (node.kind === 'tee' && !teePorts.some((port) => port === iface.name))
    report('error', iface.id, 'name', `a tee has no port ${iface.name}`, `name it ${teePorts.join(', ')}`)
  for (const holder of new Set([node.id, iface.home])) {
    const others = indexOf(doc).ifacesByName.get(nameKey(holder, iface.name)) ?? []
    if (others.some((id) => id !== iface.id))
      report(
        'error',
        iface.id,
        'name',
        `${find(doc, holder)?.name ?? holder} has another interface called ${iface.name}`,
        'give one of them another name',
      )
  }
}

function checkMac(iface: IfaceRecord, report: Report): void {
  if (Number.parseInt(iface.mac.slice(0, 2), 16) % 2 === 1)
    report(
      'error',
      iface.id,
      'mac',
      `${iface.mac} is a multicast address: the lowest bit of its first octet is set`,
      'make the first octet even',
    )
  if (iface.mac === '00:00:00:00:00:00')
    report('error', iface.id, 'mac', 'an interface needs a MAC address', 'use one such as 42:00:aa:00:00:01')
}

function checkKind(doc: TopologyDocument, iface: IfaceRecord, node: NodeRecord, report: Report): void {
  if (node.kind === 'etherstub')
    report(
      'error',
      iface.id,
      'node',
      'an etherstub has no interfaces, only vnics made over it',
      'make a vnic over it in a zone',
    )
  if (iface.kind === 'nic') {
    if (iface.over !== null)
      report('error', iface.id, 'over', 'a nic is made over nothing', 'set over to null, or kind to vnic')
    return
  }
  if (!hasStack(node.kind))
    report('error', iface.id, 'node', `a ${node.kind} cannot have a vnic`, 'place it in a machine, jail or zone')
  if (iface.over === null) {
    report('error', iface.id, 'over', 'a vnic is made over an etherstub or an interface', 'say which')
    return
  }
  const over = find(doc, iface.over)
  if (over === undefined)
    report('error', iface.id, 'over', `what it is made over, ${iface.over}, does not exist`, 'remove the vnic')
  else if (over.type === 'node' && over.kind !== 'etherstub')
    report(
      'error',
      iface.id,
      'over',
      `a vnic cannot be made over a ${over.kind}`,
      'make it over an etherstub or an interface',
    )
  else if (over.type === 'iface' && !hasStack(find(doc, over.node)?.kind ?? 'machine'))
    report(
      'error',
      iface.id,
      'over',
      `a vnic cannot be made over a port of ${over.node}`,
      'make it over an interface of a machine, jail or zone',
    )
  checkStacking(doc, iface, report)
}

function checkStacking(doc: TopologyDocument, iface: IfaceRecord, report: Report): void {
  let at = iface.over
  for (let depth = 0; at !== null && isIfaceId(at); depth++) {
    if (at === iface.id || depth >= MAX_STACKING) {
      const why =
        at === iface.id ? `${iface.name} would be made over itself` : `vnics are stacked more than ${MAX_STACKING} deep`
      report('error', iface.id, 'over', why, 'make it over an etherstub or a nic')
      return
    }
    at = find(doc, at)?.over ?? null
  }
}

function checkAddresses(doc: TopologyDocument, iface: IfaceRecord, node: NodeRecord, report: Report): void {
  if (iface.addresses.length > 0 && !hasStack(node.kind))
    report(
      'error',
      iface.id,
      'addresses',
      `a ${node.kind} only passes frames on: its ports have no addresses`,
      'remove them',
    )
  const own = new Set<number>()
  iface.addresses.forEach(({ address }, i) => {
    const field = `addresses[${i}].address`
    const why = whyNotIfaceAddress(address)
    if (why !== null) {
      report('error', iface.id, field, `"${address}": ${why}`, 'write an address such as 10.0.0.1/24')
      return
    }
    const cidr = parseCidr(address)!
    if (isSubnetEdge(cidr))
      report(
        'warning',
        iface.id,
        field,
        `${address} is the first or last address of its subnet, which no host has`,
        'use one in between',
      )
    if (own.has(cidr.address)) report('error', iface.id, field, `${address} is listed twice`, 'remove one')
    own.add(cidr.address)
    checkShared(doc, iface, cidr.address, field, report)
  })
}

const hasAddress = (iface: IfaceRecord, address: number) =>
  iface.addresses.some((each) => parseCidr(each.address)?.address === address)

/** Two interfaces of one node cannot share an address; those of two nodes can, and that is worth a warning. */
function checkShared(doc: TopologyDocument, iface: IfaceRecord, address: number, field: string, report: Report): void {
  const { ifacesByAddress, ifacesByNode } = indexOf(doc)
  const holders = ifacesByAddress.get(String(address)) as readonly IfaceId[]
  if (holders.length === 1) return
  const siblings = ifacesByNode.get(iface.node) as readonly IfaceId[]
  // Of the two lists the shorter is searched, so that thousands of equal addresses are not compared pair by pair.
  const sibling =
    siblings.length < holders.length
      ? siblings.find((id) => id !== iface.id && hasAddress(find(doc, id)!, address))
      : holders.find((id) => id !== iface.id && find(doc, id)!.node === iface.node)
  const other = sibling ?? holders.find((id) => id !== iface.id)!
  report(
    sibling === undefined ? 'warning' : 'error',
    iface.id,
    field,
    `${nameOf(doc, other)} has ${formatIpv4(address)} too`,
    'change one of them',
  )
}

export function checkLink(doc: TopologyDocument, link: LinkRecord, report: Report): void {
  if (link.a === link.b) report('error', link.id, 'b', 'both ends are one interface', 'wire two interfaces')
  for (const field of ['a', 'b'] as const) {
    const end = find(doc, link[field])
    if (end === undefined) {
      report('error', link.id, field, `the interface ${link[field]} does not exist`, 'remove the link')
      continue
    }
    if (end.kind !== 'nic')
      report('error', link.id, field, `${end.name} is a ${end.kind}: its wire is what it was made over`, 'wire a nic')
    const other = indexOf(doc)
      .linksByIface.get(end.id)
      ?.find((id) => id !== link.id)
    if (other !== undefined)
      report(
        'error',
        link.id,
        field,
        `${end.id} is the end of ${other} too`,
        'an interface takes one wire: remove one link',
      )
  }
}
