import type { Operation } from '../diff.ts'
import { find, ifaces, ifacesOf, isNodeId, vnicsOver } from '../document.ts'
import { indexOf } from '../document-index.ts'
import { macAfter, randomMac } from '../naming.ts'
import type { IfaceId, IfaceRecord, NodeId, TopologyDocument } from '../records.ts'
import { Draft, demand } from './operation.ts'

const TRIES = 8

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
  const { ifacesByMac } = indexOf(doc)
  const given = new Set<string>()
  let last: string | null = null
  const isTaken = (mac: string) => given.has(mac) || ifacesByMac.has(mac)
  const changed: IfaceRecord[] = []
  for (const iface of new Set(chosen)) {
    if (iface.kind === 'lo' || isFollower(doc, iface)) continue
    last = freeMac(below, last, isTaken)
    const mac = last
    given.add(mac)
    changed.push({ ...iface, mac })
    for (const above of vnicsOver(doc, iface.id)) if (isFollower(doc, above)) changed.push({ ...above, mac })
  }
  const draft = new Draft(doc)
  draft.putAll(changed)
  return draft.operation(changed.length === 1 ? 'Randomize a MAC address' : `Randomize ${changed.length} MAC addresses`)
}

/** By chance, a few times; then the next one that is free: chance that repeats itself would be an endless search. */
function freeMac(below: (n: number) => number, last: string | null, isTaken: (mac: string) => boolean): string {
  for (let tries = 0; tries < TRIES; tries++) {
    const mac = randomMac(below)
    if (!isTaken(mac)) return mac
  }
  let mac = macAfter(last ?? randomMac(below))
  while (isTaken(mac)) mac = macAfter(mac)
  return mac
}

function isFollower(doc: TopologyDocument, iface: IfaceRecord): boolean {
  if (iface.kind !== 'vlan' || iface.over === null) return false
  const over = find(doc, iface.over)
  return over?.type === 'iface' && over.mac === iface.mac
}
