import fc from 'fast-check'
import { expect, test } from 'vitest'
import { match, wordsIn } from './match.ts'

const marked = (typed: string, text: string): string | null => {
  const found = match(wordsIn(typed), text)
  return found && Array.from(text, (letter, i) => (found.marks.includes(i) ? letter.toUpperCase() : '·')).join('')
}

test.each([
  ['undo', 'Undo', 'UNDO'],
  ['sel all', 'Select all links', 'SEL····ALL······'],
  ['all sel', 'Select all links', 'SEL····ALL······'],
  ['node', 'Rename the selected node', '····················NODE'],
  ['dts', 'Delete the selection', 'D······T···S········'],
  ['desel', 'Delete the selection', 'DE·········SEL······'],
  ['', 'Undo', '····'],
  ['xyz', 'Undo', null],
  ['undo now', 'Undo', null],
])('“%s” in “%s”', (typed, text, marks) => expect(marked(typed, text)).toBe(marks))

test('the start of the text is better than of a word, that than the inside, that than letters', () => {
  const scores = ['Fit to view', 'View, fitted', 'Outfitted', 'Find it'].map((text) => match(['fit'], text)!.score)
  expect(scores).toEqual([...scores].sort((a, b) => b - a))
  expect(new Set(scores).size).toBe(4)
})

test('whatever is typed, what is marked is in the text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ maxLength: 40 }), (typed, text) => {
      const found = match(wordsIn(typed), text)
      if (found) expect(found.marks.every((mark) => mark >= 0 && mark < text.toLowerCase().length)).toBe(true)
    }),
  )
})

test('a text is found by any part of it', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z ]{1,20}$/), fc.nat(20), fc.nat(20), (text, from, length) => {
      expect(match(wordsIn(text.slice(from, from + length)), text)).not.toBeNull()
    }),
  )
})
