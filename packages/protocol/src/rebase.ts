// Two people change one thing at once. A diff says what stood before; by the time it is decided something else may stand
// there. The rule, the same in the room and in every browser, so that all arrive at one document:
//
//   a number, a word, a switch   the later edit wins, and its undo will bring back what really stood there
//   a record that is removed     removed as it now is, so that undo brings back the other person's edit too
//   a list (addresses, routes)   refused: the later list would silently take away what the other person just added
//   a record that is gone        refused
//
// What is refused is left in the diff as it was; `applyDiff` then says which field stands otherwise.
import type { Diff, FieldChange, Fields, RecordId, TopologyDocument, TopologyRecord } from '@etherloom/topology'

/** The diff with what really stands in the document now as its "before". */
export function rebaseDiff(document: TopologyDocument, diff: Diff): Diff {
  const updated: { [id: string]: FieldChange } = {}
  for (const [id, change] of Object.entries(diff.updated)) {
    const now = document.records.get(id as RecordId)
    updated[id] = now === undefined ? change! : rebaseFields(now as unknown as Fields, change!)
  }
  const removed: { [id: string]: TopologyRecord } = {}
  for (const [id, record] of Object.entries(diff.removed)) removed[id] = document.records.get(id as RecordId) ?? record!
  return { added: diff.added, updated, removed }
}

function rebaseFields(now: Fields, [before, after]: FieldChange): FieldChange {
  const rebased: { [field: string]: unknown } = { ...before }
  const becomes: { [field: string]: unknown } = { ...after }
  for (const field of Object.keys(after)) {
    if (!Object.hasOwn(now, field) || !Object.hasOwn(before, field)) continue
    const [is, was, willBe] = [now[field], before[field], after[field]]
    if (isFields(is) && isFields(was) && isFields(willBe)) {
      const inner = rebaseFields(is, [was, willBe])
      rebased[field] = inner[0]
      becomes[field] = inner[1]
    } else if (!Array.isArray(is)) {
      rebased[field] = is
    }
  }
  return [rebased, becomes]
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
