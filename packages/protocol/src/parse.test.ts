import fc from 'fast-check'
import { expect, test } from 'vitest'
import { errorCodes } from './errors.ts'
import { MAX_MESSAGE_BYTES } from './limits.ts'
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
