// Drawing a wire. Each end gets an interface, the wire a link record, and the LAN that comes of it its addresses, all in
// one operation. A wire drawn to an etherstub makes no link: it *is* a vnic over the stub, and the label says so.
import { addressJoinedLan } from '../addressing.ts'
import { makeIface, makeLink } from '../defaults.ts'
import type { Operation } from '../diff.ts'
import { find, hasStack, isIfaceId, linkOf, nameOf, record, wiresBetween } from '../document.ts'
import { type Impairment, noImpairment } from '../impairment.ts'
import { isCopyPort, lanOf } from '../lan.ts'
import { freshId, freshMac, freshPortName, ifaceIdFor } from '../naming.ts'
import type { IfaceId, IfaceRecord, NodeId, NodeRecord, TopologyDocument } from '../records.ts'
import { addVnic } from './add-vnic.ts'
import { Draft, demand, Refused } from './operation.ts'

/** A node, which gets a new interface, or one of its interfaces that has no wire yet. */
export type WireEnd = NodeId | IfaceId

export interface ConnectOptions {
  readonly ab?: Partial<Impairment>
  readonly ba?: Partial<Impairment>
}

/** Why a wire cannot be drawn between these two, in words for a person, or null when it can. */
export function whyNotConnect(doc: TopologyDocument, a: WireEnd, b: WireEnd): string | null {
  for (const end of [a, b]) {
    if (find(doc, end) === undefined) return `There is no ${end} in this lab any more.`
    if (!isIfaceId(end)) continue
    const iface = record(doc, end)
    if (iface.kind === 'lo') return `${iface.name} is a loopback interface: it has no wire.`
    if (iface.kind !== 'nic') return `${iface.name} is a ${iface.kind}: its wire is what it was made over.`
    if (linkOf(doc, end) !== undefined) return `${iface.name} has a wire already.`
  }
  const from = nodeAt(doc, a)
  const to = nodeAt(doc, b)
  if (from.id === to.id) return `A wire needs two nodes; both ends are ${from.name}.`
  for (const node of [from, to])
    if (node.kind === 'machine')
      return `${node.name} is a machine: wire the jails and zones inside it, or create a vnic in it over an etherstub.`
  for (const [node, end] of [
    [from, a],
    [to, b],
  ] as const)
    if (!isIfaceId(end) && freshPortName(doc, node) === null) return whyFull(node)
  if (from.kind === 'etherstub' && to.kind === 'etherstub')
    return 'Two etherstubs cannot be joined: give one zone a vnic over each and let it route.'
  for (const [stub, other, end] of [
    [from, to, b],
    [to, from, a],
  ] as const) {
    if (stub.kind !== 'etherstub') continue
    if (!hasStack(other.kind))
      return `An etherstub is joined by vnics, and a ${other.kind} has none. Wire a jail or zone.`
    if (isIfaceId(end)) return `An etherstub is joined by a new vnic, not by ${record(doc, end).name}.`
  }
  return null
}

const whyFull = (node: NodeRecord) => `${node.name} is a tee, and a tee has four ports: all of them are there already.`

export function connect(doc: TopologyDocument, a: WireEnd, b: WireEnd, options: ConnectOptions = {}): Operation {
  const why = whyNotConnect(doc, a, b)
  if (why !== null) throw new Refused(why)
  const from = nodeAt(doc, a)
  const to = nodeAt(doc, b)
  if (from.kind === 'etherstub') return addVnic(doc, { node: to.id, over: from.id, address: 'automatic' })
  if (to.kind === 'etherstub') return addVnic(doc, { node: from.id, over: to.id, address: 'automatic' })

  const draft = new Draft(doc)
  const endA = plug(draft, a)
  const endB = plug(draft, b)
  const sideA = lanOf(draft.doc, endA)
  const sideB = lanOf(draft.doc, endB)
  draft.add(
    makeLink({
      id: freshId(doc, 'link', `${from.id.slice('node:'.length)}-${to.id.slice('node:'.length)}`),
      kind: 'wire',
      a: endA.id,
      b: endB.id,
      ab: { ...noImpairment, ...options.ab },
      ba: { ...noImpairment, ...options.ba },
    }),
  )
  // A second wire between two parts of one LAN joins nothing new, so it renumbers nothing; a tap's copies join nothing at all.
  const joins = sideA.key !== sideB.key && !isCopyPort(draft.doc, endA) && !isCopyPort(draft.doc, endB)
  if (joins) {
    const fresh = new Set([endA.id, endB.id])
    for (const [id, addresses] of addressJoinedLan(draft.doc, sideA.endpoints, sideB.endpoints, fresh))
      draft.put({ ...record(draft.doc, id), addresses: [...addresses] })
  }
  const another = wiresBetween(draft.doc, endA, endB) > 1
  const [nameA, nameB] = another ? [nameOf(draft.doc, endA.id), nameOf(draft.doc, endB.id)] : [from.name, to.name]
  return draft.operation(`Wire ${nameA} to ${nameB}`)
}

const nodeAt = (doc: TopologyDocument, end: WireEnd): NodeRecord =>
  isIfaceId(end) ? demand(doc, demand(doc, end).node) : demand(doc, end)

/** The interface at this end: the one given, or a new one. */
function plug(draft: Draft, end: WireEnd): IfaceRecord {
  if (isIfaceId(end)) return record(draft.doc, end)
  const node = record(draft.doc, end)
  const name = freshPortName(draft.doc, node)
  if (name === null) throw new Refused(whyFull(node))
  const iface = makeIface({
    id: ifaceIdFor(draft.doc, node, name),
    kind: 'nic',
    node: node.id,
    home: node.id,
    name,
    mac: freshMac(draft.doc),
  })
  draft.add(iface)
  return iface
}
