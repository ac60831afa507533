import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { entries } from './entries.ts'
import { errorCodes } from './errors.ts'
import { MAX_MESSAGE_BYTES, MAX_MESSAGE_VALUES } from './limits.ts'
import { PROTOCOL_VERSION } from './messages.ts'
import { parseClientMessage } from './parse.ts'

const hello = { type: 'hello', protocol: PROTOCOL_VERSION, client: 'tab-12345678', name: 'Ada', rev: null }

test('a good message passes and keeps its meaning', () => {
  expect(parseClientMessage(JSON.stringify(hello))).toEqual({ ok: true, message: hello })
})

test.each([
  ['', 'message/not-json'],
  ['{', 'message/not-json'],
  ['null', 'message/invalid'],
  ['[]', 'message/invalid'],
  ['{"type":"format-disk"}', 'message/invalid'],
  [JSON.stringify({ ...hello, protocol: PROTOCOL_VERSION - 1 }), 'message/protocol'],
  [JSON.stringify({ ...hello, extra: true }), 'message/invalid'],
  [JSON.stringify({ ...hello, client: 'tab-1234\0' }), 'message/invalid'],
  [
    '{"type":"op","seq":1,"label":"x","diff":{"added":{},"updated":{"__proto__":[{},{}]},"removed":{}}}',
    'message/not-json',
  ],
  [
    '{"type":"op","seq":1,"label":"x","diff":{"added":{},"updated":{"node:a":[{},{"\\u005f_proto__":{"x":1}}]},"removed":{}}}',
    'message/not-json',
  ],
  [`"${'x'.repeat(MAX_MESSAGE_BYTES)}"`, 'message/too-big'],
  ['['.repeat(1e5), 'message/not-json'],
  [
    `{"type":"op","seq":1,"label":"x","diff":{"added":{},"updated":{"lab:lab":[{},{"name":${'['.repeat(9)}${']'.repeat(9)}}]},"removed":{}}}`,
    'message/invalid',
  ],
  [`{"type":"op","seq":1,"label":"x","diff":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, 'message/invalid'],
])('%.60s… is refused as %s', (text, code) => {
  expect(parseClientMessage(text)).toMatchObject({ ok: false, code })
})

test('an operation that cannot be read keeps its seq, to be answered by', () => {
  const seqOf = (message: object) => parseClientMessage(JSON.stringify(message))
  expect(seqOf({ type: 'op', seq: 7, label: '', diff: {} })).toMatchObject({ ok: false, seq: 7 })
  for (const seq of [-1, 0.5, '7', null]) expect(seqOf({ type: 'op', seq })).toMatchObject({ ok: false, seq: null })
})

test('a message is refused for what it holds before it is read, and an operation is answered then too', () => {
  const many = '{},'.repeat(MAX_MESSAGE_VALUES)
  expect(parseClientMessage(`[${many}{}]`)).toMatchObject({ code: 'message/too-many-values', seq: null })
  expect(parseClientMessage(`{"type":"op","seq":7,"label":"x","diff":[${many}{}]}`)).toMatchObject({ seq: 7 })
  expect(errorCodes['message/too-many-values'].words).toContain(MAX_MESSAGE_VALUES.toLocaleString('en'))
  const moves = Array.from({ length: 100_000 }, (_, i) => [
    `layout:router${i}`,
    [
      { x: 1484, y: 721 },
      { x: i, y: i },
    ],
  ])
  const diff = { added: {}, updated: Object.fromEntries(moves), removed: {} }
  expect(parseClientMessage(JSON.stringify({ type: 'op', seq: 1, label: 'Move all', diff })).ok).toBe(true)
})

test('of records that do not fit the first is told, and the others are not looked at', () => {
  const looked: string[] = []
  const noticing = z.string().refine((text) => looked.push(text))
  const read = entries(z.string().max(3), noticing).safeParse({ a: 'x', b: 7, c: 'y' })
  expect(read.error?.issues).toMatchObject([{ path: ['b'], message: 'it must be text' }])
  expect(looked).toEqual(['x'])
  expect(entries(z.string().max(3), noticing).safeParse({ long: 'x' }).error?.issues).toMatchObject([
    { path: ['long'] },
  ])
})

test('a refusal names the place', () => {
  const text = JSON.stringify({ type: 'console', session: 's', node: 'node:pc1', line: 7 })
  expect(parseClientMessage(text)).toMatchObject({ message: expect.stringMatching(/^line: /) })
})

test('no text makes the parser throw', () => {
  const mutated = fc
    .tuple(fc.constant(JSON.stringify(hello)), fc.nat(80), fc.string({ maxLength: 5 }))
    .map(([text, at, junk]) => text.slice(0, at) + junk + text.slice(at + junk.length))
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), mutated), (text) => {
      const parsed = parseClientMessage(text)
      if (!parsed.ok) expect(errorCodes).toHaveProperty([parsed.code])
    }),
    { numRuns: 2000 },
  )
})
