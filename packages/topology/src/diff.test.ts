import fc from 'fast-check'
import { expect, test } from 'vitest'
import { indexFields, indexOf } from './document-index.ts'
import {
  applyDiff,
  chain,
  checkOperation,
  composeDiffs,
  type Diff,
  DiffConflict,
  diffDocuments,
  documentOf,
  emptyDiff,
  emptyDocument,
  type Foreign,
  insert,
  invertDiff,
  isEmptyDiff,
  layouts,
  links,
  nodes,
  renameNode,
  setFields,
  setImpairment,
  type TopologyDocument,
  validateDocument,
} from './index.ts'
import { chooseFrom, freezeDocument, randomOperation } from './testing.ts'

const records = (doc: TopologyDocument) => new Map([...doc.records].sort(([a], [b]) => (a < b ? -1 : 1)))

interface Session {
  docs: TopologyDocument[]
  diffs: Diff[]
}

/** Documents and diffs of somebody at work: `docs[i + 1]` is `docs[i]` after `diffs[i]`. */
function work(numbers: readonly number[], edits = 60): Session {
  const choose = chooseFrom(numbers)
  const session: Session = { docs: [freezeDocument(emptyDocument('work'))], diffs: [] }
  for (let i = 0; i < edits; i++) {
    const now = session.docs.at(-1)!
    const op = randomOperation(now, choose)
    if (op === null) continue
    const check = checkOperation(now, op)
    if (!check.ok) throw new Error(`${check.code}: ${check.message}`)
    session.docs.push(freezeDocument(check.doc))
    session.diffs.push(op.diff)
  }
  return session
}
const sessions = fc.array(fc.nat(), { minLength: 1, maxLength: 300 }).map((numbers) => work(numbers))

test('whatever an operation offers is accepted, and leaves a sound document', () => {
  fc.assert(
    fc.property(sessions, ({ docs }) => {
      const errors = validateDocument(docs.at(-1)!).filter((problem) => problem.severity === 'error')
      expect(errors).toEqual([])
    }),
  )
})

test('undoing everything, newest first, gives the empty lab again', () => {
  fc.assert(
    fc.property(sessions, ({ docs, diffs }) => {
      const undone = diffs.toReversed().reduce((doc, diff) => applyDiff(doc, invertDiff(diff)), docs.at(-1)!)
      expect(records(undone)).toEqual(records(docs[0]))
    }),
  )
})

test('a diff between two documents leads from one to the other, and back', () => {
  fc.assert(
    fc.property(sessions, fc.nat(), fc.nat(), ({ docs }, i, j) => {
      const [before, after] = [docs[i % docs.length], docs[j % docs.length]]
      const diff = diffDocuments(before, after)
      expect(records(applyDiff(before, diff))).toEqual(records(after))
      expect(records(applyDiff(after, invertDiff(diff)))).toEqual(records(before))
      expect(diffDocuments(documentOf(before.records.values()), documentOf(after.records.values()))).toEqual(diff)
      expect(isEmptyDiff(diffDocuments(before, documentOf(before.records.values())))).toBe(true)
    }),
  )
})

test('composed diffs do what the diffs do in turn', () => {
  fc.assert(
    fc.property(sessions, ({ docs, diffs }) => {
      expect(records(applyDiff(docs[0], diffs.reduce(composeDiffs, emptyDiff)))).toEqual(records(docs.at(-1)!))
      for (let i = 0; i + 1 < diffs.length; i++)
        expect(composeDiffs(diffs[i], diffs[i + 1])).toEqual(diffDocuments(docs[i], docs[i + 2]))
    }),
  )
})

test('the index carried along by diffs is the index of the document built afresh', () => {
  fc.assert(
    fc.property(sessions, ({ docs }) => {
      const last = docs.at(-1)!
      const [carried, fresh] = [indexOf(last), indexOf(documentOf(last.records.values()))]
      for (const field of indexFields) expect(new Map(carried[field])).toEqual(new Map(fresh[field]))
    }),
  )
})

test('the lists carried along by diffs are those of the document built afresh, and stay the same where nothing changed', () => {
  fc.assert(
    fc.property(sessions, fc.nat(), ({ docs, diffs }, n) => {
      const listsOf = (doc: TopologyDocument) => [nodes(doc), links(doc), layouts(doc)]
      const [from, done] = [docs[n % docs.length], diffs.slice(n % docs.length)]
      // Lists are carried on from where they were asked for: before what follows is done.
      const before = listsOf(from)
      const last = done.reduce(applyDiff, from)
      const after = listsOf(last)
      expect(after).toEqual(listsOf(documentOf(last.records.values())))
      const touched = done.flatMap((diff) => Object.keys({ ...diff.added, ...diff.updated, ...diff.removed }))
      for (const [i, type] of ['node:', 'link:', 'layout:'].entries())
        if (!touched.some((id) => id.startsWith(type))) expect(after[i]).toBe(before[i])
    }),
  )
})

test('so do the lists and the index after a diff of many records, and after its undo', () => {
  const before = chain(600)
  nodes(before)
  indexOf(before)
  const { diff } = insert(before, chain(300))
  const after = applyDiff(before, diff)
  const back = applyDiff(after, invertDiff(diff))
  for (const doc of [after, back]) {
    const fresh = documentOf(doc.records.values())
    expect([nodes(doc), links(doc), layouts(doc)]).toEqual([nodes(fresh), links(fresh), layouts(fresh)])
    for (const field of indexFields) expect(new Map(indexOf(doc)[field])).toEqual(new Map(indexOf(fresh)[field]))
  }
  expect(nodes(after)).toHaveLength(nodes(before).length + nodes(chain(300)).length - 1)
})

test('a diff made for another state is refused with the record, the field and the reason', () => {
  const doc = chain(1)
  const link = links(doc)[0].id
  const { diff } = setImpairment(doc, link, 'ab', { delayUs: 1000 })
  const edited = applyDiff(doc, setImpairment(doc, link, 'ab', { delayUs: 7 }).diff)
  const refusal = catchConflict(() => applyDiff(edited, diff))
  expect(refusal).toMatchObject({ record: link, field: 'ab.delayUs', reason: 'it is 7 now, not 0' })
  // Another field of the same direction is nobody's conflict.
  expect(() => applyDiff(edited, setImpairment(doc, link, 'ab', { lossPercent: 5 }).diff)).not.toThrow()
})

test('an object that comes, goes or gets other keys is replaced whole, one that keeps them in parts', () => {
  const doc = chain(1)
  const { id } = links(doc)[0]
  const burst = (leavePercent: number) => ({ enterPercent: 1, leavePercent, goodLossPercent: 0, badLossPercent: 100 })
  const foreign = (...list: (Foreign | null)[]) =>
    list.map((value) => (now: TopologyDocument) => setFields(now, 'node:pc1', { foreign: value }))
  const edits = [
    ...[burst(5), burst(6), null, burst(7)].map(
      (lossBurst) => (now: TopologyDocument) => setImpairment(now, id, 'ab', { lossBurst }),
    ),
    ...foreign({ a: 1 }, { a: 2 }, { b: { c: 1 } }, { b: { c: 2 } }, { b: { d: 2 } }, {}, { a: 1 }, null),
  ]
  const docs = [doc]
  const diffs: Diff[] = []
  for (const edit of edits) {
    const { diff } = edit(docs.at(-1)!)
    diffs.push(diff)
    docs.push(applyDiff(docs.at(-1)!, diff))
  }
  // Every stretch of them, squashed from either side, is the difference between its ends.
  for (let i = 0; i < docs.length; i++)
    for (let j = i; j < docs.length; j++) {
      const expected = diffDocuments(docs[i], docs[j])
      expect(diffs.slice(i, j).reduce(composeDiffs, emptyDiff)).toEqual(expected)
      expect(diffs.slice(i, j).reduceRight((all, diff) => composeDiffs(diff, all), emptyDiff)).toEqual(expected)
      expect(records(applyDiff(docs[j], invertDiff(expected)))).toEqual(records(docs[i]))
    }
  const stale = applyDiff(doc, setFields(doc, 'node:pc1', { foreign: { z: 1 } }).diff)
  expect(catchConflict(() => applyDiff(stale, diffs[6]))).toMatchObject({ field: 'foreign' })
})

test('undoing the placing of a node that was renamed since is refused', () => {
  const doc = chain(1)
  const placed = diffDocuments(emptyDocument('chain-1', { autoAddress6: false }), doc)
  const renamed = applyDiff(doc, renameNode(doc, 'node:pc1', 'alice').diff)
  expect(catchConflict(() => applyDiff(renamed, invertDiff(placed)))).toMatchObject({
    record: 'node:pc1',
    field: 'name',
    reason: 'it was changed in the meantime',
  })
  expect(catchConflict(() => applyDiff(doc, placed)).reason).toBe('it is there already')
  expect(catchConflict(() => applyDiff(emptyDocument(), renameNode(doc, 'node:pc1', 'x').diff)).reason).toBe(
    'it is not there any more',
  )
})

test('a refused diff changes nothing', () => {
  const doc = freezeDocument(chain(1))
  const before = records(doc)
  catchConflict(() =>
    applyDiff(doc, {
      added: { 'node:pc1': doc.records.get('node:pc1')! },
      updated: {},
      removed: { 'node:pc2': doc.records.get('node:pc2')! },
    }),
  )
  expect(records(doc)).toEqual(before)
})

function catchConflict(act: () => unknown): DiffConflict {
  try {
    act()
  } catch (error) {
    if (error instanceof DiffConflict) return error
    throw error
  }
  throw new Error('there was no conflict')
}
