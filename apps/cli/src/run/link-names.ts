// What people call a link on a command line: its id, `pc1-r1` after the nodes at its ends, `pc1:eth0` after one end, or
// `pc1:eth0-r1:eth2` after both, which is never ambiguous between parallel links. A vnic's way to its etherstub is captured
// by `zone1:vnic0` or its id.
import { find, type IfaceId, ifaces, isNodeId, type LinkId, links, type TopologyDocument } from '@etherloom/topology'
import { usage } from '../failure.ts'
import { nearest } from '../nearest.ts'

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

/** A vnic over an etherstub has a wire to it; one over a nic shares the nic's wire. */
const stubVnics = (doc: TopologyDocument): IfaceId[] =>
  ifaces(doc).flatMap(({ id, over }) => (over !== null && isNodeId(over) ? id : []))

const nodeOf = (end: string) => end.slice(0, end.lastIndexOf(':'))

/** The one link or vnic of that name; a refusal lists what there is. */
export function findWire(doc: TopologyDocument, name: string): Wire {
  const byName = wiresByName(doc)
  const exact = doc.records.has(name as Wire) ? (name as Wire) : null
  const found = exact !== null && byName.has(exact) ? [exact] : [...(byName.get(name) ?? [])]
  if (found.length === 1) return found[0]
  if (found.length === 0) {
    if (byName.size === 0) throw usage(`there is no link '${name}'`, 'this lab has no links')
    const near = nearest(name, [...byName.keys()])
    const some = near === null ? `there are ${listed(ownNames(doc, byName))}` : `did you mean ${near}?`
    throw usage(`there is no link '${name}'`, some)
  }
  const full = found.map((wire) => endsOf(doc, wire).join('-'))
  throw usage(`'${name}' could be any of ${found.length} links`, `name one of ${listed(full)}`)
}

/** Every link once, by the shortest name that is its own. */
function ownNames(doc: TopologyDocument, byName: ReadonlyMap<string, ReadonlySet<Wire>>): string[] {
  const own = links(doc).map(({ id }) => {
    const ends = endsOf(doc, id)
    const short = ends.map(nodeOf).join('-')
    return byName.get(short)?.size === 1 ? short : ends.join('-')
  })
  for (const id of stubVnics(doc)) own.push(ifaceName(doc, id))
  return own
}

const LISTED = 8
export const listed = (names: readonly string[]) =>
  names.length <= LISTED ? names.join(', ') : `${names.slice(0, LISTED).join(', ')} and ${names.length - LISTED} more`
