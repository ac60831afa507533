import { chain, copyOf, serialize } from '@etherloom/topology'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readText } from './read-text.ts'

const copy = serialize(copyOf(chain(1), ['node:pc1', 'node:router1']), 'etherloom-copy')

test('a copy is one, also after a text editor', () => {
  for (const text of [copy, `\n  ${copy}\n`, copy.replace(/\n/g, '\r\n')]) expect(readText(text).kind).toBe('copy')
})

test.each([
  ['a lab file', serialize(chain(1)), 'file'],
  ['a lab file written by a program', JSON.stringify(JSON.parse(serialize(chain(1)))), 'file'],
  ['an .imn file', 'node n0 {\n    type router\n}\n', 'file'],
  ['an .imn file with a comment', '# made by IMUNES\ncanvas c0 {\n    name {Canvas0}\n}\n', 'file'],
  ['an .imn file of JSON', '{\n "options": {"CFG_VERSION": 2}\n}', 'file'],
  [
    'an .imn file of JSON that says no version',
    '{"options": {"version": "2"}, "gui": {"nodes": {"n0": {"label": "pc-4", "iconcoords": "144 168"}}}}',
    'file',
  ],
  ['a project of GNS3, which the server refuses by its name,', '{"type": "topology", "revision": 9}', 'file'],
  ['a topology of containerlab, which it does, too,', 'name: two\ntopology:\n  nodes:\n', 'file'],
] as const)('%s is opened', (_, text, kind) => expect(readText(text).kind).toBe(kind))

test.each([
  ['', 'The clipboard holds no text.'],
  ['hello', '“hello” is neither a part of a lab nor a lab file.'],
  ['a line that is long enough to be cut short somewhere', /^“a line that is long enough to be cut sho…” is neither/],
  [
    copy.replace('"role": "router"', '"role": "postman"'),
    /^The copy on the clipboard is damaged at nodes\/node:router1\/role: /,
  ],
  [copy.slice(0, 300), /^The copy on the clipboard is damaged/],
])('%j says what it is not', (text, why) => {
  const read = readText(text)
  expect(read.kind).toBe('nothing')
  if (read.kind === 'nothing') expect(read.why).toMatch(why)
})

test('whatever is on the clipboard, it is read', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(['file', 'nothing']).toContain(readText(text).kind)
    }),
  )
  fc.assert(
    fc.property(fc.nat(copy.length), fc.string({ maxLength: 4 }), (at, some) => {
      expect(['copy', 'file', 'nothing']).toContain(readText(copy.slice(0, at) + some + copy.slice(at + 1)).kind)
    }),
  )
})
