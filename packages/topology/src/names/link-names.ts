// What people call a link, on a command line or in an address: its id, `pc1-r1` after the nodes at its ends, `pc1:eth0` after
// one end, or `pc1:eth0-r1:eth2` after both, which is never ambiguous between parallel links. A vnic's way to its etherstub
// is a wire too, `zone1:vnic0` or its id; one over a nic shares the nic's wire.
import { find, ifaces, isNodeId, links } from '../document.ts'
import type { IfaceId, LinkId, TopologyDocument } from '../records.ts'
import { listed, type Named, named, notNamed } from './named.ts'
import { nearest } from './nearest.ts'

export type Wire = LinkId | IfaceId

/** `pc1:eth0` */
export function ifaceName(doc: TopologyDocument, id: IfaceId): string {
  const iface = find(doc, id)
  if (iface === undefined) return id
  return `${find(doc, iface.node)?.name ?? iface.node}:${iface.name}`
}

/** The two ends of a link, or a vnic and what it is made over. */
export function endsOf(doc: TopologyDocument, wire: Wire): readonly [a: string, b: string] {
  const record = find(doc, wire)
  if (record === undefined) return [wire, '?']
  if (record.type === 'link') return [ifaceName(doc, record.a), ifaceName(doc, record.b)]
  const over = record.over
  if (over === null) return [ifaceName(doc, record.id), '?']
  const below = find(doc, over)
  return [ifaceName(doc, record.id), below?.type === 'node' ? below.name : ifaceName(doc, over as IfaceId)]
}

/** What every capture file calls a wire: the interface that its frames are seen from, and between what they go. */
export function capturedAs(
  doc: TopologyDocument,
  wire: Wire,
): { readonly interface: string; readonly description: string } {
  if (find(doc, wire) === undefined) return { interface: `deleted link ${wire}`, description: '' }
  const [a, b] = endsOf(doc, wire)
  return { interface: a, description: `${a} to ${b}` }
}

/** Everything that carries frames of its own, by the shortest name that is its alone. */
export function wireNames(doc: TopologyDocument): Map<Wire, string> {
  const all = links(doc).map(({ id }) => ({ id, ends: endsOf(doc, id) }))
  const count = new Map<string, number>()
  const short = (ends: readonly string[]) => ends.map(nodeOf).join('-')
  for (const { ends } of all)
    for (const name of new Set([short(ends), short([...ends].reverse())])) count.set(name, (count.get(name) ?? 0) + 1)
  const own = new Map<Wire, string>()
  for (const { id, ends } of all) own.set(id, count.get(short(ends)) === 1 ? short(ends) : ends.join('-'))
  for (const id of stubVnics(doc)) own.set(id, ifaceName(doc, id))
  return own
}

/** The one link or vnic of that name; a refusal lists what there is. */
export function findWire(doc: TopologyDocument, name: string): Named<Wire> {
  const byName = wiresByName(doc)
  const exact = doc.records.has(name as Wire) ? (name as Wire) : null
  const found = exact !== null && byName.has(exact) ? [exact] : [...(byName.get(name) ?? [])]
  if (found.length === 1) return named(found[0])
  if (found.length === 0) {
    if (byName.size === 0) return notNamed(`there is no link '${name}'`, 'this lab has no links')
    const near = nearest(name, [...byName.keys()])
    const some = near === null ? `there are ${listed([...wireNames(doc).values()])}` : `did you mean ${near}?`
    return notNamed(`there is no link '${name}'`, some)
  }
  const full = found.map((wire) => endsOf(doc, wire).join('-'))
  return notNamed(`'${name}' could be any of ${found.length} links`, `name one of ${listed(full)}`)
}

/** Every link and vnic, by everything it may be called. */
function wiresByName(doc: TopologyDocument): Map<string, Set<Wire>> {
  const byName = new Map<string, Set<Wire>>()
  const call = (name: string, wire: Wire) => {
    const known = byName.get(name)
    if (known === undefined) byName.set(name, new Set([wire]))
    else known.add(wire)
  }
  for (const { id } of links(doc)) {
    const [a, b] = endsOf(doc, id)
    const [nodeA, nodeB] = [nodeOf(a), nodeOf(b)]
    for (const name of [id, id.slice('link:'.length), a, b, `${a}-${b}`, `${b}-${a}`, `${nodeA}-${nodeB}`])
      call(name, id)
    call(`${nodeB}-${nodeA}`, id)
  }
  for (const id of stubVnics(doc)) {
    call(id, id)
    call(ifaceName(doc, id), id)
  }
  return byName
}

const stubVnics = (doc: TopologyDocument): IfaceId[] =>
  ifaces(doc).flatMap(({ id, over }) => (over !== null && isNodeId(over) ? id : []))

const nodeOf = (end: string) => end.slice(0, end.lastIndexOf(':'))
