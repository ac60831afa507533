// Automatic addresses given out anew, LAN by LAN: to close the holes that deleting left, to number a lab that was imported
// without addresses, or to give one IPv6. LANs and the interfaces in them keep their order.
import { autoFamilies, NewAddresses } from '../addressing.ts'
import type { Operation } from '../diff.ts'
import { find, hasStack, ifaces, ifacesOf, isNodeId, nameOf } from '../document.ts'
import { type IpFamily, parsePrefix } from '../ip.ts'
import { allLans, isCopyPort, type Lan } from '../lan.ts'
import type { IfaceId, IfaceRecord, NodeId, TopologyDocument } from '../records.ts'
import { Subnets, subnetOf, subnetPrefix } from '../subnets.ts'
import { Draft, demand, Refused } from './operation.ts'

export interface RenumberOptions {
  /** Nodes and interfaces; the whole lab when not given. A LAN chosen in part keeps its subnet. */
  readonly ids?: readonly (NodeId | IfaceId)[]
  /** Those that drawing assigns when not given. */
  readonly families?: readonly IpFamily[]
  /** Also addresses a person typed, which become automatic. */
  readonly typed?: boolean
}

export function renumber(doc: TopologyDocument, options: RenumberOptions = {}): Operation {
  const families = options.families ?? autoFamilies(doc)
  if (families.length === 0) throw new Refused('Automatic addresses are off in this lab: turn on IPv4 or IPv6.')
  const chosen = new Set(chosenIfaces(doc, options.ids).map(({ id }) => id))
  const draft = new Draft(doc)
  draft.putAll(ifaces(doc).flatMap((iface) => (chosen.has(iface.id) ? stripped(iface, families, options) : [])))
  const lans = allLans(doc).filter(
    ({ endpoints, ports }) =>
      endpoints.some(({ id }) => chosen.has(id)) && !ports.some((port) => isCopyPort(doc, port)),
  )
  const addresses = new NewAddresses(draft.doc)
  for (const family of families) {
    const subnets = new Subnets(draft.doc, family, true)
    for (const lan of inOrder(lans, family)) {
      const bare = lan.endpoints.map(({ id }) => find(draft.doc, id)!)
      const prefix = subnetOf(bare, family)?.prefix ?? subnets.take()
      if (prefix === null) throw new Refused(`The IPv${family} pool of the lab is used up: give it a wider one.`)
      const wanting = byAddress(lan.endpoints, family).filter(({ id }) => chosen.has(id))
      addresses.add(
        prefix,
        wanting.map(({ id }) => find(draft.doc, id)!),
      )
    }
  }
  draft.putAll([...addresses.changed].map(([id, list]) => ({ ...find(draft.doc, id)!, addresses: [...list] })))
  const { ids } = options
  return draft.operation(
    ids === undefined
      ? 'Renumber the lab'
      : ids.length === 1
        ? `Renumber ${nameOf(doc, ids[0])}`
        : `Renumber ${ids.length} items`,
  )
}

function chosenIfaces(doc: TopologyDocument, ids: RenumberOptions['ids']): IfaceRecord[] {
  const list = ids?.flatMap((id) => (isNodeId(id) ? ifacesOf(doc, demand(doc, id).id) : demand(doc, id))) ?? ifaces(doc)
  return list.filter((iface) => iface.kind !== 'lo' && hasStack(find(doc, iface.node)?.kind ?? 'switch'))
}

/** The interface without the addresses that are to be given anew. */
function stripped(iface: IfaceRecord, families: readonly IpFamily[], { typed }: RenumberOptions): IfaceRecord[] {
  const addresses = iface.addresses.filter(
    ({ address, auto }) =>
      !(auto || typed === true) || !families.some((family) => subnetPrefix(address, family) !== null),
  )
  return addresses.length === iface.addresses.length ? [] : [{ ...iface, addresses }]
}

/** LANs by the subnet they are in; those in none come last. */
function inOrder(lans: readonly Lan[], family: IpFamily): Lan[] {
  const keyed = lans.map((lan) => {
    const prefix = subnetOf(lan.endpoints, family)?.prefix
    return { lan, at: prefix === undefined ? -1n : BigInt(prefix.address) }
  })
  return keyed.sort((a, b) => compare(a.at, b.at) || (a.lan.key < b.lan.key ? -1 : 1)).map(({ lan }) => lan)
}

function byAddress(endpoints: readonly IfaceRecord[], family: IpFamily): IfaceRecord[] {
  const keyed = endpoints.map((iface) => {
    const ip = iface.addresses.map(({ address }) => parsePrefix(address)).find((each) => each?.family === family)
    return { iface, at: ip == null ? -1n : BigInt(ip.address) }
  })
  return keyed.sort((a, b) => compare(a.at, b.at)).map(({ iface }) => iface)
}

/** Ascending, what is nowhere (-1) last; equals keep their order. */
function compare(a: bigint, b: bigint): number {
  if (a === b) return 0
  if (a < 0n || b < 0n) return a < 0n ? 1 : -1
  return a < b ? -1 : 1
}
