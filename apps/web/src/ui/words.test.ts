import { expect, test } from 'vitest'
import { piecesOf, typographic } from './words.ts'

test('a page has quotes as in a book; what is code or is pasted stays as it is', () => {
  expect(typographic(`"büro-2" cannot be a node's name`)).toBe('“büro-2” cannot be a node’s name')
  expect(typographic(`'ip.src' is Wireshark's word: write it as in 'src host 10.0.0.1'`)).toBe(
    `'ip.src' is Wireshark’s word: write it as in 'src host 10.0.0.1'`,
  )
  expect(typographic('Cannot undo "Add pc2": pc2 is not there any more')).toBe(
    'Cannot undo “Add pc2”: pc2 is not there any more',
  )
  const pasted = 'add "node:machine0": {"kind": "machine"} to the nodes'
  expect(typographic(pasted)).toBe(pasted)
})

test('an option of a command is a piece of its own', () => {
  expect(piecesOf('10,000 nodes (--max-nodes), or --max-links')).toEqual([
    '10,000 nodes (',
    '--max-nodes',
    '), or ',
    '--max-links',
    '',
  ])
  expect(piecesOf('a -- b')).toEqual(['a -- b'])
})
