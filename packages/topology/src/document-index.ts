// Who refers to whom, and who is called what: an inverted index over the records, built in one pass and carried from
// document to document by the diff, so an edit of a 10,000-node lab costs what it touches. Lists of ids are sorted, so the
// index of a document does not depend on how the document came about.
import type { Diff } from './diff.ts'
import { networkOf, parseCidr } from './ipv4.ts'
import { PersistentMap } from './persistent-map.ts'
import type { RecordId, TopologyDocument, TopologyRecord } from './records.ts'

export const indexFields = [
  'ifacesByNode',
  /** Interfaces away from home: the node they return to. */
  'ifacesByHome',
  /** By node and name, and by home and name: a name is kept for an interface that is away. */
  'ifacesByName',
  'linksByIface',
  'ifacesByOver',
  'nodesByParent',
  'nodesByName',
  'ifacesByMac',
  'ifacesByAddress',
  /** By network and length, `10.0.0.0/24` as `167772160/24`. */
  'ifacesByPrefix',
  /** By the 24 leading bits of an address, whatever its prefix length: what automatic addressing must step around. */
  'ifacesBySlash24',
  'layoutsByNode',
] as const
export type IndexField = (typeof indexFields)[number]
export type Postings = PersistentMap<string, readonly RecordId[]>
export type DocumentIndex = {
  readonly [F in IndexField]: Postings
} & {
  /** How many records of each type, nodes of each kind and role, addresses of each prefix length. */
  readonly counts: ReadonlyMap<string, number>
  /** The same object for as long as nothing changed that routes are computed from. */
  readonly routing: object
}

type Visit = (field: IndexField, key: string) => void

export const nameKey = (parent: string | null, name: string) => `${parent ?? ''}/${name}`
export const seriesKey = (kind: string, role: string | null) => `${kind}/${role ?? ''}`
export const prefixKey = (network: number, length: number) => `${network}/${length}`

function visitKeys(record: TopologyRecord, visit: Visit, count: (what: string) => void): void {
  count(record.type)
  switch (record.type) {
    case 'node':
      if (record.parent !== null) visit('nodesByParent', record.parent)
      visit('nodesByName', nameKey(record.parent, record.name))
      count(seriesKey(record.kind, record.role))
      return
    case 'iface':
      visit('ifacesByNode', record.node)
      visit('ifacesByName', nameKey(record.node, record.name))
      if (record.home !== record.node) {
        visit('ifacesByHome', record.home)
        visit('ifacesByName', nameKey(record.home, record.name))
      }
      if (record.over !== null) visit('ifacesByOver', record.over)
      visit('ifacesByMac', record.mac)
      for (const { address } of record.addresses) {
        const cidr = parseCidr(address)
        if (cidr === null) continue
        visit('ifacesByAddress', String(cidr.address))
        visit('ifacesByPrefix', prefixKey(networkOf(cidr.address, cidr.length), cidr.length))
        visit('ifacesBySlash24', String(cidr.address >>> 8))
        count(`length ${cidr.length}`)
      }
      return
    case 'link':
      visit('linksByIface', record.a)
      if (record.b !== record.a) visit('linksByIface', record.b)
      return
    case 'layout':
      visit('layoutsByNode', record.node)
  }
}

/** Changes to one field of the index, gathered first so that a bulk load sorts each list once. */
class PostingsEdit {
  private readonly lists: Map<string, { ids: RecordId[]; sorted: boolean }>
  private readonly base: Postings
  constructor(base: Postings) {
    this.base = base
    this.lists = new Map()
  }

  add(key: string, id: RecordId): void {
    const list = this.list(key)
    list.ids.push(id)
    list.sorted = false
  }

  remove(key: string, id: RecordId): void {
    const { ids } = this.list(key)
    const at = ids.indexOf(id)
    if (at >= 0) ids.splice(at, 1)
  }

  done(): Postings {
    return this.base.edit((edit) => {
      for (const [key, list] of this.lists) {
        if (list.ids.length === 0) edit.delete(key)
        else {
          if (!list.sorted && list.ids.length > 1) list.ids.sort()
          edit.set(key, list.ids)
        }
      }
    })
  }

  private list(key: string) {
    let list = this.lists.get(key)
    if (list === undefined) {
      list = { ids: this.base.get(key)?.slice() ?? [], sorted: true }
      this.lists.set(key, list)
    }
    return list
  }
}

class IndexEdit {
  private readonly base: DocumentIndex
  private readonly fields: Map<IndexField, PostingsEdit>
  private readonly counts: Map<string, number>

  constructor(base: DocumentIndex) {
    this.base = base
    this.fields = new Map(indexFields.map((field) => [field, new PostingsEdit(base[field])]))
    this.counts = new Map(base.counts)
  }

  add(record: TopologyRecord): void {
    visitKeys(
      record,
      (field, key) => this.fields.get(field)!.add(key, record.id),
      (what) => this.counts.set(what, (this.counts.get(what) ?? 0) + 1),
    )
  }

  remove(record: TopologyRecord): void {
    visitKeys(
      record,
      (field, key) => this.fields.get(field)!.remove(key, record.id),
      (what) => this.counts.set(what, this.counts.get(what)! - 1),
    )
  }

  done(routing: object): DocumentIndex {
    const fields = Object.fromEntries(indexFields.map((field) => [field, this.fields.get(field)!.done()]))
    return { ...this.base, ...fields, counts: this.counts, routing }
  }
}

const emptyIndex: DocumentIndex = {
  ...(Object.fromEntries(indexFields.map((field) => [field, PersistentMap.empty()])) as Record<IndexField, Postings>),
  counts: new Map(),
  routing: {},
}

const indexes = new WeakMap<TopologyDocument, DocumentIndex>()

export function indexOf(doc: TopologyDocument): DocumentIndex {
  let index = indexes.get(doc)
  if (index === undefined) {
    const edit = new IndexEdit(emptyIndex)
    for (const record of doc.records.values()) edit.add(record)
    index = edit.done({})
    indexes.set(doc, index)
  }
  return index
}

/** Gives `after` the index of `before` with the diff applied, when `before` had one. Called by `applyDiff`. */
export function carryIndex(before: TopologyDocument, after: TopologyDocument, diff: Diff): void {
  const base = indexes.get(before)
  if (base === undefined) return
  const edit = new IndexEdit(base)
  for (const id of Object.keys(diff.removed) as RecordId[]) edit.remove(before.records.get(id)!)
  for (const id of Object.keys(diff.updated) as RecordId[]) {
    edit.remove(before.records.get(id)!)
    edit.add(after.records.get(id)!)
  }
  for (const id of Object.keys(diff.added) as RecordId[]) edit.add(after.records.get(id)!)
  indexes.set(after, edit.done(touchesRouting(diff) ? {} : base.routing))
}

// Fields that say nothing about where packets go: renaming, moving and impairing recompute no routes.
const indifferent = new Set(['name', 'mac', 'mtu', 'up', 'ab', 'ba', 'home', 'seed', 'ipv4Pool', 'x', 'y', 'routes'])

function touchesRouting(diff: Diff): boolean {
  for (const part of [diff.added, diff.removed])
    for (const id of Object.keys(part)) if (!id.startsWith('layout:')) return true
  for (const change of Object.values(diff.updated))
    if (change !== undefined && Object.keys(change[1]).some((field) => !indifferent.has(field))) return true
  return false
}
