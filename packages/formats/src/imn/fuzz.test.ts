// Damaged files. Whatever they hold, reading returns; what it returns as a lab is one without errors, and can be written and
// read again. Small files here, many of them; more with FUZZ_RUNS=100000.
import { validateDocument } from '@etherloom/topology'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ok, recordsOf, sample, samples } from '../testing.ts'
import { readImn } from './read-imn.ts'
import { writeImn } from './write/write-imn.ts'

const numRuns = Number(process.env.FUZZ_RUNS ?? 400)
const texts = samples.map(sample)

/** What stands in such files between blanks and quotes. */
const words = [...new Set(texts.flatMap((text) => text.split(/[\s{}"[\]:,]+/)))]
const word = fc.oneof(
  fc.constantFrom(...words),
  fc.constantFrom(
    '{',
    '}',
    '"',
    '\\',
    '!',
    '',
    '-1',
    '1e999',
    '0x7',
    '__proto__',
    'constructor',
    '\0',
    '\uD800',
    '999999999999',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
)
type Damage = (text: string) => string
const at = (text: string, share: number) => Math.floor(share * text.length)
const share = fc.double({ min: 0, max: 1, noNaN: true })
const small = fc.nat({ max: 40 })

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.tuple(share, small).map(
    ([from, n]): Damage =>
      (text) =>
        text.slice(0, at(text, from)) + text.slice(at(text, from) + n),
  ),
  fc.tuple(share, word).map(
    ([to, more]): Damage =>
      (text) =>
        text.slice(0, at(text, to)) + more + text.slice(at(text, to)),
  ),
  fc.tuple(share, share, fc.nat({ max: 400 })).map(
    ([from, to, n]): Damage =>
      (text) => {
        const piece = text.slice(at(text, from), at(text, from) + n)
        return text.slice(0, at(text, to)) + piece + text.slice(at(text, to))
      },
  ),
  // One word for another: names that are not there, numbers that are none.
  fc.tuple(share, word).map(
    ([where, other]): Damage =>
      (text) => {
        const from = text.slice(0, at(text, where)).search(/[\w.]+$/)
        return from < 0 ? text : text.slice(0, from) + text.slice(from).replace(/^[\w.]+/, () => other)
      },
  ),
  fc.constantFrom<Damage>(
    (text) => text.replaceAll('\n', '\r\n'),
    (text) => text.replaceAll('\t', '        '),
    (text) => `\uFEFF${text}`,
    (text) => text.replaceAll('"', "'"),
  ),
)

const check = (text: string) => {
  const read = readImn(text)
  if (!read.ok) {
    expect(read.errors.length).toBeGreaterThan(0)
    for (const { message, mend } of read.errors) expect(message.length * mend.length).toBeGreaterThan(0)
    return
  }
  expect(validateDocument(read.doc).filter(({ severity }) => severity === 'error')).toEqual([])
  expect(recordsOf(ok(readImn(writeImn(read.doc).text)).doc)).toEqual(recordsOf(read.doc))
}

test('a damaged file is read or explained', () => {
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.array(damage, { minLength: 1, maxLength: 4 }), (text, damages) => {
      check(damages.reduce((at, each) => each(at), text))
    }),
    { numRuns },
  )
})

const json = fc.oneof(fc.jsonValue({ maxDepth: 3 }), word, fc.constantFrom(...words).map(Number))
type Tree = { [key: string]: unknown }

/** Walks down the tree by chance, and puts something else where it ends. */
function graft(tree: Tree, path: readonly number[], value: unknown, key: string | null): void {
  let object = tree
  for (const [i, n] of path.entries()) {
    const keys = Object.keys(object)
    if (keys.length === 0) break
    const next = keys[n % keys.length]
    const inner = object[next]
    if (i === path.length - 1 || typeof inner !== 'object' || inner === null) {
      if (value === undefined) delete object[next]
      else object[key ?? next] = value
      return
    }
    object = inner as Tree
  }
}

test('a file whose JSON says something else than it should is read or explained', () => {
  const trees = ['campus-v2', 'vlans-v2'].map((name) => sample(name))
  const wrong = fc.tuple(
    fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 6 }),
    fc.oneof(json, fc.constant(undefined)),
    fc.oneof(fc.constant(null), word),
  )
  fc.assert(
    fc.property(fc.constantFrom(...trees), fc.array(wrong, { minLength: 1, maxLength: 6 }), (text, changes) => {
      const tree = JSON.parse(text)
      for (const [path, value, key] of changes) graft(tree, path, value, key)
      check(JSON.stringify(tree))
    }),
    { numRuns },
  )
})

test('also one that was written here, and whose own words were damaged', () => {
  const text = writeImn(ok(readImn(texts[0])).doc).text
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
      check(damages.reduce((at, each) => each(at), text))
    }),
    { numRuns: numRuns / 4 },
  )
})

/** A switch with many nodes, in the older grammar, which names nodes and not interfaces. */
function star(leaves: number): string {
  const leaf = (i: number) =>
    `node n${i} {\n type pc\n network-config {\n\thostname pc${i}\n\t!\n\tinterface eth0\n\t ip address 10.0.${i >> 8}.${i & 255}/16\n\t!\n }\n interface-peer {eth0 n0}\n}\nlink l${i} {\n nodes {n${i} n0}\n}\n`
  const ids = Array.from({ length: leaves }, (_, i) => i + 1)
  const ports = ids.map((i) => ` interface-peer {e${i} n${i}}\n`).join('')
  return `node n0 {\n type lanswitch\n network-config {\n\thostname sw\n\t!\n }\n${ports}}\n${ids.map(leaf).join('')}`
}

test('a large file takes time as it has lines, no more', () => {
  const time = (leaves: number) => {
    const text = star(leaves)
    const start = performance.now()
    const { doc } = ok(readImn(text))
    expect(ok(readImn(writeImn(doc).text)).doc.records.size).toBe(doc.records.size)
    return performance.now() - start
  }
  time(200)
  // Ten times the lines: a search through all ports for each of them would take a hundred times as long.
  const small = Math.max(20, time(300))
  expect(time(3000) / small).toBeLessThan(40)
})
