// A diff is the one currency of change: undo log, broadcast, disk and kernel apply all carry this same object.
//
// Laws (diff.test.ts): apply(d, diffDocuments(d, e)) = e; apply(apply(d, x), invert(x)) = d;
// apply(d, compose(x, y)) = apply(apply(d, x), y). A diff says what stood before, so one that no longer fits is refused
// with the reason instead of overwriting somebody else's edit.
import { carryIndex } from './document-index.ts'
import { applyFields, composeFields, deepEqual, diffFields, type FieldChange, FieldMismatch } from './fields.ts'
import { eachInParts, finish, type InParts } from './in-parts.ts'
import { carryLists } from './lists.ts'
import { PersistentMap } from './persistent-map.ts'
import type { RecordId, TopologyDocument, TopologyRecord } from './records.ts'

export type { FieldChange, Fields } from './fields.ts'
export type { TopologyDocument }

type Records = Readonly<Partial<Record<RecordId, TopologyRecord>>>
type Changes = Readonly<Partial<Record<RecordId, FieldChange>>>

export interface Diff {
  readonly added: Records
  readonly updated: Changes
  readonly removed: Records
}

/** What a person or a command did: `label` is what the undo menu says ("Draw link"). */
export interface Operation {
  readonly label: string
  readonly diff: Diff
}

/** Why a diff does not fit the document: which record, which field of it (null: the record as a whole), and how. */
export class DiffConflict extends Error {
  readonly record: RecordId
  readonly field: string | null
  readonly reason: string
  constructor(record: RecordId, field: string | null, reason: string) {
    super(field === null ? `${record}: ${reason}` : `${record}, ${field}: ${reason}`)
    this.name = 'DiffConflict'
    this.record = record
    this.field = field
    this.reason = reason
  }
}

/** The ids one part of a diff speaks of, typed. */
export const idsIn = (part: Records | Changes) => Object.keys(part) as RecordId[]
export const emptyDiff: Diff = { added: {}, updated: {}, removed: {} }
/** How many records it speaks of. */
export const sizeOfDiff = ({ added, updated, removed }: Diff): number =>
  idsIn(added).length + idsIn(updated).length + idsIn(removed).length
export const isEmptyDiff = (diff: Diff): boolean => sizeOfDiff(diff) === 0
export const sameDiff = (a: Diff, b: Diff): boolean => deepEqual(a, b)

/** The records of a document as a map that can be edited cheaply, whatever map it was given. */
export const persistentRecords = (doc: TopologyDocument): PersistentMap<RecordId, TopologyRecord> =>
  doc.records instanceof PersistentMap ? doc.records : PersistentMap.from(doc.records)

export function updateRecord(record: TopologyRecord, change: FieldChange): TopologyRecord {
  try {
    return applyFields(record as unknown as FieldChange[0], change) as unknown as TopologyRecord
  } catch (error) {
    if (error instanceof FieldMismatch) throw new DiffConflict(record.id, error.field, error.message)
    throw error
  }
}

/** An index is built afresh sooner than half of it is changed, and only when somebody asks for it. */
const isSmallIn = (diff: Diff, after: TopologyDocument): boolean =>
  sizeOfDiff(diff) <= Math.max(1000, after.records.size / 2)

/** The document after the diff. Throws `DiffConflict` and changes nothing when the diff does not fit. */
export const applyDiff = (doc: TopologyDocument, diff: Diff): TopologyDocument => finish(applyInParts(doc, diff))

export function* applyInParts(doc: TopologyDocument, diff: Diff): InParts<TopologyDocument> {
  if (isEmptyDiff(diff)) return doc
  const records = yield* persistentRecords(doc).editInParts(function* (edit) {
    yield* eachInParts(idsIn(diff.removed), (id) => {
      const now = edit.get(id)
      if (now === undefined) throw new DiffConflict(id, null, 'it is not there any more')
      const change = diffFields(now as unknown as FieldChange[0], diff.removed[id] as unknown as FieldChange[0])
      if (change !== null) throw new DiffConflict(id, Object.keys(change[0])[0], 'it was changed in the meantime')
      edit.delete(id)
    })
    yield* eachInParts(idsIn(diff.updated), (id) => {
      const now = edit.get(id)
      if (now === undefined) throw new DiffConflict(id, null, 'it is not there any more')
      edit.set(id, updateRecord(now, diff.updated[id]!))
    })
    yield* eachInParts(idsIn(diff.added), (id) => {
      const record = diff.added[id]!
      if (record.id !== id) throw new DiffConflict(id, 'id', `the record added calls itself ${record.id}`)
      if (edit.get(id) !== undefined) throw new DiffConflict(id, null, 'it is there already')
      edit.set(id, record)
    })
  })
  const after: TopologyDocument = { records }
  carryLists(doc, after, diff)
  if (isSmallIn(diff, after)) yield* carryIndex(doc, after, diff)
  return after
}

/** The diff that undoes `diff`. */
export function invertDiff(diff: Diff): Diff {
  const updated: Partial<Record<RecordId, FieldChange>> = {}
  for (const id of idsIn(diff.updated)) {
    const [before, after] = diff.updated[id]!
    updated[id] = [after, before]
  }
  return { added: diff.removed, updated, removed: diff.added }
}

/** Fields in which two versions of one record differ, or null. */
export const diffRecords = (before: TopologyRecord, after: TopologyRecord): FieldChange | null =>
  diffFields(before as unknown as FieldChange[0], after as unknown as FieldChange[0])

/** The diff that turns `before` into `after`. Cost follows the difference when one was made from the other. */
export function diffDocuments(before: TopologyDocument, after: TopologyDocument): Diff {
  const added: Partial<Record<RecordId, TopologyRecord>> = {}
  const updated: Partial<Record<RecordId, FieldChange>> = {}
  const removed: Partial<Record<RecordId, TopologyRecord>> = {}
  for (const id of persistentRecords(before).keysNotShared(persistentRecords(after))) {
    const was = before.records.get(id)
    const is = after.records.get(id)
    if (was === is) continue
    if (was === undefined) added[id] = is!
    else if (is === undefined) removed[id] = was
    else {
      const change = diffRecords(was, is)
      if (change !== null) updated[id] = change
    }
  }
  return { added, updated, removed }
}

/** One diff that does what `first` and then `second` do. Throws `DiffConflict` when `second` cannot follow `first`. */
export function composeDiffs(first: Diff, second: Diff): Diff {
  const added: Partial<Record<RecordId, TopologyRecord>> = { ...first.added }
  const updated: Partial<Record<RecordId, FieldChange>> = { ...first.updated }
  const removed: Partial<Record<RecordId, TopologyRecord>> = { ...first.removed }
  for (const id of idsIn(second.removed)) {
    const record = second.removed[id]!
    if (added[id] !== undefined) {
      if (!deepEqual(added[id], record)) throw new DiffConflict(id, null, 'it was changed in the meantime')
      delete added[id]
    } else {
      const change = updated[id]
      removed[id] = change === undefined ? record : updateRecord(record, [change[1], change[0]])
      delete updated[id]
    }
  }
  for (const id of idsIn(second.updated)) {
    const change = second.updated[id]!
    const created = added[id]
    const earlier = updated[id]
    if (created !== undefined) added[id] = updateRecord(created, change)
    else if (earlier === undefined) updated[id] = change
    else {
      const both = composeFields(earlier, change)
      if (both === null) delete updated[id]
      else updated[id] = both
    }
  }
  for (const id of idsIn(second.added)) {
    const record = second.added[id]!
    const earlier = removed[id]
    if (added[id] !== undefined || updated[id] !== undefined) throw new DiffConflict(id, null, 'it is there already')
    if (earlier === undefined) {
      added[id] = record
    } else {
      delete removed[id]
      const change = diffRecords(earlier, record)
      if (change !== null) updated[id] = change
    }
  }
  return { added, updated, removed }
}
