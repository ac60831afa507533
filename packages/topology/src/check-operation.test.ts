import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  applyDiff,
  chain,
  checkOperation,
  connect,
  type Diff,
  defaultLimits,
  type FieldChange,
  type Fields,
  type IfaceId,
  type IfaceRecord,
  ifaces,
  links,
  makeAnnotation,
  type NodeId,
  type NodeRecord,
  parse,
  type RecordId,
  record,
  removeRecords,
  ring,
  type TopologyDocument,
  type TopologyRecord,
  validateDocument,
} from './index.ts'

const doc = chain(2)
const nothing: Diff = { added: {}, updated: {}, removed: {} }
const refusal = (diff: Partial<Diff>, on: TopologyDocument = doc) => {
  const check = checkOperation(on, { label: 'Edit', diff: { ...nothing, ...diff } })
  return check.ok ? 'accepted' : `${check.code}: ${check.message}`
}
const updating = (id: RecordId, change: FieldChange): Diff['updated'] => ({ [id]: change })
const change = (id: RecordId, before: Fields, after: Fields) => refusal({ updated: updating(id, [before, after]) })
const node = (id: NodeId) => record(doc, id)
const iface = (id: IfaceId) => record(doc, id)

test('a node drawn twice under one name is refused with the mend', () => {
  const twin: NodeRecord = { ...node('node:pc1'), id: 'node:twin' }
  expect(refusal({ added: { [twin.id]: twin } })).toBe(
    'invalid: Edit: pc1: another node is called pc1 too; give one of them another name.',
  )
})

test('what something still refers to cannot be removed', () => {
  expect(refusal({ removed: { 'node:pc1': node('node:pc1') } })).toBe(
    'invalid: Edit: pc1 eth0 is still there and needs pc1; remove pc1 eth0 first.',
  )
  expect(refusal({ removed: { 'iface:pc1.eth0': iface('iface:pc1.eth0') } })).toBe(
    'invalid: Edit: pc1–router1 is still there and needs pc1 eth0; remove pc1–router1 first.',
  )
  expect(refusal({ removed: { 'lab:lab': record(doc, 'lab:lab') } })).toMatch(/the lab record is missing/)
})

test('an interface takes one wire', () => {
  const second = { ...links(doc)[0], id: 'link:second' as const }
  expect(refusal({ added: { [second.id]: second } })).toMatch(/is the end of link:pc1-router1 too/)
})

test('nothing is inside or over itself', () => {
  expect(change('node:pc1', { parent: 'node:machine0' }, { parent: 'node:pc1' })).toMatch(/pc1 would be inside itself/)
  const vnic: IfaceRecord = {
    ...iface('iface:pc1.eth0'),
    id: 'iface:v0',
    name: 'vnic0',
    kind: 'vnic',
    over: 'iface:v1',
  }
  const other: IfaceRecord = { ...vnic, id: 'iface:v1', name: 'vnic1', over: 'iface:v0', addresses: [] }
  expect(refusal({ added: { [vnic.id]: { ...vnic, addresses: [] }, [other.id]: other } })).toMatch(/made over itself/)
})

test('a node that becomes a switch cannot keep its addresses', () => {
  expect(change('node:pc1', { kind: 'jail', role: 'pc' }, { kind: 'switch', role: null })).toMatch(
    /pc1 eth0: a switch only passes frames on: its ports have no addresses/,
  )
})

test('malformed records are refused before anything reads them', () => {
  expect(change('iface:pc1.eth0', { mtu: 1500 }, { mtu: 15 })).toMatch(/^schema: Edit: iface:pc1.eth0, mtu/)
  expect(change('iface:pc1.eth0', { addresses: iface('iface:pc1.eth0').addresses }, { addresses: 5 })).toMatch(
    /^schema/,
  )
  expect(change('node:pc1', { id: 'node:pc1' }, { id: 'node:other' })).toMatch(/calls itself node:other/)
  expect(change('node:pc1', { colour: 1 }, { colour: 2 })).toBe('conflict: Edit: pc1, colour: there is no such field')
  expect(refusal({ added: { 'node:x': { ...node('node:pc1'), id: 'node:y' } } })).toMatch(/calls itself/)
  expect(refusal({ added: { 'link:x': node('node:pc1') } })).toMatch(/no record of this lab/)
})

test('addresses are read strictly', () => {
  const typed = (address: string) =>
    change(
      'iface:pc1.eth0',
      { addresses: iface('iface:pc1.eth0').addresses },
      { addresses: [{ address, auto: false }] },
    )
  for (const address of [
    '10.0.0.1',
    '10.0.0.256/24',
    '10.00.0.1/24',
    '10.0.0.1/33',
    'fe80::1/129',
    'ff02::1/64',
    '224.0.0.1/24',
    '127.0.0.1/8',
  ])
    expect(typed(address), address).toMatch(/^invalid/)
  for (const address of ['192.168.7.5/26', 'fc00::5/64', 'fe80::1/64']) expect(typed(address), address).toBe('accepted')
})

test('a lab at its limit takes no more, and may shrink', () => {
  const limits = { ...defaultLimits, nodes: 2, ifaces: 100, links: 100 }
  const more = connect(doc, 'node:pc1', 'node:pc2')
  expect(checkOperation(doc, more, { ...limits, nodes: 100, links: 3 })).toMatchObject({
    ok: false,
    code: 'limit',
    message: 'Wire pc1 to pc2: a lab here holds 3 links at most: delete some first.',
  })
  expect(checkOperation(doc, removeRecords(doc, ['node:pc1']), limits).ok).toBe(true)
})

/** A lab with one of everything: VLANs, taps, vlan and loopback interfaces, IPv6. */
function everything(): TopologyDocument {
  const result = parse(readFileSync(new URL('migrations/golden/everything.version-4.lab', import.meta.url), 'utf8'))
  if (!result.ok) throw new Error(result.errors[0].message)
  return result.doc
}

test.each([
  ['small', doc],
  ['with everything in it', everything()],
])('accepting an edit of a lab %s accepts exactly what leaves it sound', (_, lab) => {
  // Any record with any field taken from another, added, changed and removed at random.
  const ids = [...lab.records.keys()].sort()
  const values: unknown[] = [...lab.records.values()].flatMap((each) => Object.values(each))
  const edit = fc.tuple(fc.constantFrom(...ids), fc.nat(), fc.constantFrom(...values))
  fc.assert(
    fc.property(
      fc.array(edit, { minLength: 1, maxLength: 3 }),
      fc.array(fc.constantFrom(...ids), { maxLength: 3 }),
      (edits, gone) => {
        const removed = new Set(gone)
        const diff = {
          added: {},
          updated: {} as Partial<Record<RecordId, FieldChange>>,
          removed: {} as Partial<Record<RecordId, TopologyRecord>>,
        }
        for (const id of removed) diff.removed[id] = lab.records.get(id)!
        for (const [id, which, value] of edits) {
          const now = lab.records.get(id)! as unknown as { [field: string]: unknown }
          const field = Object.keys(now)[which % Object.keys(now).length]
          if (!removed.has(id)) diff.updated[id] = [{ [field]: now[field] }, { [field]: value }]
        }
        const check = checkOperation(lab, { label: 'Edit', diff })
        if (check.ok) {
          expect(errorsIn(check.doc)).toEqual([])
        } else if (check.code === 'invalid') {
          expect(errorsIn(applyDiff(lab, diff))).not.toEqual([])
        }
      },
    ),
    { numRuns: 1000 },
  )
})

test('what came from elsewhere is kept within bounds, and no depth breaks the check', () => {
  const keep = (foreign: unknown) => change('node:pc1', { foreign: null }, { foreign })
  expect(keep({ imn: { cpu: ['x'], n: -1.5, none: null } })).toBe('accepted')
  expect(keep([1])).toMatch(/^schema: .*foreign: expected an object by format/)
  expect(keep({ imn: 'x'.repeat(300_000) })).toMatch(/longer than 262144 characters/)
  expect(keep({ imn: undefined })).toMatch(/a undefined is no JSON/)
  expect(keep({ imn: Number.NaN })).toMatch(/not finite/)
  let deep: unknown = 1
  for (let i = 0; i < 200_000; i++) deep = [deep]
  expect(keep({ imn: deep })).toMatch(/nested more than 8 deep/)
  expect(keep(JSON.parse('{"imn": {"__proto__": 1}}'))).toMatch(/"__proto__" is not allowed/)
})

const errorsIn = (each: TopologyDocument) => validateDocument(each).filter((problem) => problem.severity === 'error')

test('an edit is checked without reading the rest of a large lab', () => {
  const large = ring(2000)
  let reads = 0
  const counted: TopologyDocument = { records: large.records }
  expect(ifaces(counted)).toHaveLength(4000)
  const first = checkOperation(counted, connect(counted, 'node:router1', 'node:router9'))
  if (!first.ok) throw new Error(first.message)
  const { get } = first.doc.records
  const spied = first.doc.records as { get: typeof get }
  spied.get = function (this: typeof first.doc.records, id: RecordId) {
    reads++
    return get.call(this, id)
  }
  const second = checkOperation(first.doc, connect(first.doc, 'node:router2', 'node:router7'))
  expect(second.ok).toBe(true)
  expect(reads).toBeLessThan(400)
})

/** By hand: what makes operations would refuse these. */
const changed = (from: TopologyDocument, id: RecordId, fields: Fields) => {
  const now: { readonly [field: string]: unknown } = { ...record(from, id) }
  const before = Object.fromEntries(Object.keys(fields).map((field) => [field, now[field]]))
  const change: FieldChange = [before, fields]
  return { label: 'Set', diff: { ...nothing, updated: { [id]: change } } }
}

test('nothing is called what hides how it is called; what was called so before may be changed, and called otherwise', () => {
  const set = (from: TopologyDocument, fields: Fields) => changed(from, 'lab:lab', fields)
  const misnamed = set(doc, { name: 'a\u202eb' })
  const message = 'Set: lab:lab, name: a name cannot hold the invisible character U+202E'
  expect(checkOperation(doc, misnamed)).toMatchObject({ ok: false, code: 'schema', message })
  expect(checkOperation(doc, set(doc, { name: 'm\u200cx' }))).toMatchObject({ ok: true })
  const before = applyDiff(doc, misnamed.diff)
  expect(checkOperation(before, set(before, { seed: 7 }))).toMatchObject({ ok: true })
  expect(checkOperation(before, set(before, { name: 'ab' }))).toMatchObject({ ok: true })
})

test('a text on the drawing has lines, and nothing that turns it around', () => {
  const note = makeAnnotation({ id: 'annotation:n', shape: 'text', x: 0, y: 0, text: 'Leased line\n\tsince May' })
  const written = applyDiff(doc, { ...nothing, added: { [note.id]: note } })
  expect(checkOperation(doc, { label: 'Add', diff: { ...nothing, added: { [note.id]: note } } })).toMatchObject({
    ok: true,
  })
  const message = 'Set: annotation:n, text: a text cannot hold the invisible character U+202E'
  const turned = checkOperation(written, changed(written, note.id, { text: 'a\u202eb' }))
  expect(turned).toMatchObject({ ok: false, message, problems: [{ mend: 'write it without that character' }] })
})

test('a field that is not what it must be is refused with what it must be', () => {
  for (const [fields, words] of [
    [{ name: '' }, 'name: it must have at least 1 character'],
    [{ role: 'chef' }, 'role: it must be one of "pc", "host", "router"'],
    [{ routes: 7 }, 'routes: it must be a list'],
  ] as const)
    expect(checkOperation(doc, changed(doc, 'node:pc1', fields))).toMatchObject({ message: `Set: node:pc1, ${words}` })
})
