// Addresses chosen anew where the present one is somebody else's, or out of place. What Etherloom chooses is automatic.
import { NewAddresses } from '../addressing.ts'
import type { Operation } from '../diff.ts'
import { find, isIfaceId, nameOf } from '../document.ts'
import { addressKey, indexOf } from '../document-index.ts'
import { formatPrefix, type IpFamily, type IpPrefix, networkPrefix, parsePrefix } from '../ip.ts'
import { isSubnetEdge } from '../ipv4.ts'
import { isSubnetRouterAnycast } from '../ipv6.ts'
import { type Lan, lanOf } from '../lan.ts'
import { Draft } from '../operations/operation.ts'
import type { IfaceRecord, TopologyDocument } from '../records.ts'
import { allocateSubnet, subnetOf, subnetPrefix } from '../subnets.ts'
import type { Problem } from '../validate/problem.ts'

const ifaceOf = (doc: TopologyDocument, { record }: Problem): IfaceRecord | null =>
  isIfaceId(record) ? (find(doc, record) ?? null) : null

/** Another address of the same subnet, for one that is taken or that no host can have. */
export function mendAddress(doc: TopologyDocument, problem: Problem): Operation | null {
  const iface = ifaceOf(doc, problem)
  const at = Number(/^addresses\[(\d+)\]/.exec(problem.field ?? '')?.[1])
  const wrong = iface?.addresses[at]?.address
  const ip = wrong === undefined ? null : parsePrefix(wrong)
  if (iface === null || ip === null || !isWrong(doc, ip)) return null
  return readdress(doc, [iface], networkPrefix(ip), (address) => address === wrong)
}

function isWrong(doc: TopologyDocument, ip: IpPrefix): boolean {
  if (ip.family === 4 ? isSubnetEdge(ip) : isSubnetRouterAnycast(ip)) return true
  return (indexOf(doc).ifacesByAddress.get(addressKey(ip)) ?? []).length > 1
}

/** An address in the subnet the others of the LAN are in, instead of those in another. */
export function mendSubnet(doc: TopologyDocument, problem: Problem): Operation | null {
  const iface = ifaceOf(doc, problem)
  if (iface === null) return null
  const { endpoints } = lanOf(doc, iface)
  for (const family of [4, 6] as const) {
    const subnet = subnetOf(endpoints, family)
    const own = iface.addresses.flatMap(({ address }) => subnetPrefix(address, family) ?? []).map(formatPrefix)
    if (subnet === null || own.length === 0 || own.includes(formatPrefix(subnet.prefix))) continue
    return readdress(doc, [iface], subnet.prefix, (address) => subnetPrefix(address, family) !== null)
  }
  return null
}

/** A subnet of its own for the second of two LANs that have the same. */
export function mendSubnetTwice(doc: TopologyDocument, problem: Problem): Operation | null {
  const iface = ifaceOf(doc, problem)
  if (iface === null) return null
  const lan = lanOf(doc, iface)
  for (const family of [4, 6] as const) {
    const subnet = subnetOf(lan.endpoints, family)
    if (subnet === null || !isElsewhere(doc, lan, formatPrefix(subnet.prefix), family)) continue
    const free = allocateSubnet(doc, family)
    if (free === null) return null
    const inSubnet = (address: string) => {
      const own = subnetPrefix(address, family)
      return own !== null && formatPrefix(own) === formatPrefix(subnet.prefix)
    }
    return readdress(doc, lan.endpoints, free, inSubnet)
  }
  return null
}

function isElsewhere(doc: TopologyDocument, lan: Lan, prefix: string, family: IpFamily): boolean {
  const here = new Set<string>(lan.endpoints.map(({ id }) => id))
  return (indexOf(doc).ifacesByPrefix.get(prefix) ?? []).some((id) => {
    const other = isIfaceId(id) ? find(doc, id) : undefined
    if (other === undefined || other.kind === 'lo' || here.has(other.id)) return false
    const there = subnetOf(lanOf(doc, other).endpoints, family)
    return there !== null && formatPrefix(there.prefix) === prefix
  })
}

/** Gives the interfaces an address in the subnet instead of those that `isWrong`. */
function readdress(
  doc: TopologyDocument,
  ifaces: readonly IfaceRecord[],
  prefix: IpPrefix,
  isWrong: (address: string) => boolean,
): Operation | null {
  const draft = new Draft(doc)
  const bare = ifaces.flatMap((iface) => {
    const kept = iface.addresses.filter(({ address }) => !isWrong(address))
    return kept.length === iface.addresses.length ? [] : [{ ...iface, addresses: kept }]
  })
  draft.putAll(bare)
  const given = new NewAddresses(draft.doc)
  given.add(prefix, bare)
  // The subnet is full.
  if (given.changed.size < bare.length || bare.length === 0) return null
  draft.putAll(bare.map((iface) => ({ ...iface, addresses: [...given.of(iface)] })))
  const [first] = bare
  return draft.operation(
    bare.length === 1
      ? `Give ${nameOf(doc, first!.id)} ${given.of(first!).find(({ address }) => inPrefix(address, prefix))!.address}`
      : `Move the LAN of ${nameOf(doc, first!.id)} to ${formatPrefix(prefix)}`,
  )
}

function inPrefix(address: string, prefix: IpPrefix): boolean {
  const own = subnetPrefix(address, prefix.family)
  return own !== null && formatPrefix(own) === formatPrefix(prefix)
}
