import { expect, test } from 'vitest'
import { dotsFor } from './dots-for.ts'

test('few frames are each a dot, a burst is a few of them, and load is none', () => {
  expect(dotsFor(0, 0)).toBe(0)
  expect(dotsFor(1, 1)).toBe(1)
  expect(dotsFor(3, 15)).toBe(3)
  expect(dotsFor(9, 15)).toBe(3)
  expect(dotsFor(2, 16)).toBe(0)
})

test('a counter that began anew sends nothing', () => {
  expect(dotsFor(-40, 1)).toBe(0)
})
