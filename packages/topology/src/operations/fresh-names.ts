// What the records of a part are called in the document it is put into: ids, names of nodes, MAC addresses. Those of many
// records are found in one pass. A picture the document has already is that one.
import { annotations, find, groups, ifaces, images, links } from '../document.ts'
import { indexOf, nameKey } from '../document-index.ts'
import { freshIdAmong, freshMacs, type NamedKind } from '../naming.ts'
import {
  type IfaceRecord,
  type ImageId,
  type ImageRecord,
  MACHINE0,
  type NodeRecord,
  type RecordId,
  type TopologyDocument,
} from '../records.ts'
import { seriesOf } from '../series.ts'

const MOST_LETTERS = 64
const MAC_OF_LO = '00:00:00:00:00:00'

export class FreshNames {
  private readonly doc: TopologyDocument
  private readonly part: TopologyDocument
  private readonly ids: Map<RecordId, RecordId>
  private readonly names: Map<RecordId, string>
  private readonly macs: Map<RecordId, string>
  private readonly taken: Set<RecordId>

  constructor(doc: TopologyDocument, part: TopologyDocument, nodes: readonly NodeRecord[]) {
    this.doc = doc
    this.part = part
    this.ids = new Map([[MACHINE0, MACHINE0]])
    this.names = new Map()
    this.macs = new Map()
    this.taken = new Set()
    this.nameNodes(nodes)
    for (const node of nodes) this.ids.set(node.id, this.freshId('node', this.nameOf(node)))
    this.nameIfaces()
    for (const { id, a, b } of links(part))
      this.ids.set(id, this.freshId('link', `${this.nodeWordOf(a)}-${this.nodeWordOf(b)}`))
    for (const { id } of groups(part)) this.ids.set(id, this.freshId('group', id.slice('group:'.length)))
    for (const { id } of annotations(part)) this.ids.set(id, this.freshId('annotation', id.slice('annotation:'.length)))
    for (const image of images(part)) this.ids.set(image.id, this.sameImage(image) ?? this.freshId('image', image.name))
  }

  /** Whether the document has this picture already. */
  isThere(id: ImageId): boolean {
    return this.doc.records.has(this.of(id))
  }

  of<I extends RecordId>(id: I): I {
    return this.ids.get(id) as I
  }

  nameOf(node: NodeRecord): string {
    return this.names.get(node.id)!
  }

  macOf(iface: IfaceRecord): string {
    return this.macs.get(iface.id)!
  }

  /** A name that is free stays; `pc3` that is not becomes the next free `pcN`, `web` becomes `web2`. */
  private nameNodes(nodes: readonly NodeRecord[]): void {
    const { nodesByName, nodesBySeries } = indexOf(this.doc)
    const given = new Set<string>()
    const next = new Map<string, number>()
    for (const node of [...nodes].sort(byNumber)) {
      const inside = node.parent !== MACHINE0
      const isFree = (name: string): boolean =>
        !given.has(nameKey(node.parent, name)) && (inside || !nodesByName.has(nameKey(MACHINE0, name)))
      let { name } = node
      if (!isFree(name)) {
        const [, stem, digits] = /^(.*?)(\d*)$/s.exec(name)!
        const base = (stem || seriesOf(node.kind, node.role)).slice(0, MOST_LETTERS - 8)
        const ofSeries = base === seriesOf(node.kind, node.role) ? (nodesBySeries.get(base)?.length ?? 0) + 1 : 2
        const key = nameKey(node.parent, base)
        let n = next.get(key) ?? (digits === '' ? 2 : ofSeries)
        while (!isFree(`${base}${n}`)) n++
        next.set(key, n + 1)
        name = `${base}${n}`
      }
      given.add(nameKey(node.parent, name))
      this.names.set(node.id, name)
    }
  }

  private nameIfaces(): void {
    const macs = freshMacs(this.doc)
    for (const iface of ifaces(this.part)) {
      this.ids.set(iface.id, this.freshId('iface', `${this.of(iface.node).slice('node:'.length)}.${iface.name}`))
      if (iface.kind === 'lo') this.macs.set(iface.id, MAC_OF_LO)
      else if (this.leaderOf(iface) === undefined) this.macs.set(iface.id, macs.next().value)
    }
    for (const iface of ifaces(this.part)) {
      let leader = this.leaderOf(iface)
      if (leader === undefined) continue
      for (let above = this.leaderOf(leader); above !== undefined; above = this.leaderOf(leader)) leader = above
      this.macs.set(iface.id, this.macs.get(leader.id)!)
    }
  }

  /** What a vlan has its MAC address from. */
  private leaderOf(iface: IfaceRecord): IfaceRecord | undefined {
    const over = iface.kind === 'vlan' && iface.over !== null ? find(this.part, iface.over) : undefined
    return over?.type === 'iface' && over.mac === iface.mac ? over : undefined
  }

  private nodeWordOf(iface: RecordId): string {
    const { node } = this.part.records.get(iface) as IfaceRecord
    return this.of(node).slice('node:'.length)
  }

  private sameImage({ data }: ImageRecord): ImageId | undefined {
    return images(this.doc).find((other) => other.data === data)?.id
  }

  private freshId<P extends NamedKind>(prefix: P, wish: string): `${P}:${string}` {
    const id = freshIdAmong(prefix, wish, (id) => this.doc.records.has(id) || this.taken.has(id))
    this.taken.add(id)
    return id
  }
}

/** pc2 before pc10, so that the order of numbers stays. */
function byNumber(a: NodeRecord, b: NodeRecord): number {
  const number = ({ name }: NodeRecord): number => Number(/\d*$/.exec(name)![0])
  return number(a) - number(b) || (a.id < b.id ? -1 : 1)
}
