import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ImnError } from './imn-error.ts'
import { parseTclList } from './tcl-list.ts'

const texts = (list: string) => parseTclList(list).map(({ text }) => text)

test.each([
  ['', []],
  ['  a\tb\nc ', ['a', 'b', 'c']],
  ['{a b} c', ['a b', 'c']],
  ['{a {b c} d}', ['a {b c} d']],
  ['"a b" {}', ['a b', '']],
  ['{a \\} b} c', ['a \\} b', 'c']],
  ['a\\ b \\{ \\x41\\u00e9\\101 \\n', ['a b', '{', 'AéA', '\n']],
  ['"say \\"hi\\""', ['say "hi"']],
  ['{a \\\n   b}', ['a  b']],
  ['a#b [c] $d;', ['a#b', '[c]', '$d;']],
])('%j', (list, words) => {
  expect(texts(list)).toEqual(words)
})

test('each word knows its line, also inside a word that is a list itself', () => {
  const words = parseTclList('node n0 {\n    type pc\n    cpu {\n\tmin 0\n    }\n}\n\nlink l0 {}')
  expect(words.map(({ line }) => line)).toEqual([1, 1, 1, 8, 8, 8])
  const body = parseTclList(words[2].text, words[2].line)
  expect(body.map(({ text, line }) => `${text.trim()} ${line}`)).toEqual(['type 2', 'pc 2', 'cpu 3', 'min 0 3'])
})

test.each([
  ['a {b\nc', 1, 'the brace opened here is not closed'],
  ['a\n"b', 2, 'a text in double quotes is not closed'],
  ['a\n{b}c d', 2, "'c' follows a closing } directly"],
])('%j is refused', (list, line, message) => {
  expect(() => parseTclList(list)).toThrow(message)
  try {
    parseTclList(list)
  } catch (error) {
    expect(error).toMatchObject({ line })
  }
})

/** As Tcl's own `list` quotes a word that nothing else will do for. */
const quote = (word: string) => `"${word.replace(/[\\"]/g, '\\$&')}"`

test('what is quoted is read as it was, and no text makes it throw anything but its own error', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (words) => {
      expect(texts(words.map(quote).join(' '))).toEqual(words)
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.constantFrom('{', '}', '"', '\\', ' ', '\n', 'a', '\\\n')), (parts) => {
      try {
        parseTclList(parts.join(''))
      } catch (error) {
        expect(error).toBeInstanceOf(ImnError)
      }
    }),
  )
})
