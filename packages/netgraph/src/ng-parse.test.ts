// ngctl's argument language: what is read, what is printed, what is refused; and that nothing else can happen.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  array,
  enaddr,
  hint32,
  int32,
  int64,
  type NgParseType,
  nameString,
  parseArgs,
  string,
  struct,
  uint8,
  uint16,
  uint32,
  uint64,
} from './ng-parse.ts'
import { refusal } from './testing.ts'

const pipe = struct({
  bandwidth: int64,
  delay: int64,
  upstream: struct({ BER: int64, duplicate: int32 }),
  downstream: struct({ BER: int64, duplicate: int32 }),
})
const table = struct({ n: uint32, hosts: array(struct({ addr: enaddr, hook: nameString, age: uint16 })) })
const fixed = array(uint8, 4)

test.each<[text: string, type: NgParseType<unknown>, value: unknown, printed: string]>([
  [
    '{ bandwidth=1000000 delay=10000 upstream={ BER=100 } }',
    pipe,
    { bandwidth: 1e6, delay: 1e4, upstream: { BER: 100, duplicate: 0 }, downstream: { BER: 0, duplicate: 0 } },
    '{ bandwidth=1000000 delay=10000 upstream={ BER=100 } }',
  ],
  [
    '{bandwidth=-1\n\tdownstream={duplicate=-1}}',
    pipe,
    { bandwidth: -1, delay: 0, upstream: { BER: 0, duplicate: 0 }, downstream: { BER: 0, duplicate: -1 } },
    '{ bandwidth=-1 downstream={ duplicate=-1 } }',
  ],
  [
    '{}',
    pipe,
    { bandwidth: 0, delay: 0, upstream: { BER: 0, duplicate: 0 }, downstream: { BER: 0, duplicate: 0 } },
    '{}',
  ],
  [
    '{ n=1 hosts=[ { addr=2:0:0:0:0:f hook="a\\x41" } ] }',
    table,
    { n: 1, hosts: [{ addr: 0x02000000000f, hook: 'aA', age: 0 }] },
    '{ n=1 hosts=[ { addr=02:00:00:00:00:0f hook="aA" } ] }',
  ],
  ['[ 1 3=7 ]', fixed, [1, 0, 0, 7], '[ 1 3=7 ]'],
  ['[ 2=5 6 ]', fixed, [0, 0, 5, 6], '[ 2=5 6 ]'],
  ['[ 03=1 0x1=2 ]', fixed, [0, 2, 0, 1], '[ 1=2 3=1 ]'],
  ['[ 010=1 ]', array(uint8), [0, 0, 0, 0, 0, 0, 0, 0, 1], '[ 8=1 ]'],
  ['[]', fixed, [0, 0, 0, 0], '[]'],
  ['0x1f', uint8, 31, '31'],
  ['017', uint8, 15, '15'],
  ['-1', uint8, 255, '255'],
  ['-1', uint32, 4294967295, '4294967295'],
  ['4294967295', int32, -1, '-1'],
  ['255', hint32, 255, '0xff'],
  ['9007199254740991', uint64, Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ['"a \\"b\\" \\t\\\\ \\101"', string(), 'a "b" \t\\ A', '"a \\"b\\" \\t\\\\ A"'],
])('%s', (text, type, value, printed) => {
  const parsed = parseArgs(type, text)
  expect(parsed).toEqual(value)
  expect(type.print(parsed)).toBe(printed)
})

test.each<[text: string, type: NgParseType<unknown>, errno: string]>([
  ['', uint8, 'EINVAL'],
  ['twelve', uint8, 'EINVAL'],
  ['089', uint8, 'EINVAL'],
  ['256', uint8, 'EINVAL'],
  ['-129', uint8, 'EINVAL'],
  ['4294967296', uint32, 'EINVAL'],
  ['4294967296', int32, 'EINVAL'],
  ['1 2', uint8, 'EINVAL'],
  ['1}', uint8, 'EINVAL'],
  ['{ width=3 }', pipe, 'ENOENT'],
  ['{ __proto__=3 }', pipe, 'ENOENT'],
  ['{ delay=3 delay=4 }', pipe, 'EALREADY'],
  ['{ delay 3 }', pipe, 'EINVAL'],
  ['{ delay=3', pipe, 'EINVAL'],
  ['[ 1 2 3 4 5 ]', fixed, 'E2BIG'],
  ['[ 0=1 0=2 ]', fixed, 'EALREADY'],
  ['[ 09=1 ]', fixed, 'EINVAL'],
  ['[ 1000000000=1 ]', array(uint8), 'E2BIG'],
  ['"open', string(), 'EINVAL'],
  ['"ωμέγα"', string(), 'EINVAL'],
  [`"${'x'.repeat(32)}"`, nameString, 'E2BIG'],
  ['x'.repeat(70_000), nameString, 'E2BIG'],
  ['{ n=1 hosts=[ { age=3 } ] }', table, 'EOPNOTSUPP'],
  ['2:0:0:0:0', enaddr, 'EINVAL'],
])('refused: %s', (text, type, errno) => {
  expect(refusal(() => parseArgs(type, text))).toBe(errno)
})

describe('whatever comes', () => {
  const bytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((c) => String.fromCharCode(c)), maxLength: 31 })
  const host = fc.record({ addr: fc.nat(2 ** 31).map((n) => n * 65_537), hook: bytes, age: fc.nat(0xffff) })
  const value = fc.record({ n: fc.nat(), hosts: fc.array(host, { maxLength: 8 }) })

  test('what is printed reads back as the same', () => {
    fc.assert(
      fc.property(value, (v) => {
        expect(parseArgs(table, table.print(v))).toEqual(v)
      }),
    )
  })

  test('text is read or refused, never anything else', () => {
    const token = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          '=',
          '"',
          '\\',
          ' ',
          'n',
          'hosts',
          'hook',
          'age',
          'addr',
          '1',
          '0x',
          '-',
          '2:0:0:0:0:1',
        ),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
    )
    fc.assert(
      fc.property(
        fc.array(token, { maxLength: 40 }),
        fc.constantFrom<NgParseType<unknown>>(table, pipe, fixed, string()),
        (tokens, type) => {
          refusal(() => type.print(parseArgs(type, tokens.join(''))))
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('valid text with one character changed is read or refused', () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.integer({ min: 0, max: 0x2ff }), (v, at, code) => {
        const text = table.print(v)
        const i = at % text.length
        refusal(() => table.print(parseArgs(table, text.slice(0, i) + String.fromCharCode(code) + text.slice(i + 1))))
      }),
      { numRuns: 2000 },
    )
  })
})
