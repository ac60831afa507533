// The names and ids Etherloom chooses. Ids are made from names, so a lab file, a git diff and `--capture link:pc1-switch1`
// can be read; a rename leaves the id as it is, and a later record of that name gets a number after it.
import { teePorts } from './bridging.ts'
import { indexOf, nameKey } from './document-index.ts'
import type { IfaceId, NodeId, NodeKind, NodeRecord, NodeRole, RecordId, TopologyDocument } from './records.ts'
import { seriesOf } from './series.ts'

const ID_LENGTH = 64

/** `node:pc1`, or `node:pc1-2` when that is taken. Characters an id cannot have become dashes. */
export const freshId = <P extends NamedKind>(doc: TopologyDocument, prefix: P, wish: string) =>
  freshIdAmong(prefix, wish, (id) => doc.records.has(id))

/** Records whose ids are chosen; those of the others follow from what they belong to. */
export type NamedKind = 'node' | 'iface' | 'link' | 'canvas' | 'group' | 'annotation' | 'image'

export function freshIdAmong<P extends NamedKind>(
  prefix: P,
  wish: string,
  isTaken: (id: RecordId) => boolean,
): `${P}:${string}` {
  const clean = wish.replace(/[^A-Za-z0-9_.-]/g, '-').slice(0, ID_LENGTH - 8) || 'x'
  let id: `${P}:${string}` = `${prefix}:${clean}`
  for (let n = 2; isTaken(id as RecordId); n++) id = `${prefix}:${clean}-${n}`
  return id
}

/** The next free of `pc1`, `pc2` …: counted from how many there are, so holes are not refilled. */
export function freshNodeName(doc: TopologyDocument, kind: NodeKind, role: NodeRole | null, parent: NodeId): string {
  const { nodesByName, nodesBySeries } = indexOf(doc)
  const series = seriesOf(kind, role)
  const others = nodesBySeries.get(series)?.length ?? 0
  let n = kind === 'machine' ? others : others + 1 // machine0 is one, and is called "global"
  while (nodesByName.has(nameKey(parent, `${series}${n}`))) n++
  return `${series}${n}`
}

/** As users of each system know them: IMUNES' `eth0` in jails, illumos' `net0` in zones, `e0` on a switch or hub. */
export const ifaceSeries = (node: NodeRecord) =>
  node.kind === 'jail' ? 'eth' : node.kind === 'zone' || node.kind === 'machine' ? 'net' : 'e'

/** What the next interface of a node is called; null when it takes no more. */
export function freshPortName(doc: TopologyDocument, node: NodeRecord): string | null {
  if (node.kind !== 'tee') return freshIfaceName(doc, node.id, ifaceSeries(node))
  const { ifacesByName } = indexOf(doc)
  return teePorts.find((name) => !ifacesByName.has(nameKey(node.id, name))) ?? null
}

/** The lowest free of `eth0`, `eth1` … in a node. */
export function freshIfaceName(doc: TopologyDocument, node: NodeId, series: string): string {
  const { ifacesByName } = indexOf(doc)
  let n = 0
  while (ifacesByName.has(nameKey(node, `${series}${n}`))) n++
  return `${series}${n}`
}

export const ifaceIdFor = (doc: TopologyDocument, node: NodeRecord, name: string): IfaceId =>
  freshId(doc, 'iface', `${node.id.slice('node:'.length)}.${name}`)

/** IMUNES' locally administered block, counted upward. */
const MAC_BLOCK = 0x4200aa000000
const MAC_BLOCK_SIZE = 0x1000000

const formatMac = (value: number) => value.toString(16).padStart(12, '0').match(/../g)!.join(':')

/** The n-th automatic MAC address: `42:00:aa:00:00:01` is the first. */
export const automaticMac = (n: number) => formatMac(MAC_BLOCK + n)

export const freshMac = (doc: TopologyDocument): string => freshMacs(doc).next().value

/** One MAC address after another that nothing in the document has. */
export function* freshMacs(doc: TopologyDocument): Generator<string, never> {
  const { ifacesByMac } = indexOf(doc)
  for (let i = 0; i < MAC_BLOCK_SIZE - 1; i++) {
    const mac = automaticMac(1 + ((ifacesByMac.size + i) % (MAC_BLOCK_SIZE - 1)))
    if (!ifacesByMac.has(mac)) yield mac
  }
  throw new Error('every automatic MAC address is taken')
}

const RANDOM_BLOCK = 0x420000000000

/** A MAC address by chance, in IMUNES' block and the ones beside it: locally administered, of one interface. */
export const randomMac = (below: (n: number) => number) =>
  formatMac(RANDOM_BLOCK + below(2 ** 16) * 2 ** 16 + below(2 ** 16))

/** The address after one that `randomMac` gave; after the last of them, the first. */
export const macAfter = (mac: string) =>
  formatMac(RANDOM_BLOCK + ((Number.parseInt(mac.replaceAll(':', ''), 16) - RANDOM_BLOCK + 1) % 2 ** 32))

/** `2:8:20:1:2:3` as `dladm` prints it, or `02-08-20-…`, as the document writes it; null when it is no MAC address. */
export function normalizeMac(text: string): string | null {
  const octets = text.trim().toLowerCase().split(/[:-]/)
  if (octets.length !== 6 || !octets.every((octet) => /^[0-9a-f]{1,2}$/.test(octet))) return null
  return octets.map((octet) => octet.padStart(2, '0')).join(':')
}
