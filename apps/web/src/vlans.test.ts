import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatVlans, parseVlans } from './vlans.ts'

test('what a field shows it reads back', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 4094 }), { maxLength: 60 }), (ids) => {
      const sorted = ids.sort((a, b) => a - b)
      expect(parseVlans(formatVlans(sorted))).toEqual(sorted)
    }),
  )
  expect(formatVlans([1, 10, 20, 21, 22])).toBe('1, 10, 20-22')
  expect(parseVlans('All')).toBe('all')
})

test.each(['0', '4095', '9-3', 'ten', '1-', '10;20'])('%j is no list of VLANs', (text) =>
  expect(parseVlans(text)).toBeNull(),
)
