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

test('every VLAN there is, written out, is all of them', () => {
  expect(parseVlans('1-4094')).toBe('all')
  expect(formatVlans(Array.from({ length: 4094 }, (_, i) => i + 1))).toBe('all')
  expect(parseVlans('1-4093')).toHaveLength(4093)
})
