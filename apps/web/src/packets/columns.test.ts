import { expect, test } from 'vitest'
import { firstWidths, templateOf } from './columns.ts'

test('addresses have room for IPv6 where there is any, until somebody says how wide they are', () => {
  expect(templateOf(firstWidths, true)).toContain('minmax(116px, 160px) minmax(116px, 160px) 62px')
  expect(templateOf({ ...firstWidths, source: 90 }, true)).toContain(' 90px minmax(116px, 160px) 62px')
})
