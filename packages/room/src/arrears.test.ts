import { BATCHES_BEHIND, MOST_BEHIND_MS } from '@etherloom/protocol'
import { expect, test } from 'vitest'
import { Arrears } from './arrears.ts'

const behind = (arrears: Arrears, batches: number) => {
  for (let i = 0; i < batches; i++) arrears.onSent(0)
}

test('who says what it takes is sent no more while the oldest batch waits too long, and again when it has caught up', () => {
  const arrears = new Arrears()
  arrears.taken(0)
  behind(arrears, BATCHES_BEHIND)
  expect([arrears.tooMuch(MOST_BEHIND_MS), arrears.tooMuch(MOST_BEHIND_MS + 1)]).toEqual([false, true])
  arrears.taken(1)
  expect(arrears.tooMuch(10_000)).toBe(false)
})

test('a few batches of a quiet link are not held against anybody', () => {
  const arrears = new Arrears()
  arrears.taken(0)
  behind(arrears, BATCHES_BEHIND - 1)
  expect(arrears.tooMuch(10_000)).toBe(false)
})

test('who says nothing is not judged, and what was sent before the first word counts for nothing', () => {
  const arrears = new Arrears()
  behind(arrears, 100)
  expect(arrears.tooMuch(10_000)).toBe(false)
  arrears.taken(100)
  behind(arrears, BATCHES_BEHIND)
  expect(arrears.tooMuch(10_000)).toBe(true)
  // More than was ever sent: taken at its word.
  arrears.taken(1e9)
  expect(arrears.tooMuch(10_000)).toBe(false)
})
