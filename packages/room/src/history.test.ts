import { type Diff, invertDiff, MACHINE0, makeNode, type Operation } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { History } from './history.ts'

const node = makeNode({ id: 'node:n', kind: 'hub', role: null, name: 'n', parent: MACHINE0 })
const adding = (label: string, records = 1): Operation => {
  const added = Object.fromEntries(Array.from({ length: records }, (_, i) => [`node:${label}${i}`, node]))
  return { label, diff: { added, updated: {}, removed: {} } as Diff }
}
/** What undo would take back, one after the other. */
const labels = (history: History): string[] => {
  const found: string[] = []
  for (let top = history.undo; top !== null; top = history.undo) {
    found.push(top.label)
    history.movedBack()
  }
  return found
}

test('the last operations are kept, so many of them', () => {
  const history = new History({ operations: 3, records: 100 })
  for (let i = 1; i <= 5; i++) history.record(adding(`op${i}`))
  expect(labels(history)).toEqual(['op5', 'op4', 'op3'])
})

test('of operations on thousands of records fewer are kept, and the last one however large it is', () => {
  const history = new History({ operations: 100, records: 12 })
  for (const label of ['a', 'b', 'c', 'd', 'e']) history.record(adding(label, 3))
  history.movedBack()
  expect(history.redo?.label).toBe('e')
  history.record(adding('f', 3))
  expect(labels(history)).toEqual(['f', 'd', 'c', 'b'])
  history.record(adding('all', 20))
  expect(labels(history)).toEqual(['all'])
})

test('what was undone is repeated from the journal, and what lay above it had been overtaken', () => {
  const history = new History()
  const [a, b] = [adding('a'), adding('b')]
  history.record(a)
  history.record(b)
  history.repeat('undo', invertDiff(a.diff))
  expect([history.undo, history.redo?.label]).toEqual([null, 'a'])
  history.repeat('redo', a.diff)
  history.repeat('undo', invertDiff(adding('before all that is known').diff))
  expect([history.undo?.label, history.redo]).toEqual(['a', null])
})
