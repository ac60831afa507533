import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  applyDiff,
  chain,
  checkOperation,
  defaultFileLimits,
  emptyDocument,
  FILE_VERSION,
  generators,
  moveNodes,
  parse,
  serialize,
} from '../index.ts'
import { chooseFrom, randomOperation } from '../testing.ts'
import { parseJson, readJson } from './json-reader.ts'

const text = serialize(chain(2))
const errorsOf = (file: string) => {
  const result = parse(file)
  return result.ok ? [] : result.errors
}

test('a file read and written again is the same file', () => {
  for (const { name, generate } of generators) {
    const doc = generate(name === 'fat-tree' ? 4 : 5, { ipv6: 'on' })
    const result = parse(serialize(doc))
    if (!result.ok) throw new Error(JSON.stringify(result.errors))
    expect(new Map(result.doc.records)).toEqual(new Map(doc.records))
    expect(serialize(result.doc)).toBe(serialize(doc))
  }
})

test('whatever is drawn is written and read back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(), { minLength: 1, maxLength: 150 }),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
      (numbers, name) => {
        const choose = chooseFrom(numbers)
        let doc = emptyDocument(name)
        for (let i = 0; i < 20; i++) {
          const op = randomOperation(doc, choose)
          const check = op === null ? null : checkOperation(doc, op)
          if (check?.ok) doc = check.doc
        }
        const result = parse(serialize(doc))
        expect(result.ok && new Map(result.doc.records)).toEqual(new Map(doc.records))
      },
    ),
  )
})

test('moving an icon changes one line', () => {
  const doc = chain(2)
  const moved = serialize(applyDiff(doc, moveNodes(doc, { 'node:pc1': { x: 1, y: 2 } }).diff))
  const lines = text.split('\n')
  expect(moved.split('\n').filter((line, i) => line !== lines[i])).toEqual(['  "node:pc1": {"x": 1, "y": 2},'])
  expect(text.endsWith('}\n')).toBe(true)
})

test('a mistake is told with its place and its mend', () => {
  expect(errorsOf(text.replace('"role": "pc"', '"role": "pcc"'))).toEqual([
    {
      path: 'nodes/node:pc1/role',
      message: '"pcc" is not possible',
      mend: 'write one of "pc", "host", "router"',
      line: 7,
    },
  ])
  expect(errorsOf(text.replace('"node": "node:pc1"', '"node": "node:pc9"'))).toEqual([
    {
      path: 'ifaces/iface:pc1.eth0/node',
      message: 'its node node:pc9 does not exist',
      mend: 'remove the interface',
      line: 13,
    },
  ])
  expect(errorsOf(text.replace('"seed": 1', '"seed": 1, "sead": 2'))[0]).toMatchObject({
    path: 'lab/sead',
    message: '"sead" is no field here',
    line: 4,
  })
  expect(errorsOf(text.replace(', "role": "pc"', ''))[0]).toMatchObject({
    path: 'nodes/node:pc1/role',
    message: 'it is missing',
  })
  expect(errorsOf(text.replace('"links": {', '"wires": {'))).toMatchObject([
    { path: 'wires', message: '"wires" is no part of a lab file' },
    { path: 'links', message: '"links" must be an object of records by id' },
  ])
})

test('a file of a newer Etherloom says so', () => {
  expect(errorsOf(text.replace(`"version": ${FILE_VERSION}`, '"version": 9'))).toEqual([
    {
      path: 'version',
      message: `the file is version 9, this Etherloom knows versions up to ${FILE_VERSION}`,
      mend: 'update Etherloom, or export the lab as an older version where it was made',
      line: 3,
    },
  ])
})

test('broken JSON is told by line, as a person would', () => {
  const at = (file: string) => errorsOf(file).map(({ line, message }) => `${line}: ${message}`)
  expect(at('')).toEqual(['1: the file is empty'])
  expect(at(text.replace(`"version": ${FILE_VERSION},`, `"version": ${FILE_VERSION}`))).toEqual([
    `3: '"' stands where a comma or '}' should be`,
  ])
  expect(at(text.replace(`"version": ${FILE_VERSION},`, `"version": ${FILE_VERSION},, `))).toEqual([
    `3: ',' stands where a key in double quotes should be`,
  ])
  expect(at(text.slice(0, text.indexOf('"parent"') + 8))).toEqual([
    '6: the file ends where a colon after "parent" should be',
  ])
  expect(at(text.slice(0, 60))).toMatchObject([expect.stringMatching(/^4: /)])
  expect(at(text.replace('},\n"links"', '},\n// wires\n"links"'))).toEqual(['20: JSON has no comments'])
  expect(at(text.replace('"ifaces"', '<<<<<<< HEAD\n"ifaces"'))).toEqual(['12: a git merge left both sides here'])
  expect(at(text.replace('"node:pc2": {"kind', '"node:pc1": {"kind'))).toEqual(['8: "node:pc1" is there twice'])
  expect(at(text.replace('"lab": {', '"lab": {"__proto__": {}, '))).toEqual(['4: the key "__proto__" is not allowed'])
})

test('another format is refused as such', () => {
  expect(errorsOf('{"topology": {"nodes": {}}}')[0].message).toMatch(/not an Etherloom lab/)
  expect(errorsOf('[]')[0].message).toMatch(/not an Etherloom lab/)
})

test('files too large, too deep or too full are refused', () => {
  expect(errorsOf('['.repeat(1_000_000))[0].message).toBe('values are nested more than 12 deep')
  const small = { ...defaultFileLimits, characters: 100 }
  expect(parse(text, small)).toMatchObject({
    ok: false,
    errors: [{ message: expect.stringContaining('100 are allowed') }],
  })
  expect(parse(text, { ...defaultFileLimits, links: 2 })).toMatchObject({
    ok: false,
    errors: [{ path: 'links', message: 'there are 3 links; a lab holds 2 at most' }],
  })
})

test('no text makes the parser throw', () => {
  const mutated = fc
    .array(
      fc.tuple(
        fc.nat(text.length),
        fc.nat(8),
        fc.oneof(
          fc.string({ maxLength: 6 }),
          fc.constantFrom('null', '{', '}', '[', ']', ',', ':', '"', '-1', '1e999'),
        ),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((edits) => edits.reduce((file, [at, cut, insert]) => file.slice(0, at) + insert + file.slice(at + cut), text))
  fc.assert(
    fc.property(fc.oneof(mutated, fc.string({ unit: 'binary' }), fc.json()), (file) => {
      const result = parse(file)
      if (!result.ok) expect(result.errors.length).toBeGreaterThan(0)
    }),
    { numRuns: 500 },
  )
})

test('no JSON value in place of a field makes the parser throw', () => {
  const file = JSON.parse(text) as { [key: string]: unknown }
  const places: (readonly string[])[] = []
  const gather = (value: unknown, path: readonly string[]) => {
    places.push(path)
    if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) gather(each, [...path, key])
  }
  gather(file, [])
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue(), (path, value) => {
      const copy = structuredClone(file)
      const parent = path
        .slice(0, -1)
        .reduce<{ [key: string]: unknown }>((at, key) => at[key] as { [key: string]: unknown }, copy)
      if (path.length > 0) parent[path.at(-1)!] = value
      parse(JSON.stringify(copy))
    }),
    { numRuns: 500 },
  )
})

test('the fast reader and the explaining reader agree', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (json) => {
      const expected = json.includes('"__proto__"') ? null : JSON.parse(json)
      if (expected === null) return
      expect(parseJson(json, 12)).toEqual(expected)
      expect(readJson(json, 12)).toEqual(expected)
    }),
  )
})
