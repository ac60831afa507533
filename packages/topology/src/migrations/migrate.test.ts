import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  applyDiff,
  chain,
  type Diff,
  documentOf,
  emptyDocument,
  FILE_VERSION,
  layouts,
  migrate,
  migrateDiff,
  migrations,
  nodes,
  parse,
  type RawFile,
  record,
  serialize,
  star,
  type TopologyDocument,
} from '../index.ts'

/** Labs as versions of Etherloom wrote them, and as this one writes them: golden/ is never written again. */
const golden = (name: string) => readFileSync(new URL(`golden/${name}.lab`, import.meta.url), 'utf8')
const raw = (name: string) => JSON.parse(golden(name)) as RawFile

function opened(file: unknown): TopologyDocument {
  const result = parse(typeof file === 'string' ? file : JSON.stringify(file))
  if (!result.ok) throw new Error(JSON.stringify(result.errors))
  return result.doc
}

test.each([
  ['first.version-1', 'first.version-4'],
  ['first.version-3', 'first.version-4'],
  ['campus.version-2', 'campus.version-4'],
  ['campus.version-3', 'campus.version-4'],
  ['everything.version-3', 'everything.version-4'],
  ['guide.version-4', 'guide.version-4'],
  ['drawn.version-4', 'drawn.version-4'],
])('%s opens, and is %s when it is saved', (old, now) => {
  expect(serialize(opened(golden(old)))).toBe(golden(now))
})

test('a lab of version 1 opens, its pcs and routers jails with a role, its routes its own', () => {
  const doc = opened(golden('first.version-1'))
  expect(nodes(doc).map(({ name, kind, role }) => [name, kind, role])).toEqual([
    ['jail1', 'jail', 'host'],
    ['global', 'machine', 'host'],
    ['pc1', 'jail', 'pc'],
    ['router1', 'jail', 'router'],
    ['switch1', 'switch', null],
    ['zone1', 'zone', 'host'],
  ])
  expect(record(doc, 'lab:lab')).toMatchObject({ autoRoutes: false })
})

test('a lab of version 2 means what it meant: no IPv6 is drawn into it, links do what they did', () => {
  const doc = opened(golden('campus.version-2'))
  expect(record(doc, 'lab:lab')).toMatchObject({ autoRoutes: true, autoAddress4: true, autoAddress6: false })
  expect(record(doc, 'link:hub1-router1').ab).toMatchObject({ delayUs: 1000, lossPercent: 0.5, jitterUs: 0, ber: 0 })
})

test.each([
  ['first.version-1', 1],
  ['campus.version-2', 2],
  ['everything.version-3', 3],
])('%s goes up and down again and is the file it was', (name, version) => {
  expect(migrate(migrate(raw(name), version, FILE_VERSION), FILE_VERSION, version)).toEqual(raw(name))
})

test('a lab of today goes down to version 1 and opens again, but for routes computed', () => {
  const file = JSON.parse(serialize(star(2))) as RawFile
  const back = opened(migrate(file, FILE_VERSION, 1))
  expect(serialize(back)).toBe(serialize(star(2)).replace('"autoRoutes": true', '"autoRoutes": false'))
})

test('a guide goes up and down: version 3 is without it', () => {
  const doc = opened(golden('guide.version-4'))
  expect(record(doc, 'lab:lab').guide).toMatchObject({ steps: [{ actions: [{ do: 'command' }, { do: 'look' }] }] })
  const before = opened(migrate(raw('guide.version-4'), 4, 3))
  expect(record(before, 'lab:lab')).toEqual({ ...record(doc, 'lab:lab'), guide: null })
})

test('down to version 2, what it cannot say is left away, with what hangs on it, and the rest opens', () => {
  const file = migrate(raw('everything.version-3'), 3, 2)
  const doc = opened(file)
  expect(nodes(doc).map(({ name }) => name)).not.toContain('tee1')
  expect(JSON.stringify(file)).not.toMatch(/fc00|2001|vlan4|lo0|blackhole|jitter|foreign|protocols/)
  expect(record(doc, 'node:zone1').routes).toEqual([{ destination: 'default', gateway: '10.0.1.1' }])
  expect(record(doc, 'link:jail1-switch1').ab).toMatchObject({ bandwidthBps: 1_000_000, queueFrames: 20, jitterUs: 0 })
})

test('down to version 3, what is only drawn is left away, and what was on further canvases lies beside the rest', () => {
  const file = migrate(raw('drawn.version-4'), 4, 3)
  expect(Object.keys(file)).toEqual(['format', 'version', 'lab', 'nodes', 'ifaces', 'links', 'layout'])
  const doc = opened(file)
  expect(nodes(doc)).toEqual(nodes(opened(golden('drawn.version-4'))))
  expect(layouts(doc).map(({ node, x }) => [node, x])).toEqual([
    ['node:pc1', 0],
    ['node:pc2', 820],
    ['node:router1', 140],
    ['node:router2', 280],
    ['node:router3', 420],
    ['node:stub1', 110],
    ['node:zone1', 10],
  ])
})

test('migrations are numbered without a gap and leave what they do not know alone', () => {
  migrations.forEach((migration, i) => {
    expect(migration.version).toBe(i + 2)
    const sections = { ifaces: { x: 5 }, links: [1], layout: 'no', canvases: 7 }
    const places = { layout: { a: 5, b: { x: 'no', canvas: 9 }, c: { x: 4, canvas: {} } }, canvases: { x: null } }
    for (const odd of [{}, { lab: 5, nodes: [1] }, { lab: null, nodes: { x: null, y: 7 } }, sections, places]) {
      expect(() => migration.up(odd)).not.toThrow()
      expect(() => migration.down(odd)).not.toThrow()
    }
  })
})

/** A record as version 2 had it. */
function old(each: object): object {
  if ((each as RawFile).type === 'layout') {
    const { canvas: _c, group: _g, icon: _i, ...layout } = each as RawFile
    return layout
  }
  const { switch: _s, protocols: _p, port: _o, vlan: _v, ipv6: _6, ra: _r, foreign: _f, ...rest } = each as RawFile
  const impairment = (value: unknown) => {
    const { bandwidthBps, delayUs, lossPercent, queueFrames } = value as RawFile
    return { bandwidthBps, delayUs, lossPercent, queueFrames }
  }
  return rest.type === 'link' ? { ...rest, ab: impairment(rest.ab), ba: impairment(rest.ba) } : rest
}

test('operations logged under version 2 still apply, forward and back', () => {
  const doc = chain(2)
  const records = [...doc.records.values()].filter(({ id }) => id !== 'lab:lab' && id !== 'node:machine0')
  const added = Object.fromEntries(records.map((each) => [each.id, old(each)])) as unknown as Diff['added']
  const diff = migrateDiff({ added, updated: {}, removed: {} }, 2)!
  const { name } = record(doc, 'lab:lab')
  expect(new Map(applyDiff(emptyDocument(name, { autoAddress6: false }), diff).records)).toEqual(new Map(doc.records))
  const undone = applyDiff(doc, migrateDiff({ added: {}, updated: {}, removed: added }, 2)!)
  expect(new Map(undone.records)).toEqual(new Map(emptyDocument(name, { autoAddress6: false }).records))
  const lab = migrateDiff(
    {
      added: {
        'lab:lab': { id: 'lab:lab', type: 'lab', name, seed: 1, autoRoutes: true, ipv4Pool: '10.0.0.0/8' } as never,
      },
      updated: {},
      removed: {},
    },
    2,
  )!
  expect(documentOf([lab.added['lab:lab']!]).records.get('lab:lab')).toEqual(record(doc, 'lab:lab'))
})

test('operations of versions there is no way from are refused', () => {
  const diff: Diff = { added: {}, updated: {}, removed: {} }
  expect([1, 2, 3, 4, 5].map((version) => migrateDiff(diff, version))).toEqual([null, diff, diff, diff, null])
})
