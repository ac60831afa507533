import { expect, test } from 'vitest'
import { counted, grouped, table } from './table.ts'

test('columns are aligned, also after letters of more than one unit, and no line ends in blanks', () => {
  const rows = [
    ['FROM', 'PACKETS', 'WHY'],
    ['pc1', '12', ''],
    ['père😀', '1,234', 'loss'],
  ]
  expect(table(rows, ['left', 'right', 'left'])).toBe(
    ['FROM   PACKETS  WHY', 'pc1         12', 'père😀    1,234  loss'].join('\n'),
  )
})

test('numbers are grouped by three and counted things agree with their number', () => {
  expect([0, 999, 1000, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567'])
  expect([counted(0, 'frame'), counted(1, 'frame'), counted(2000, 'frame')]).toEqual([
    '0 frames',
    '1 frame',
    '2,000 frames',
  ])
})
