import { expect, test } from 'vitest'
import { sheetSize } from './sheet-size.ts'

test('a sheet has a width and a height, or there is none', () => {
  for (const text of ['900 × 620', '900x620', '900 620']) expect(sheetSize(text)).toEqual({ width: 900, height: 620 })
  expect(sheetSize('')).toEqual({ width: 0, height: 0 })
  // Half a sheet was taken, and shown as none.
  for (const text of ['0x10', '10 × 0', 'x', '-5 × 5', '900', 'NaN', 'wide']) expect(sheetSize(text)).toBeNull()
})
