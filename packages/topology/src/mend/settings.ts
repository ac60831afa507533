// Single settings put right.
import type { Operation } from '../diff.ts'
import { find, isIfaceId, isNodeId, lab, linkOf, nameOf } from '../document.ts'
import { lanOf } from '../lan.ts'
import { freshMac } from '../naming.ts'
import { Draft } from '../operations/operation.ts'
import { removeIface } from '../operations/remove-iface.ts'
import { setFields } from '../operations/set-fields.ts'
import type { IfaceRecord, TopologyDocument } from '../records.ts'
import { IPV6_MIN_MTU } from '../validate/addresses.ts'
import { checkGateways } from '../validate/lan.ts'
import { collect, type Problem } from '../validate/problem.ts'

const ifaceOf = (doc: TopologyDocument, { record }: Problem): IfaceRecord | null =>
  isIfaceId(record) ? (find(doc, record) ?? null) : null

const set = (doc: TopologyDocument, next: IfaceRecord, label: string): Operation => {
  const draft = new Draft(doc)
  draft.put(next)
  return draft.operation(label)
}

export function mendMac(doc: TopologyDocument, problem: Problem): Operation | null {
  const iface = ifaceOf(doc, problem)
  if (iface === null) return null
  const shared = lanOf(doc, iface).endpoints.some((other) => other.id !== iface.id && other.mac === iface.mac)
  return shared ? set(doc, { ...iface, mac: freshMac(doc) }, `Give ${nameOf(doc, iface.id)} another MAC`) : null
}

/** The largest of the LAN, which the others send up to. */
export function mendMtu(doc: TopologyDocument, problem: Problem): Operation | null {
  const iface = ifaceOf(doc, problem)
  if (iface === null) return null
  const mtu = lanOf(doc, iface).endpoints.reduce((most, each) => Math.max(most, each.mtu), 0)
  return mtu > iface.mtu ? set(doc, { ...iface, mtu }, `Set the MTU of ${nameOf(doc, iface.id)} to ${mtu}`) : null
}

export function mendSmallMtu(doc: TopologyDocument, problem: Problem): Operation | null {
  const iface = ifaceOf(doc, problem)
  if (iface === null || iface.mtu >= IPV6_MIN_MTU) return null
  return set(doc, { ...iface, mtu: IPV6_MIN_MTU }, `Set the MTU of ${nameOf(doc, iface.id)} to ${IPV6_MIN_MTU}`)
}

export function mendNoWire(doc: TopologyDocument, problem: Problem): Operation | null {
  const iface = ifaceOf(doc, problem)
  if (iface?.kind !== 'nic' || linkOf(doc, iface.id) !== undefined) return null
  return { ...removeIface(doc, iface.id), label: `Remove ${nameOf(doc, iface.id)}` }
}

export function mendRa(doc: TopologyDocument, problem: Problem): Operation | null {
  const iface = ifaceOf(doc, problem)
  if (iface === null || iface.ra === null) return null
  return set(doc, { ...iface, ra: null }, `Stop advertisements of ${nameOf(doc, iface.id)}`)
}

/** Takes the route out whose gateway cannot be reached. Those before it may have gone: it is found again by its words. */
export function mendGateway(doc: TopologyDocument, { record, message }: Problem): Operation | null {
  const node = isNodeId(record) ? find(doc, record) : undefined
  if (node === undefined) return null
  const now = collect(node.routes.length, (report) => checkGateways(doc, node, report))
  const same = now.find((each) => each.message === message)
  const at = Number(/^routes\[(\d+)\]/.exec(same?.field ?? '')?.[1])
  const route = node.routes[at]
  if (route === undefined) return null
  const draft = new Draft(doc)
  draft.put({ ...node, routes: node.routes.filter((each) => each !== route) })
  return draft.operation(`Remove the route of ${node.name} to ${route.destination} via ${route.gateway}`)
}

export function mendProtocol(doc: TopologyDocument): Operation | null {
  if (lab(doc).autoRoutes) return null
  return { ...setFields(doc, 'lab:lab', { autoRoutes: true }), label: 'Compute routes from the drawing' }
}

export function mendTooManyRoutes(doc: TopologyDocument): Operation | null {
  if (!lab(doc).autoRoutes) return null
  return { ...setFields(doc, 'lab:lab', { autoRoutes: false }), label: 'Compute no routes' }
}
