import { readFileSync } from 'node:fs'
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
import { measureJson, parseJson, readJson } from './json-reader.ts'

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

/** One of everything, as this version and an older one write it. */
const labs = ['everything.version-4', 'drawn.version-4', 'campus.version-2'].map((name) =>
  readFileSync(new URL(`../migrations/golden/${name}.lab`, import.meta.url), 'utf8'),
)

test('no text makes the parser throw', () => {
  const cut = fc.tuple(
    fc.nat(),
    fc.nat(8),
    fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('null', '{', '}', '[', ']', ',', ':', '"', '-1', '1e999')),
  )
  const mutated = fc
    .tuple(fc.constantFrom(text, ...labs), fc.array(cut, { minLength: 1, maxLength: 4 }))
    .map(([start, edits]) =>
      edits.reduce((file, [where, length, insert]) => {
        const at = where % file.length
        return file.slice(0, at) + insert + file.slice(at + length)
      }, start),
    )
  fc.assert(
    fc.property(fc.oneof(mutated, fc.string({ unit: 'binary' }), fc.json()), (file) => {
      const result = parse(file)
      if (!result.ok) expect(result.errors.length).toBeGreaterThan(0)
    }),
    { numRuns: 1000 },
  )
})

/** Every place of a file where a value stands. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, each]) => placesIn(each, [...path, key]))]
}

test.each(labs)('no JSON value in place of a field makes the parser throw', (lab) => {
  const file = JSON.parse(lab) as { [key: string]: unknown }
  const places = placesIn(file)
  const values: unknown[] = places.map((path) => path.reduce<unknown>((at, key) => (at as typeof file)[key], file))
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(...values))
  fc.assert(
    fc.property(fc.constantFrom(...places), value, (path, put) => {
      const copy = structuredClone(file)
      const parent = path.slice(0, -1).reduce<typeof file>((at, key) => at[key] as typeof file, copy)
      if (path.length > 0) parent[path.at(-1)!] = put
      const result = parse(JSON.stringify(copy))
      if (result.ok) expect(parse(serialize(result.doc))).toEqual(result)
    }),
    { numRuns: 1000 },
  )
})

test('a text is measured as it will be read: a value each, an empty list or object twice', () => {
  const count = (value: unknown): number => {
    const inside = typeof value === 'object' && value !== null ? Object.values(value) : null
    return inside === null ? 1 : inside.reduce<number>((sum, each) => sum + count(each), inside.length === 0 ? 2 : 1)
  }
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(0, 2), (json, indent) => {
      const value = JSON.parse(json)
      const { values } = measureJson(JSON.stringify(value, null, indent))
      expect(values).toBe(count(value))
    }),
  )
})

test('a file with more values than it may have is refused before it is read, with the line', () => {
  const text = serialize(chain(2))
  const { values } = measureJson(text)
  expect(parse(text, { ...defaultFileLimits, values })).toMatchObject({ ok: true })
  expect(parse(text, { ...defaultFileLimits, values: 20 })).toMatchObject({
    ok: false,
    errors: [{ path: '', message: 'the file holds more than 20 values', line: expect.any(Number) }],
  })
  // What comes after is not looked at.
  expect(parse(`${text.slice(0, -3)}]`, { ...defaultFileLimits, values: 20 })).toMatchObject({
    errors: [{ message: 'the file holds more than 20 values' }],
  })
})

test('a record of more fields than any has is refused before it is looked into', () => {
  const file = JSON.parse(serialize(chain(2)))
  file.nodes['node:pc1'] = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`field${i}`, i]))
  expect(parse(JSON.stringify(file))).toMatchObject({
    ok: false,
    errors: [{ path: 'nodes/node:pc1', message: 'it has 2,000 fields; a record has 100 at most' }],
  })
})

test('of many fields that are not known a few are told', () => {
  const file = JSON.parse(serialize(chain(2)))
  file.lab = { ...file.lab, ...Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`field${i}`, i])) }
  const result = parse(JSON.stringify(file))
  expect(!result.ok && result.errors[0]!.message).toBe('"field0", "field1", "field2" are no fields here')
})

test('the fast reader and the explaining reader agree', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (json) => {
      const expected = json.includes('"__proto__"') ? null : JSON.parse(json)
      if (expected === null) return
      expect(parseJson(json, defaultFileLimits)).toEqual(expected)
      expect(readJson(json, 12)).toEqual(expected)
    }),
  )
})
