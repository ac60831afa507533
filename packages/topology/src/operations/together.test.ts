import { expect, test } from 'vitest'
import { applyDiff, invertDiff, record, removeRecords, renameNode, setImpairment, star, together } from '../index.ts'

test('several edits are one to undo, and each sees those before it', () => {
  const doc = star(3)
  const delay = (n: number) => (at: typeof doc) => setImpairment(at, `link:pc${n}-switch1`, 'both', { delayUs: 5 })
  const operation = together(doc, 'Slow', [
    delay(1),
    delay(2),
    (at) => renameNode(at, 'node:pc1', 'a'),
    (at) => renameNode(at, 'node:pc2', 'pc1'),
  ])
  const after = applyDiff(doc, operation.diff)
  expect([operation.label, record(after, 'link:pc2-switch1').ba.delayUs, record(after, 'node:pc2').name]).toEqual([
    'Slow',
    5,
    'pc1',
  ])
  expect(new Map(applyDiff(after, invertDiff(operation.diff)).records)).toEqual(new Map(doc.records))
})

test('one that cannot be done refuses all', () => {
  const doc = star(2)
  const gone = (at: typeof doc) => removeRecords(at, ['node:pc1'])
  expect(() => together(doc, 'Twice', [gone, gone])).toThrow('There is no node:pc1 in this lab any more.')
})
