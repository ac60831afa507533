// An etherstub is joined by vnics, a hub by wires. One is made of the other by making each line on the canvas what the new kind is
// joined by: the interface at the far end stays, with its name and addresses.
//
//   pc1 eth0 (nic) ──wire── e0 hub1          pc1 eth0 (vnic) ──over── etherstub hub1
import { makeIface, makeLink, makePath } from '../defaults.ts'
import { hasStack, ifacesOf, linkOf, pathIdOf, pathOf, peerOf, record, vnicsOver } from '../document.ts'
import { freshId, freshMac, freshPortName, ifaceIdFor } from '../naming.ts'
import type { EdgeId, IfaceRecord, NodeRecord, TopologyDocument } from '../records.ts'
import type { Draft } from './operation.ts'
import { removeRecords } from './remove-records.ts'

/** Why what is wired to a node cannot be joined by vnics. */
export function whyNotVnics(doc: TopologyDocument, node: NodeRecord): string | null {
  for (const { id } of ifacesOf(doc, node.id)) {
    const far = peerOf(doc, id)
    const other = far && record(doc, far.node)
    if (other && !hasStack(other.kind))
      return `An etherstub is joined by vnics, and ${other.name} is a ${other.kind}, which has none: delete the wire between ${other.name} and ${node.name} first.`
  }
  return null
}

/** Why the vnics over an etherstub cannot be wires. */
export function whyNotWires(doc: TopologyDocument, stub: NodeRecord): string | null {
  for (const vnic of vnicsOver(doc, stub.id)) {
    const owner = record(doc, vnic.node)
    if (owner.kind === 'machine')
      return `Only an etherstub can be joined to a machine: delete ${vnic.name} of ${owner.name} over ${stub.name} first.`
  }
  return null
}

/** Of a hub's ports nothing is left; what was plugged into them lies over the etherstub it becomes. */
export function wiresToVnics(draft: Draft, hub: NodeRecord): void {
  const joined = ifacesOf(draft.doc, hub.id).flatMap((port) => {
    const far = peerOf(draft.doc, port.id)
    const link = linkOf(draft.doc, port.id)
    return far && link ? [{ far, link, path: pathOf(draft.doc, link.id) }] : []
  })
  const ports = ifacesOf(draft.doc, hub.id).map(({ id }) => id)
  if (ports.length > 0) draft.apply(removeRecords(draft.doc, ports, { keepIfaces: true }).diff)
  draft.put({ ...record(draft.doc, hub.id), kind: 'etherstub' })
  for (const { far, link, path } of joined) {
    // A cable that was pulled out stays out.
    draft.put({ ...far, kind: 'vnic', over: hub.id, up: far.up && link.up })
    if (path === undefined) continue
    // A vnic's line begins at the vnic.
    const { points, aStub, bStub } = path
    const turned = link.a === far.id ? path : { ...path, points: points.toReversed(), aStub: bStub, bStub: aStub }
    draft.add({ ...turned, id: pathIdOf(far.id as EdgeId), edge: far.id as EdgeId })
  }
}

/** A hub in the etherstub's place, with a port for each vnic. */
export function vnicsToWires(draft: Draft, stub: NodeRecord): void {
  const vnics = vnicsOver(draft.doc, stub.id)
  draft.put({ ...stub, kind: 'hub' })
  for (const vnic of vnics) plugIn(draft, vnic, record(draft.doc, stub.id))
}

function plugIn(draft: Draft, vnic: IfaceRecord, hub: NodeRecord): void {
  const path = pathOf(draft.doc, vnic.id as EdgeId)
  if (path) draft.apply({ added: {}, updated: {}, removed: { [path.id]: path } })
  draft.put({ ...vnic, kind: 'nic', over: null })
  const name = freshPortName(draft.doc, hub)!
  const port = makeIface({
    id: ifaceIdFor(draft.doc, hub, name),
    kind: 'nic',
    node: hub.id,
    home: hub.id,
    name,
    mac: freshMac(draft.doc),
    mtu: vnic.mtu,
  })
  draft.add(port)
  const [from, to] = [vnic.node, hub.id].map((id) => id.slice('node:'.length))
  const link = makeLink({ id: freshId(draft.doc, 'link', `${from}-${to}`), kind: 'wire', a: vnic.id, b: port.id })
  draft.add(link)
  if (path) draft.add(makePath({ ...path, id: pathIdOf(link.id), edge: link.id }))
}
