import type { Operation } from '../diff.ts'
import { find, ifaces, ifacesOf, isNodeId, vnicsOver } from '../document.ts'
import { indexOf } from '../document-index.ts'
import { randomMac } from '../naming.ts'
import type { IfaceId, IfaceRecord, NodeId, TopologyDocument } from '../records.ts'
import { Draft, demand } from './operation.ts'

/**
 * Gives interfaces (of these nodes, or all) new MAC addresses by chance, as IMUNES' "Randomize MAC bytes". `below(n)` is a
 * random whole number below n. A vlan that had the MAC of what it is over follows it.
 */
export function randomizeMacs(
  doc: TopologyDocument,
  ids: readonly (NodeId | IfaceId)[] | 'all',
  below: (n: number) => number,
): Operation {
  const chosen = ids === 'all' ? ifaces(doc) : ids.flatMap((id) => (isNodeId(id) ? ifacesOf(doc, id) : demand(doc, id)))
  const given = new Set<string>()
  const changed: IfaceRecord[] = []
  for (const iface of new Set(chosen)) {
    if (iface.kind === 'lo' || isFollower(doc, iface)) continue
    let mac = randomMac(below)
    while (given.has(mac) || indexOf(doc).ifacesByMac.has(mac)) mac = randomMac(below)
    given.add(mac)
    changed.push({ ...iface, mac })
    for (const above of vnicsOver(doc, iface.id)) if (isFollower(doc, above)) changed.push({ ...above, mac })
  }
  const draft = new Draft(doc)
  draft.putAll(changed)
  return draft.operation(changed.length === 1 ? 'Randomize a MAC address' : `Randomize ${changed.length} MAC addresses`)
}

function isFollower(doc: TopologyDocument, iface: IfaceRecord): boolean {
  if (iface.kind !== 'vlan' || iface.over === null) return false
  const over = find(doc, iface.over)
  return over?.type === 'iface' && over.mac === iface.mac
}
