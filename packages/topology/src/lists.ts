// All records of each type, sorted by id. The lists are made once for a document; those of the next ones are made from them
// when somebody asks, from the ids that were touched since. A list in which nothing changed stays the same object, so that what
// is derived from it can be kept too.
import type { Diff } from './diff.ts'
import type { InParts } from './in-parts.ts'
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
  let stale = known.get(doc)
  if (stale === undefined || stale.touched !== null) {
    const lists = stale === undefined ? sorted(doc.records.values()) : freshened(doc, stale)
    known.set(doc, (stale = { lists, touched: null, count: 0 }))
  }
  return stale.lists.get(type) ?? none
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

/** Makes the lists of a document that has none, for who has something else to do in between. */
export function* listsInParts(doc: TopologyDocument): InParts<void> {
  if (known.has(doc)) return
  const lists = new Map<RecordType, List>()
  for (const [type, records] of byType(doc.records.values())) {
    let list: List = none
    for (let at = 0; at < records.length; at += A_PART) {
      yield
      list = merged(list, records.slice(at, at + A_PART).sort(byId))
    }
    lists.set(type, list)
  }
  known.set(doc, { lists, touched: null, count: 0 })
}

function sorted(records: Iterable<TopologyRecord>): Lists {
  const lists = byType(records)
  for (const list of lists.values()) list.sort(byId)
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

function freshened(doc: TopologyDocument, stale: Stale): Lists {
  const ids = new Set<RecordId>()
  for (let at = stale.touched; at !== null; at = at.before) for (const id of at.ids) ids.add(id)
  const there = [...ids].flatMap((id) => doc.records.get(id) ?? [])
  const now = sorted(there)
  const types = new Set([...ids].map((id) => id.slice(0, id.indexOf(':')) as RecordType))
  const lists = new Map(stale.lists)
  for (const type of types) {
    const kept = (lists.get(type) ?? none).filter(({ id }) => !ids.has(id))
    lists.set(type, merged(kept, now.get(type) ?? none))
  }
  return lists
}

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
