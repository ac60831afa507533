// Who refers to whom, and who is called what: an inverted index over the records. A field of it is made when it is first asked
// for, and carried from document to document by the diff from then on, so an edit of a 10,000-node lab costs what it touches.
// Lists of ids are sorted, so the index of a document does not depend on how the document came about.
import type { Diff } from './diff.ts'
import { eachInParts, finish, type InParts } from './in-parts.ts'
import { formatPrefix, type IpAddress, type IpPrefix, networkPrefix, parsePrefix } from './ip.ts'
import { isLinkLocal } from './ipv6.ts'
import { listOf, listsInParts } from './lists.ts'
import { PersistentMap } from './persistent-map.ts'
import type { IfaceRecord, RecordId, TopologyDocument, TopologyRecord } from './records.ts'
import { seriesOf } from './series.ts'

export type Postings = PersistentMap<string, readonly RecordId[]>

export const nameKey = (parent: string | null, name: string) => `${parent ?? ''}/${name}`
export const addressKey = ({ address }: IpAddress) =>
  typeof address === 'bigint' ? `6:${address.toString(16)}` : String(address)
/** The key of a network; its host bits are zero. */
export const prefixKey = (network: IpPrefix) => formatPrefix(network)

/** The key of an address's prefix length. */
export const lengthKey = ({ family, length }: Pick<IpPrefix, 'family' | 'length'>) => `${family} ${length}`

/** Addresses that say nothing about any other interface: of one link, of one host. */
const isLocal = (ip: IpAddress) =>
  ip.family === 4 ? ip.address >>> 24 === 127 : ip.address === 1n || isLinkLocal(ip.address)

type RecordType = TopologyRecord['type']
/** Says under which keys records are found; `types` in alphabetical order, as the ids of their records are. */
interface Field {
  readonly types: readonly RecordType[]
  readonly keysOf: (record: never, add: (key: string) => void) => void
}
type RecordOfType<T extends RecordType> = Extract<TopologyRecord, { type: T }>

const field = <T extends RecordType>(
  types: readonly T[],
  keysOf: (record: RecordOfType<T>, add: (key: string) => void) => void,
): Field => ({ types, keysOf })

function eachAddress({ addresses }: IfaceRecord, visit: (ip: IpPrefix) => void): void {
  for (const { address } of addresses) {
    const ip = parsePrefix(address)
    if (ip !== null && !isLocal(ip)) visit(ip)
  }
}

const fields = {
  ifacesByNode: field(['iface'], ({ node }, add) => add(node)),
  /** Interfaces away from home: the node they return to. */
  ifacesByHome: field(['iface'], ({ home, node }, add) => {
    if (home !== node) add(home)
  }),
  /** By node and name, and by home and name: a name is kept for an interface that is away. */
  ifacesByName: field(['iface'], ({ home, node, name }, add) => {
    add(nameKey(node, name))
    if (home !== node) add(nameKey(home, name))
  }),
  linksByIface: field(['link'], ({ a, b }, add) => {
    add(a)
    if (b !== a) add(b)
  }),
  ifacesByOver: field(['iface'], ({ over }, add) => {
    if (over !== null) add(over)
  }),
  nodesByParent: field(['node'], ({ parent }, add) => {
    if (parent !== null) add(parent)
  }),
  nodesByName: field(['node'], ({ parent, name }, add) => add(nameKey(parent, name))),
  nodesBySeries: field(['node'], ({ kind, role }, add) => add(seriesOf(kind, role))),
  ifacesByMac: field(['iface'], ({ kind, mac }, add) => {
    if (kind !== 'lo') add(mac)
  }),
  /** By `addressKey`; link-local ones are not in it. */
  ifacesByAddress: field(['iface'], (iface, add) => eachAddress(iface, (ip) => add(addressKey(ip)))),
  /** By network and length, `10.0.0.0/24`, `fc00::/64`. */
  ifacesByPrefix: field(['iface'], (iface, add) => eachAddress(iface, (ip) => add(prefixKey(networkPrefix(ip))))),
  /** By `lengthKey`: once for each address. */
  ifacesByLength: field(['iface'], (iface, add) => eachAddress(iface, (ip) => add(lengthKey(ip)))),
  /** By the 24 leading bits of an address, whatever its prefix length: what automatic addressing must step around. */
  ifacesBySlash24: field(['iface'], (iface, add) =>
    eachAddress(iface, (ip) => {
      if (ip.family === 4) add(String(ip.address >>> 8))
    }),
  ),
  /** The same for the 64 leading bits of IPv6. */
  ifacesBySlash64: field(['iface'], (iface, add) =>
    eachAddress(iface, (ip) => {
      if (ip.family === 6) add(String(ip.address >> 64n))
    }),
  ),
  /** Layouts, groups and annotations by the canvas they lie on, and by the group they lie in. */
  onCanvas: field(['annotation', 'group', 'layout'], ({ canvas }, add) => add(canvas)),
  inGroup: field(['annotation', 'group', 'layout'], (record, add) => {
    const around = record.type === 'group' ? record.parent : record.group
    if (around !== null) add(around)
  }),
  /** Layouts and canvases. */
  usersOfImage: field(['canvas', 'layout'], (record, add) => {
    const image = record.type === 'canvas' ? record.picture?.image : record.icon
    if (image != null) add(image)
  }),
} satisfies { readonly [name: string]: Field }

export type IndexField = keyof typeof fields
export const indexFields = Object.keys(fields) as IndexField[]

const keysIn = (name: IndexField, record: TopologyRecord, add: (key: string) => void): void =>
  (fields[name].keysOf as (record: TopologyRecord, add: (key: string) => void) => void)(record, add)

const hasType = (name: IndexField, type: RecordType): boolean =>
  (fields[name].types as readonly RecordType[]).includes(type)

/** Records looked through in a few milliseconds. */
const A_PART = 4096

function* makeField(doc: TopologyDocument, name: IndexField): InParts<Postings> {
  const lists = new Map<string, RecordId[]>()
  for (const type of fields[name].types) {
    const records = listOf(doc, type)
    for (const [i, record] of records.entries()) {
      if (i % A_PART === A_PART - 1) yield
      keysIn(name, record, appendTo(lists, record.id))
    }
  }
  if (lists.size > A_PART) yield
  return yield* PersistentMap.empty<string, RecordId[]>().editInParts(function* (edit) {
    yield* eachInParts(lists, ([key, list]) => edit.set(key, list), A_PART)
  })
}

const appendTo =
  (lists: Map<string, RecordId[]>, id: RecordId) =>
  (key: string): void => {
    const list = lists.get(key)
    if (list === undefined) lists.set(key, [id])
    else list.push(id)
  }

/** What became of a record: null before it was there, and after it is gone. */
type Change = readonly [before: TopologyRecord | null, after: TopologyRecord | null]

/** Lists may be long, such as that of all that lies on a canvas: only those that gain or lose something are written anew. */
function* carryField(postings: Postings, name: IndexField, changes: readonly Change[]): InParts<Postings> {
  const lost = new Map<string, RecordId[]>()
  const won = new Map<string, RecordId[]>()
  const weigh = ([before, after]: Change): void => {
    const type = (before ?? after)!.type
    if (!hasType(name, type)) return
    const [were, are]: [string[], string[]] = [[], []]
    if (before !== null) keysIn(name, before, (key) => were.push(key))
    if (after !== null) keysIn(name, after, (key) => are.push(key))
    if (were.length === are.length && were.every((key, i) => key === are[i])) return
    const { id } = (before ?? after)!
    were.forEach(appendTo(lost, id))
    are.forEach(appendTo(won, id))
  }
  yield* eachInParts(changes, weigh, A_PART)
  return yield* postings.editInParts(function* (edit) {
    const write = (key: string): void => {
      const list = edited(edit.get(key) ?? [], lost.get(key), won.get(key))
      if (list.length === 0) edit.delete(key)
      else edit.set(key, list)
    }
    yield* eachInParts(new Set([...lost.keys(), ...won.keys()]), write, MANY)
  })
}

/** Each loss takes an id out once: it may be there several times. */
function edited(list: readonly RecordId[], lost: readonly RecordId[] = [], won: readonly RecordId[] = []): RecordId[] {
  if (lost.length + won.length > FEW) return [...without(list, lost), ...won].sort()
  const result = list.slice()
  for (const id of lost) {
    const at = result.indexOf(id)
    if (at >= 0) result.splice(at, 1)
  }
  for (const id of won) result.splice(placeIn(result, id), 0, id)
  return result
}

/** So many are put into their places one by one sooner than the list is sorted. */
const FEW = 8

function without(list: readonly RecordId[], lost: readonly RecordId[]): RecordId[] {
  const times = new Map<RecordId, number>()
  for (const id of lost) times.set(id, (times.get(id) ?? 0) + 1)
  return list.filter((id) => {
    const left = times.get(id) ?? 0
    if (left > 0) times.set(id, left - 1)
    return left === 0
  })
}

function placeIn(sorted: readonly RecordId[], id: RecordId): number {
  let [from, to] = [0, sorted.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (sorted[middle] < id) from = middle + 1
    else to = middle
  }
  return from
}

/** Keys that are written in some milliseconds. */
const MANY = 1000

type Fields = { readonly [F in IndexField]: Postings }

class LazyIndex {
  /** The same object for as long as nothing changed that routes are computed from. */
  readonly routing: object
  private readonly doc: TopologyDocument
  private readonly made: Map<IndexField, Postings>
  /** The index of the document before, and what was done to that. */
  private from: { readonly index: LazyIndex; readonly changes: readonly Change[] } | null

  constructor(doc: TopologyDocument, routing: object) {
    this.doc = doc
    this.routing = routing
    this.made = new Map()
    this.from = null
  }

  field(name: IndexField): Postings {
    let postings = this.made.get(name)
    if (postings === undefined) {
      // What one document is asked, the next ones will be: it is made where they have it from.
      postings =
        this.from === null
          ? finish(makeField(this.doc, name))
          : finish(carryField(this.from.index.field(name), name, this.from.changes))
      this.made.set(name, postings)
    }
    return postings
  }

  *make(name: IndexField): InParts<void> {
    if (this.made.has(name)) return
    if (this.from === null) this.made.set(name, yield* makeField(this.doc, name))
    else this.field(name)
  }

  *carryTo(after: TopologyDocument, changes: readonly Change[], routing: object): InParts<LazyIndex> {
    const index = new LazyIndex(after, routing)
    for (const [name, postings] of this.made) {
      index.made.set(name, yield* carryField(postings, name, changes))
      if (changes.length > MANY) yield
    }
    index.from = { index: this, changes }
    // Only the last step is kept: the documents before it are not to stay in memory.
    this.from = null
    return index
  }
}

export type DocumentIndex = Fields & Pick<LazyIndex, 'routing'>

for (const name of indexFields)
  Object.defineProperty(LazyIndex.prototype, name, {
    get(this: LazyIndex) {
      return this.field(name)
    },
  })

const indexes = new WeakMap<TopologyDocument, LazyIndex>()

function lazyIndexOf(doc: TopologyDocument): LazyIndex {
  let index = indexes.get(doc)
  if (index === undefined) indexes.set(doc, (index = new LazyIndex(doc, {})))
  return index
}

export const indexOf = (doc: TopologyDocument): DocumentIndex => lazyIndexOf(doc) as unknown as DocumentIndex

/** Makes the lists and the index of a document bit by bit, for who has something else to do between two of them. */
export function* indexInParts(doc: TopologyDocument): InParts<void> {
  yield* listsInParts(doc)
  const index = lazyIndexOf(doc)
  for (const name of indexFields) {
    yield* index.make(name)
    yield
  }
}

/** Gives `after` the index of `before` with the diff applied, when `before` had one. Called by `applyDiff`. */
export function* carryIndex(before: TopologyDocument, after: TopologyDocument, diff: Diff): InParts<void> {
  const index = indexes.get(before)
  if (index === undefined) return
  const changes: Change[] = []
  for (const part of [diff.removed, diff.updated, diff.added])
    yield* eachInParts(
      Object.keys(part) as RecordId[],
      (id) => changes.push([before.records.get(id) ?? null, after.records.get(id) ?? null]),
      A_PART,
    )
  indexes.set(after, yield* index.carryTo(after, changes, touchesRouting(diff) ? {} : index.routing))
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
