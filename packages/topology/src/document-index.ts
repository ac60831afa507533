// Who refers to whom, and who is called what: an inverted index over the records, built in one pass and carried from
// document to document by the diff, so an edit of a 10,000-node lab costs what it touches. Lists of ids are sorted, so the
// index of a document does not depend on how the document came about.
import type { Diff } from './diff.ts'
import { formatPrefix, type IpAddress, type IpPrefix, networkPrefix, parsePrefix } from './ip.ts'
import { isLinkLocal } from './ipv6.ts'
import { PersistentMap } from './persistent-map.ts'
import type { RecordId, TopologyDocument, TopologyRecord } from './records.ts'
import { seriesOf } from './series.ts'

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
  /** By `addressKey`; link-local ones are not in it. */
  'ifacesByAddress',
  /** By network and length, `10.0.0.0/24`, `fc00::/64`. */
  'ifacesByPrefix',
  /** By the 24 leading bits of an address, whatever its prefix length: what automatic addressing must step around. */
  'ifacesBySlash24',
  /** The same for the 64 leading bits of IPv6. */
  'ifacesBySlash64',
  /** Layouts, groups and annotations by the canvas they lie on, and by the group they lie in. */
  'onCanvas',
  'inGroup',
  /** Layouts and canvases. */
  'usersOfImage',
] as const
export type IndexField = (typeof indexFields)[number]
export type Postings = PersistentMap<string, readonly RecordId[]>
export type DocumentIndex = {
  readonly [F in IndexField]: Postings
} & {
  /** How many records of each type, nodes of each name series, addresses of each prefix length, characters of pictures. */
  readonly counts: ReadonlyMap<string, number>
  /** The same object for as long as nothing changed that routes are computed from. */
  readonly routing: object
}

type Visit = (field: IndexField, key: string) => void

export const nameKey = (parent: string | null, name: string) => `${parent ?? ''}/${name}`
export const addressKey = ({ address }: IpAddress) =>
  typeof address === 'bigint' ? `6:${address.toString(16)}` : String(address)
/** The key of a network; its host bits are zero. */
export const prefixKey = (network: IpPrefix) => formatPrefix(network)

/** Addresses that say nothing about any other interface: of one link, of one host. */
const isLocal = (ip: IpAddress) =>
  ip.family === 4 ? ip.address >>> 24 === 127 : ip.address === 1n || isLinkLocal(ip.address)

function visitKeys(record: TopologyRecord, visit: Visit, count: (what: string, by?: number) => void): void {
  count(record.type)
  switch (record.type) {
    case 'node':
      if (record.parent !== null) visit('nodesByParent', record.parent)
      visit('nodesByName', nameKey(record.parent, record.name))
      count(`series ${seriesOf(record.kind, record.role)}`)
      return
    case 'iface':
      visit('ifacesByNode', record.node)
      visit('ifacesByName', nameKey(record.node, record.name))
      if (record.home !== record.node) {
        visit('ifacesByHome', record.home)
        visit('ifacesByName', nameKey(record.home, record.name))
      }
      if (record.over !== null) visit('ifacesByOver', record.over)
      if (record.kind !== 'lo') visit('ifacesByMac', record.mac)
      for (const { address } of record.addresses) {
        const ip = parsePrefix(address)
        if (ip === null || isLocal(ip)) continue
        visit('ifacesByAddress', addressKey(ip))
        visit('ifacesByPrefix', prefixKey(networkPrefix(ip)))
        if (ip.family === 4) visit('ifacesBySlash24', String(ip.address >>> 8))
        else visit('ifacesBySlash64', String(ip.address >> 64n))
        count(`length${ip.family} ${ip.length}`)
      }
      return
    case 'link':
      visit('linksByIface', record.a)
      if (record.b !== record.a) visit('linksByIface', record.b)
      return
    case 'layout':
      visit('onCanvas', record.canvas)
      if (record.group !== null) visit('inGroup', record.group)
      if (record.icon !== null) visit('usersOfImage', record.icon)
      return
    case 'group':
      visit('onCanvas', record.canvas)
      if (record.parent !== null) visit('inGroup', record.parent)
      return
    case 'annotation':
      visit('onCanvas', record.canvas)
      if (record.group !== null) visit('inGroup', record.group)
      return
    case 'canvas':
      if (record.picture !== null) visit('usersOfImage', record.picture.image)
      return
    case 'image':
      count('imageCharacters', record.data.length)
  }
}

/** Changes to one field of the index, gathered first so that a bulk load sorts each list once. */
class PostingsEdit {
  private readonly base: Postings
  private readonly lists: Map<string, RecordId[]>
  private readonly unsorted: Set<RecordId[]>

  constructor(base: Postings) {
    this.base = base
    this.lists = new Map()
    this.unsorted = new Set()
  }

  add(key: string, id: RecordId): void {
    const list = this.list(key)
    if (list.push(id) > 1) this.unsorted.add(list)
  }

  remove(key: string, id: RecordId): void {
    const list = this.list(key)
    const at = list.indexOf(id)
    if (at >= 0) list.splice(at, 1)
  }

  done(): Postings {
    for (const list of this.unsorted) list.sort()
    return this.base.edit((edit) => {
      for (const [key, list] of this.lists) {
        if (list.length === 0) edit.delete(key)
        else edit.set(key, list)
      }
    })
  }

  private list(key: string): RecordId[] {
    let list = this.lists.get(key)
    if (list === undefined) {
      list = this.base.get(key)?.slice() ?? []
      this.lists.set(key, list)
    }
    return list
  }
}

class IndexEdit {
  private readonly base: DocumentIndex
  private readonly fields: { readonly [F in IndexField]: PostingsEdit }
  private readonly counts: Map<string, number>

  constructor(base: DocumentIndex) {
    this.base = base
    this.fields = eachField((field) => new PostingsEdit(base[field]))
    this.counts = new Map(base.counts)
  }

  add(record: TopologyRecord): void {
    const { fields } = this
    visitKeys(
      record,
      (field, key) => fields[field].add(key, record.id),
      (what, by = 1) => this.count(what, by),
    )
  }

  remove(record: TopologyRecord): void {
    const { fields } = this
    visitKeys(
      record,
      (field, key) => fields[field].remove(key, record.id),
      (what, by = 1) => this.count(what, -by),
    )
  }

  /** Touches only what differs: a list may be long, such as that of all that lies on a canvas. */
  replace(before: TopologyRecord, after: TopologyRecord): void {
    const { fields } = this
    const gone = new Map<string, number>()
    const balance = (by: number) => (field: IndexField, key: string) => {
      const name = `${field} ${key}`
      gone.set(name, (gone.get(name) ?? 0) + by)
    }
    visitKeys(before, balance(1), (what, by = 1) => this.count(what, -by))
    visitKeys(after, balance(-1), (what, by = 1) => this.count(what, by))
    const settle = (sign: 1 | -1, edit: Visit): Visit => {
      return (field, key) => {
        const left = gone.get(`${field} ${key}`) ?? 0
        if (left * sign <= 0) return
        gone.set(`${field} ${key}`, left - sign)
        edit(field, key)
      }
    }
    const uncounted = (): void => {}
    visitKeys(
      before,
      settle(1, (field, key) => fields[field].remove(key, before.id)),
      uncounted,
    )
    visitKeys(
      after,
      settle(-1, (field, key) => fields[field].add(key, after.id)),
      uncounted,
    )
  }

  done(routing: object): DocumentIndex {
    return { ...this.base, ...eachField((field) => this.fields[field].done()), counts: this.counts, routing }
  }

  /** The same a field at a time. */
  *doneInParts(routing: object): Generator<undefined, DocumentIndex> {
    const done: Partial<Record<IndexField, Postings>> = {}
    for (const field of indexFields) {
      done[field] = this.fields[field].done()
      yield
    }
    return { ...this.base, ...done, counts: this.counts, routing }
  }

  private count(what: string, by: number): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + by)
  }
}

const eachField = <V>(make: (field: IndexField) => V) =>
  Object.fromEntries(indexFields.map((field) => [field, make(field)])) as { [F in IndexField]: V }

const emptyIndex: DocumentIndex = {
  ...eachField((): Postings => PersistentMap.empty()),
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

const RECORDS_A_PART = 250

/** Makes the index of a document in parts of a few milliseconds, for who has something else to do between two of them. */
export function* indexInParts(doc: TopologyDocument): Generator<undefined, void> {
  const edit = new IndexEdit(emptyIndex)
  let added = 0
  for (const record of doc.records.values()) {
    edit.add(record)
    if (++added % RECORDS_A_PART === 0) yield
  }
  indexes.set(doc, yield* edit.doneInParts({}))
}

/** Gives `after` the index of `before` with the diff applied, when `before` had one. Called by `applyDiff`. */
export function carryIndex(before: TopologyDocument, after: TopologyDocument, diff: Diff): void {
  const base = indexes.get(before)
  if (base === undefined) return
  const edit = new IndexEdit(base)
  for (const id of Object.keys(diff.removed) as RecordId[]) edit.remove(before.records.get(id)!)
  for (const id of Object.keys(diff.updated) as RecordId[])
    edit.replace(before.records.get(id)!, after.records.get(id)!)
  for (const id of Object.keys(diff.added) as RecordId[]) edit.add(after.records.get(id)!)
  indexes.set(after, edit.done(touchesRouting(diff) ? {} : base.routing))
}

// Fields that say nothing about where packets go: renaming, moving and impairing recompute no routes.
const indifferent = new Set([
  ...['name', 'seed', 'autoAddress4', 'autoAddress6', 'ipv4Pool', 'ipv6Pool', 'hostsFile', 'guide', 'foreign'],
  ...['routes', 'protocols', 'mac', 'mtu', 'home', 'ipv6', 'ra', 'ab', 'ba', 'lockLayout'],
])

/** Records that are run; the others are only drawn. */
const isRun = (id: string) =>
  id.startsWith('iface:') || id.startsWith('link:') || id.startsWith('node:') || id === 'lab:lab'

function touchesRouting(diff: Diff): boolean {
  for (const part of [diff.added, diff.removed]) for (const id of Object.keys(part)) if (isRun(id)) return true
  for (const [id, change] of Object.entries(diff.updated))
    if (isRun(id) && Object.keys(change?.[1] ?? {}).some((field) => !indifferent.has(field))) return true
  return false
}
