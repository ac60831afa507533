// All records of each type, sorted by id. The lists are made once for a document; those of the next ones are made from them
// when somebody asks, from the ids that were touched since. A list in which nothing changed stays the same object, so that what
// is derived from it can be kept too.
import type { Diff } from './diff.ts'
import { eachInParts, finish, type InParts } from './in-parts.ts'
import type { RecordId, TopologyDocument, TopologyRecord } from './records.ts'

type RecordType = TopologyRecord['type']
type List = readonly TopologyRecord[]
type Lists = ReadonlyMap<RecordType, List>

/** Lists of an earlier document, and the ids touched since, diff by diff. */
interface Stale {
  readonly lists: Lists
  readonly touched: Touched | null
  readonly count: number
}
interface Touched {
  readonly ids: readonly RecordId[]
  readonly before: Touched | null
}

const known = new WeakMap<TopologyDocument, Stale>()
const none: List = []
/** When more ids than this were touched, and nobody asked, the lists are made afresh. */
const MOST_TOUCHED = 50_000

export function listOf(doc: TopologyDocument, type: RecordType): List {
  const stale = known.get(doc)
  const lists = stale?.touched === null ? stale.lists : finish(listsOf(doc))
  return lists.get(type) ?? none
}

/** Lets `after` make its lists of those of `before`, when that had some. Called by `applyDiff`. */
export function carryLists(before: TopologyDocument, after: TopologyDocument, diff: Diff): void {
  const stale = known.get(before)
  if (stale === undefined) return
  const ids = [diff.removed, diff.updated, diff.added].flatMap((part) => Object.keys(part) as RecordId[])
  const count = stale.count + ids.length
  if (count <= MOST_TOUCHED) known.set(after, { lists: stale.lists, touched: { ids, before: stale.touched }, count })
}

/** So many are sorted in a few milliseconds. */
const A_PART = 4096

/** Makes the lists of a document, for who has something else to do in between; at once when there is little to do. */
export function* listsInParts(doc: TopologyDocument): InParts<void> {
  yield* listsOf(doc)
}

function* listsOf(doc: TopologyDocument): InParts<Lists> {
  const stale = known.get(doc)
  if (stale !== undefined && stale.touched === null) return stale.lists
  const lists = stale === undefined ? yield* sorted(doc.records.values()) : yield* freshened(doc, stale)
  known.set(doc, { lists, touched: null, count: 0 })
  return lists
}

function* sorted(records: Iterable<TopologyRecord>): InParts<Lists> {
  const lists = new Map<RecordType, List>()
  for (const [type, some] of byType(records)) {
    let list: List = none
    for (let at = 0; at < some.length; at += A_PART) {
      if (some.length > A_PART) yield
      list = merged(list, some.slice(at, at + A_PART).sort(byId))
    }
    lists.set(type, list)
  }
  return lists
}

const byId = (a: TopologyRecord, b: TopologyRecord): number => (a.id < b.id ? -1 : 1)

function byType(records: Iterable<TopologyRecord>): Map<RecordType, TopologyRecord[]> {
  const lists = new Map<RecordType, TopologyRecord[]>()
  for (const record of records) {
    const list = lists.get(record.type)
    if (list === undefined) lists.set(record.type, [record])
    else list.push(record)
  }
  return lists
}

function* freshened(doc: TopologyDocument, stale: Stale): InParts<Lists> {
  const ids = new Set<RecordId>()
  for (let at = stale.touched; at !== null; at = at.before) for (const id of at.ids) ids.add(id)
  if (ids.size <= FEW) return patched(doc, stale.lists, ids)
  const types = new Set<RecordType>()
  const there: TopologyRecord[] = []
  yield* eachInParts(
    ids,
    (id) => {
      types.add(typeIn(id))
      const record = doc.records.get(id)
      if (record !== undefined) there.push(record)
    },
    A_PART,
  )
  const now = yield* sorted(there)
  const lists = new Map(stale.lists)
  for (const type of types) {
    if (ids.size > A_PART) yield
    const kept = (lists.get(type) ?? none).filter(({ id }) => !ids.has(id))
    lists.set(type, merged(kept, now.get(type) ?? none))
  }
  return lists
}

/** So many are put into their places one by one sooner than a list is gone through. */
const FEW = 32

function patched(doc: TopologyDocument, stale: Lists, ids: ReadonlySet<RecordId>): Lists {
  const lists = new Map<RecordType, TopologyRecord[]>()
  for (const id of ids) {
    const type = typeIn(id)
    const list = lists.get(type) ?? stale.get(type)?.slice() ?? []
    lists.set(type, list)
    const record = doc.records.get(id)
    const at = placeIn(list, id)
    list.splice(at, list[at]?.id === id ? 1 : 0, ...(record === undefined ? [] : [record]))
  }
  return new Map([...stale, ...lists])
}

/** Where it is, or would be. */
function placeIn(list: List, id: RecordId): number {
  let [from, to] = [0, list.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (list[middle].id < id) from = middle + 1
    else to = middle
  }
  return from
}

const typeIn = (id: RecordId): RecordType => id.slice(0, id.indexOf(':')) as RecordType

/** Both are sorted. */
function merged(list: List, come: List): List {
  const result: TopologyRecord[] = []
  let at = 0
  for (const record of come) {
    while (at < list.length && list[at].id < record.id) result.push(list[at++])
    result.push(record)
  }
  while (at < list.length) result.push(list[at++])
  return result
}
