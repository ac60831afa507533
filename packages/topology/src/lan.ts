// A LAN is a broadcast domain: the interfaces that one broadcast frame reaches, through wires, switches, hubs, etherstubs
// and the vnics over an interface. It is what a subnet is given to. Whether a link is up does not matter here: a LAN is
// how things are drawn.
import { find, hasStack, ifaces, ifacesOf, isIfaceId, peerOf, vnicsOver } from './document.ts'
import type { IfaceId, IfaceRecord, NodeId, TopologyDocument } from './records.ts'

export interface Lan {
  /** Interfaces of nodes with a network stack, sorted by id: those that can have addresses. */
  readonly endpoints: readonly IfaceRecord[]
  /** Ports of switches and hubs. */
  readonly ports: readonly IfaceRecord[]
}

/** Adds everything in the broadcast domain of the starting interfaces to `seen`, and returns what was new. */
function flood(doc: TopologyDocument, start: readonly IfaceRecord[], seen: Set<IfaceId | NodeId>): IfaceRecord[] {
  const reached: IfaceRecord[] = []
  const visit = (iface: IfaceRecord | undefined) => {
    if (iface === undefined || seen.has(iface.id)) return
    seen.add(iface.id)
    reached.push(iface)
  }
  start.forEach(visit)
  for (let i = 0; i < reached.length; i++) {
    const iface = reached[i]
    visit(peerOf(doc, iface.id))
    for (const vnic of vnicsOver(doc, iface.id)) visit(vnic)
    if (iface.over !== null) {
      if (isIfaceId(iface.over)) visit(find(doc, iface.over))
      else if (!seen.has(iface.over)) {
        seen.add(iface.over)
        for (const vnic of vnicsOver(doc, iface.over)) visit(vnic)
      }
    }
    const node = find(doc, iface.node)
    if (node !== undefined && !hasStack(node.kind) && !seen.has(node.id)) {
      seen.add(node.id)
      for (const port of ifacesOf(doc, node.id)) visit(port)
    }
  }
  return reached
}

function lanOfReached(doc: TopologyDocument, reached: IfaceRecord[]): Lan {
  const endpoints: IfaceRecord[] = []
  const ports: IfaceRecord[] = []
  for (const iface of reached) {
    const node = find(doc, iface.node)
    if (node !== undefined && hasStack(node.kind)) endpoints.push(iface)
    else ports.push(iface)
  }
  return { endpoints: endpoints.sort((a, b) => (a.id < b.id ? -1 : 1)), ports }
}

/** The LAN an interface is in. */
export const lanOf = (doc: TopologyDocument, iface: IfaceRecord): Lan =>
  lanOfReached(doc, flood(doc, [iface], new Set()))

/** The LAN that a switch, hub or etherstub makes, with whatever it is wired to. */
export const lanOfSegment = (doc: TopologyDocument, node: NodeId): Lan =>
  lanOfReached(doc, flood(doc, [...ifacesOf(doc, node), ...vnicsOver(doc, node)], new Set()))

/** Every LAN of the document, in linear time. */
export function allLans(doc: TopologyDocument): Lan[] {
  const seen = new Set<IfaceId | NodeId>()
  const lans: Lan[] = []
  for (const iface of ifaces(doc)) {
    if (seen.has(iface.id)) continue
    lans.push(lanOfReached(doc, flood(doc, [iface], seen)))
  }
  return lans
}
