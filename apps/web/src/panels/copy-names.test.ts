import { expect, test } from 'vitest'
import { whyNotCopied } from './copy-names.ts'

test('a name that is there twice is told with both of its lines, empty ones counted', () => {
  expect(whyNotCopied(['Ada', '', 'Ben', 'Ada'])).toBe(
    'Lines 1 and 4 are both “Ada”: give one another name, such as “Ada 2”.',
  )
  expect(whyNotCopied(['Ada', 'Ben', ''])).toBeNull()
})

test('a name that is too long is told with its line', () => {
  expect(whyNotCopied(['Ada', 'x'.repeat(61)])).toBe('Line 2: “xxxxxxxxxxxxxxxxxxxx…” is longer than 60 characters.')
  expect(whyNotCopied(['', ''])).toBe('Type a name.')
})

test('a name with a sign that is not seen, as comes with a list copied from elsewhere, is told with its line', () => {
  expect(whyNotCopied(['Ada', 'Ben\u200b'])).toBe('Line 2: a name cannot hold the invisible character U+200B.')
})
