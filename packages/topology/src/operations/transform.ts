// Another kind or role in place, with the wires as they are. What the new kind cannot have goes: addresses, routes and vlan
// interfaces when a stack becomes a switch, VLAN settings when a switch becomes a hub.
import { addressJoinedLan } from '../addressing.ts'
import { teePorts } from '../bridging.ts'
import { ifaceDefaults } from '../defaults.ts'
import type { Operation } from '../diff.ts'
import { childrenOf, find, hasStack, ifacesOf, nameOf, record, vnicsOver } from '../document.ts'
import { formatPrefix, type IpFamily } from '../ip.ts'
import { isCopyPort, lanOf } from '../lan.ts'
import { ifaceSeries } from '../naming.ts'
import {
  type IfaceId,
  type IfaceRecord,
  MACHINE0,
  type NodeId,
  type NodeKind,
  type NodeRecord,
  type NodeRole,
  type TopologyDocument,
} from '../records.ts'
import { subnetPrefix } from '../subnets.ts'
import { Draft, demand, Refused } from './operation.ts'
import { removeRecords } from './remove-records.ts'
import { renumber } from './renumber.ts'
import { vnicsToWires, whyNotVnics, whyNotWires, wiresToVnics } from './stub-wires.ts'

export interface Transform {
  /** As it was when not given. */
  readonly kind?: NodeKind
  /** As it was when not given; `host` for what had none. */
  readonly role?: NodeRole
}

export function transform(doc: TopologyDocument, ids: readonly NodeId[], to: Transform): Operation {
  const draft = new Draft(doc)
  for (const id of ids) transformOne(draft, demand(draft.doc, id), to)
  const what = ids.length === 1 ? demand(doc, ids[0]).name : `${ids.length} nodes`
  const role = to.role !== undefined && (to.kind === undefined || hasStack(to.kind)) ? `a ${to.role}` : one(to.kind!)
  return draft.operation(`Make ${what} ${role}`)
}

/** "an etherstub". */
const one = (kind: NodeKind): string => `${kind === 'etherstub' ? 'an' : 'a'} ${kind}`

function transformOne(draft: Draft, node: NodeRecord, to: Transform): void {
  const { kind = node.kind, role } = to
  const why = whyNot(draft.doc, node, kind)
  if (why !== null) throw new Refused(why)
  if (kind !== node.kind && (kind === 'etherstub' || node.kind === 'etherstub')) return byHub(draft, node, to)
  const next: NodeRecord = { ...node, kind, role: hasStack(kind) ? (role ?? node.role ?? 'host') : null }
  if (kind !== 'switch') next.switch = null
  if (hasStack(kind)) {
    draft.put(next)
    draft.putAll(ifacesOf(draft.doc, node.id).map((iface) => ({ ...iface, port: null })))
    if (next.role !== 'router') draft.putAll(ifacesOf(draft.doc, node.id).map((iface) => ({ ...iface, ra: null })))
    if (!hasStack(node.kind)) {
      addressPorts(draft, node.id)
      partLans(draft, node.id)
    }
    renamePorts(draft, node)
    return
  }
  const sides = hasStack(node.kind) ? sidesOf(draft.doc, node.id) : null
  const gone = ifacesOf(draft.doc, node.id).filter((iface) => iface.kind !== 'nic')
  const over = ifacesOf(draft.doc, node.id).flatMap((iface) => vnicsOver(draft.doc, iface.id))
  const doomed = [...new Set([...gone, ...over].map(({ id }) => id))]
  if (doomed.length > 0) draft.apply(removeRecords(draft.doc, doomed).diff)
  draft.putAll(ifacesOf(draft.doc, node.id).map((iface, i) => asPort(iface, kind, i)))
  draft.put({ ...next, routes: [], protocols: [] })
  if (kind !== 'tee') renamePorts(draft, node)
  if (sides !== null) joinLans(draft, sides)
}

/** An etherstub has no ports: it is made of a hub, and into one. */
function byHub(draft: Draft, node: NodeRecord, to: Transform): void {
  if (node.kind === 'etherstub') {
    vnicsToWires(draft, node)
    transformOne(draft, record(draft.doc, node.id), to)
  } else {
    transformOne(draft, node, { kind: 'hub' })
    wiresToVnics(draft, record(draft.doc, node.id))
  }
}

/** Interfaces that are called as in a node of the kind before are called as in one of the kind it is now, also in its routes. */
function renamePorts(draft: Draft, before: NodeRecord): void {
  const node = record(draft.doc, before.id)
  const series = ifaceSeries(node)
  if (before.kind !== 'tee' && ifaceSeries(before) === series) return
  const all = ifacesOf(draft.doc, node.id)
  const named = all.filter(({ kind, name }) => kind === 'nic' && numberIn(before, name) !== null)
  const taken = new Set(all.filter((iface) => !named.includes(iface)).map(({ name }) => name))
  const names = new Map<string, string>()
  named.sort((a, b) => numberIn(before, a.name)! - numberIn(before, b.name)!)
  for (const iface of named) {
    let n = numberIn(before, iface.name)!
    while (taken.has(`${series}${n}`)) n++
    taken.add(`${series}${n}`)
    names.set(iface.name, `${series}${n}`)
  }
  draft.putAll(named.map((iface) => ({ ...iface, name: names.get(iface.name)! })))
  const routes = node.routes.map((route) => {
    const [address, scope] = route.gateway.split('%')
    const name = scope && names.get(scope)
    return name ? { ...route, gateway: `${address}%${name}` } : route
  })
  draft.put({ ...node, routes })
}

/** 0 of `eth0`, 1 of a tee's `right`; null for a name somebody chose. */
function numberIn(node: NodeRecord, name: string): number | null {
  if (node.kind === 'tee') {
    const at = (teePorts as readonly string[]).indexOf(name)
    return at < 0 ? null : at
  }
  const series = ifaceSeries(node)
  const number = name.startsWith(series) ? name.slice(series.length) : ''
  return /^(0|[1-9]\d*)$/.test(number) ? Number(number) : null
}

/** By port of a node with a stack: the interfaces of others in its LAN. */
function sidesOf(doc: TopologyDocument, node: NodeId): Map<IfaceId, IfaceId[]> {
  const sides = new Map<IfaceId, IfaceId[]>()
  for (const iface of ifacesOf(doc, node)) {
    const others = lanOf(doc, iface).endpoints.filter((endpoint) => endpoint.node !== node)
    sides.set(
      iface.id,
      others.map(({ id }) => id),
    )
  }
  return sides
}

/** What were several LANs are one now: the automatic addresses of the smaller move, as when a wire joins two. */
function joinLans(draft: Draft, sides: ReadonlyMap<IfaceId, readonly IfaceId[]>): void {
  const joined = new Map<string, IfaceId[]>()
  for (const [port, side] of sides) {
    const iface = find(draft.doc, port)
    if (iface === undefined) continue
    const { key } = lanOf(draft.doc, iface)
    const before = joined.get(key) ?? []
    const fresh = side.filter((id) => !before.includes(id))
    const [a, b] = [before, fresh].map((ids) => ids.map((id) => record(draft.doc, id)))
    if (before.length > 0 && fresh.length > 0)
      for (const [each, addresses] of addressJoinedLan(draft.doc, a, b, new Set()))
        draft.put({ ...record(draft.doc, each), addresses: [...addresses] })
    joined.set(key, [...before, ...fresh])
  }
}

function whyNot(doc: TopologyDocument, node: NodeRecord, kind: NodeKind): string | null {
  if (node.id === MACHINE0) return 'The machine everything is placed in stays a machine.'
  if (node.kind === 'machine' || kind === 'machine')
    return 'A machine cannot be made of another node, nor another of it.'
  if (!hasStack(kind) && childrenOf(doc, node.id).length > 0)
    return `${node.name} contains other nodes, and ${one(kind)} cannot: delete or move them first.`
  if (kind === node.kind) return null
  const wires = ifacesOf(doc, node.id).filter(({ kind }) => kind === 'nic').length + vnicsOver(doc, node.id).length
  if (kind === 'tee' && wires > teePorts.length) return `A tee has four ports, and ${node.name} has ${wires} wires.`
  if (!hasStack(kind) && hasStack(node.kind)) {
    const lost = whatIsLost(doc, node, kind)
    if (lost !== null) return lost
  }
  if (kind === 'etherstub') return whyNotVnics(doc, node)
  return node.kind === 'etherstub' ? whyNotWires(doc, node) : null
}

/** Lines to others that a node without a stack cannot have. */
function whatIsLost(doc: TopologyDocument, node: NodeRecord, kind: NodeKind): string | null {
  for (const iface of ifacesOf(doc, node.id)) {
    const over = iface.kind === 'vnic' && iface.over !== null ? find(doc, iface.over) : undefined
    if (over !== undefined && (over.type === 'node' || over.node !== node.id))
      return `${node.name} is joined to ${nameOf(doc, over.id)} by ${iface.name}, and ${one(kind)} has no vnics: delete ${iface.name} first.`
    const above = vnicsOver(doc, iface.id).find((each) => each.node !== node.id)
    if (above !== undefined)
      return `${nameOf(doc, above.id)} is made over ${iface.name} of ${node.name}, and ${one(kind)} carries no vnics on its ports: delete it first.`
  }
  return null
}

/** What an interface of a stack, or a port of another kind, is as a port of this kind. */
function asPort(iface: IfaceRecord, kind: NodeKind, i: number): IfaceRecord {
  const { addresses, ipv6, ra } = ifaceDefaults
  const name = kind === 'tee' ? teePorts[i] : iface.name
  return { ...iface, name, addresses, ipv6, ra, port: kind === 'switch' ? iface.port : null }
}

/** Ports of a switch that are interfaces of a stack now get addresses, as if they had just been wired. */
function addressPorts(draft: Draft, node: NodeId): void {
  for (const { id } of ifacesOf(draft.doc, node)) {
    const iface = record(draft.doc, id)
    const lan = lanOf(draft.doc, iface)
    if (lan.ports.some((port) => isCopyPort(draft.doc, port))) continue
    for (const [each, addresses] of addressJoinedLan(draft.doc, lan.endpoints, [], new Set([id])))
      draft.put({ ...record(draft.doc, each), addresses: [...addresses] })
  }
}

/** What was one LAN is several now, all in its subnet: each but the first gets one of its own. */
function partLans(draft: Draft, node: NodeId): void {
  const settled: IfaceId[] = []
  for (const { id } of ifacesOf(draft.doc, node)) {
    const iface = record(draft.doc, id)
    const ids = lanOf(draft.doc, iface).endpoints.map((endpoint) => endpoint.id)
    const others = settled.filter((each) => !ids.includes(each)).map((each) => record(draft.doc, each))
    const families = ([4, 6] as const).filter((family) => shareSubnet(iface, others, family))
    if (families.length > 0) draft.apply(renumber(draft.doc, { ids, families }).diff)
    settled.push(id)
  }
}

function shareSubnet(iface: IfaceRecord, others: readonly IfaceRecord[], family: IpFamily): boolean {
  const subnets = (each: IfaceRecord): string[] =>
    each.addresses.flatMap(({ address }) => {
      const prefix = subnetPrefix(address, family)
      return prefix === null ? [] : [formatPrefix(prefix)]
    })
  const theirs = new Set(others.flatMap(subnets))
  return subnets(iface).some((subnet) => theirs.has(subnet))
}
