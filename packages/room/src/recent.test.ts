import { emptyDiff, emptyDocument } from '@etherloom/topology'
import { expect, test } from 'vitest'
import type { LoggedOperation } from './journal.ts'
import { Recent } from './recent.ts'
import { MemoryJournal } from './testing.ts'

const operation = (rev: number): LoggedOperation => ({
  rev,
  client: 'c',
  author: '',
  seq: rev,
  kind: 'op',
  label: 'x',
  diff: emptyDiff,
})
const revs = (found: LoggedOperation[] | null) => found?.map(({ rev }) => rev) ?? null

test('memory answers for the last thousand, the journal where it has them no longer, nobody for what is too old', () => {
  const journal = new MemoryJournal((task) => task())
  const recent = new Recent(journal)
  for (let rev = 1; rev <= 7000; rev++) {
    journal.append(operation(rev), emptyDocument(), { committed: () => {}, failed: () => {} })
    recent.push(operation(rev))
  }
  expect(revs(recent.since(6998, 7000))).toEqual([6999, 7000])
  expect(revs(recent.since(7000, 7000))).toEqual([])
  expect(revs(recent.since(6000, 7000))).toHaveLength(1000)
  expect(revs(recent.since(5999, 7000))).toBeNull()
  expect(revs(new Recent(journal).since(6500, 7000))).toHaveLength(500)
  expect(revs(recent.since(7001, 7000))).toBeNull()
  expect(new Recent(new MemoryJournal((task) => task())).since(3, 9)).toBeNull()
})

test('what speaks of thousands of records is not kept for long: the whole document is no longer', () => {
  const large = (rev: number): LoggedOperation => {
    const ids = Array.from({ length: 4000 }, (_, i) => [`layout:n${i}`, [{ x: 0 }, { x: rev }]])
    return { ...operation(rev), diff: { ...emptyDiff, updated: Object.fromEntries(ids) } }
  }
  const recent = new Recent({ append: () => {}, since: () => null, ofClient: () => [] })
  for (let rev = 1; rev <= 5; rev++) recent.push(large(rev))
  recent.push(operation(6))
  expect(revs(recent.since(3, 6))).toEqual([4, 5, 6])
  expect(recent.since(2, 6)).toBeNull()
})
