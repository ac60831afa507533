import {
  chain,
  checkOperation,
  defaultPort,
  emptyDocument,
  type Foreign,
  find,
  type Impairment,
  links,
  type NodeRecord,
  noImpairment,
  type TopologyDocument,
  type TopologyRecord,
  topologyRecord,
  validateDocument,
} from '@etherloom/topology'
import { freezeDocument, randomOperation } from '@etherloom/topology/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ok, recordsOf, sample, samples } from '../../testing.ts'
import type { Bag } from '../bag.ts'
import { readImn } from '../read-imn.ts'
import { writeImn } from './write-imn.ts'

const there = (doc: TopologyDocument) => JSON.parse(writeImn(doc).text)
const back = (doc: TopologyDocument) => ok(readImn(writeImn(doc).text)).doc
const edited = (doc: TopologyDocument, ...records: TopologyRecord[]): TopologyDocument => ({
  records: new Map([...doc.records, ...records.map((record) => [record.id, record] as const)]),
})

test.each(samples)(
  '%s is the same lab when it was written and read again, and the same text the second time',
  (name) => {
    const { doc } = ok(readImn(sample(name)))
    const { text } = writeImn(doc)
    expect(recordsOf(ok(readImn(text)).doc)).toEqual(recordsOf(doc))
    expect(writeImn(ok(readImn(text)).doc).text).toBe(text)
  },
)

test.each(samples.filter((name) => name.endsWith('v2')))(
  '%s is written as it was, but for what goes without saying',
  (name) => {
    const file = JSON.parse(sample(name))
    const written = there(ok(readImn(sample(name))).doc)
    expect(written).toMatchObject({
      ...file,
      // Said in one spelling: an address in six pairs of digits, a colour in hexadecimal, a protocol that is off not at all, no limit not at all.
      nodes: JSON.parse(
        JSON.stringify(file.nodes).replace('42:00:AA:0:0:1', '42:00:aa:00:00:01').replace('rip 0 ospf 1', 'ospf 1'),
      ),
      gui: JSON.parse(JSON.stringify(file.gui).replace('"labelcolor":"black"', '"labelcolor":"#000000"')),
      links: JSON.parse(JSON.stringify(file.links).replace('"bandwidth":"0",', '')),
    })
  },
)

test('what a generator makes is written in the words of IMUNES', () => {
  const written = there(chain(1))
  expect(written).toMatchObject({
    options: { version: '2', auto_etc_hosts: '1' },
    nodes: {
      n0: {
        type: 'pc',
        name: 'pc1',
        auto_default_routes: 'enabled',
        ifaces: { ifc0: { name: 'lo0' }, ifc1: { name: 'eth0' } },
      },
      n1: { type: 'pc', name: 'pc2' },
      n2: { type: 'router', name: 'router1' },
    },
    links: { l0: { peers: 'n0 n2', peers_ifaces: 'ifc1 ifc1' }, l1: { peers: 'n2 n1', peers_ifaces: 'ifc2 ifc1' } },
    gui: { nodes: { n2: { label: 'router1', canvas: 'c0' } } },
  })
  expect(written.nodes.n2.ifaces.ifc1).toMatchObject({ type: 'phys', link: 'l0', ipv4_addrs: ['10.0.0.1/24'] })
})

describe('what IMUNES has no words for', () => {
  const doc = chain(1)
  const [link] = links(doc)
  const slow: Impairment = { ...noImpairment, bandwidthBps: 1e6, delayUs: 500, jitterUs: 30, queueDiscipline: 'codel' }
  const shaped = edited(doc, { ...link, ab: slow, ba: { ...slow, bandwidthBps: 5e6, delayUs: 700 }, up: false })

  test('is told, and is there again on the way back', () => {
    const { losses } = writeImn(shaped)
    expect(
      losses.filter(({ where }) => where === 'links/l0').map(({ what, value, kept }) => `${what} ${value} ${kept}`),
    ).toEqual([
      'up false true',
      'ab.delayUs 500 true',
      'ab.jitterUs 30 true',
      'ab.queueDiscipline "codel" true',
      'ba.bandwidthBps 5000000 true',
      'ba.jitterUs 30 true',
      'ba.queueDiscipline "codel" true',
    ])
    expect(recordsOf(back(shaped))).toEqual(recordsOf(shaped))
  })

  test('where directions differ, the words are those of the one that hinders more', () => {
    expect(there(shaped).links.l0).toMatchObject({ bandwidth: '1000000', delay: '700' })
  })

  test('gives way to words that were changed since, one by one', () => {
    const file = there(shaped)
    file.links.l0.delay = '900'
    const { ab, ba } = find(ok(readImn(JSON.stringify(file))).doc, link.id)!
    expect(ab).toMatchObject({ delayUs: 900, jitterUs: 30, bandwidthBps: 1e6 })
    expect(ba).toMatchObject({ delayUs: 900, jitterUs: 30, bandwidthBps: 5e6 })
  })

  test('survives IMUNES, which turns objects under keys it does not know into texts', () => {
    const texts: unknown[] = []
    JSON.stringify(there(shaped), (key, value) => {
      if (key === 'etherloom') texts.push(value)
      return value
    })
    expect(texts.length).toBeGreaterThan(3)
    expect(texts.every((text) => typeof text === 'string')).toBe(true)
  })

  test('does no harm when somebody else wrote it', () => {
    for (const text of [
      '',
      '{',
      '[]',
      '7',
      '{"changes": 1, "records": [1], "layout": [[["x"], 1, 2]], "id": "node:n9 9"}',
    ]) {
      const file = there(shaped)
      file.options.etherloom = text
      file.nodes.n0.etherloom = text
      file.links.l0.etherloom = text
      expect(ok(readImn(JSON.stringify(file))).doc.records.size).toBe(doc.records.size)
    }
    const file = there(shaped)
    file.nodes.n0.etherloom = JSON.stringify({
      changes: [
        [['id'], 'node:n0', 'node:x'],
        [['role'], 'pc', 'king'],
        [['name'], 'pc1', '!'],
        [['parent'], 'node:machine0', 'node:n7'],
      ],
    })
    const bad = { changes: [[['ipv4Pool'], '10.0.0.0/8', 'x']], records: [doc.records.get('lab:lab')] }
    file.options.etherloom = JSON.stringify(bad)
    expect(
      validateDocument(ok(readImn(JSON.stringify(file))).doc).filter(({ severity }) => severity === 'error'),
    ).toEqual([])
  })
})

test('a node that was renamed, moved and turned into another takes what was kept along', () => {
  const { doc } = ok(readImn(sample('campus-v2')))
  const desk = find(doc, 'node:n2') as NodeRecord
  const sieve = find(doc, 'node:n8') as NodeRecord
  const place = doc.records.get('layout:n1')
  if (place?.type !== 'layout') throw new Error('no place')
  const after = edited(doc, { ...desk, name: 'bench' }, { ...sieve, kind: 'switch' }, { ...place, x: 300, y: 200 })
  const file = there(after)
  expect(file.nodes.n2).toMatchObject({ name: 'bench', services: ['ssh', 'ftp'] })
  expect(file.gui.nodes.n2.label).toBe('bench')
  expect(file.nodes.n8).toMatchObject({ type: 'lanswitch', name: 'sieve' })
  expect(file.gui.nodes.n1).toMatchObject({ iconcoords: '300 200', labelcoords: '260 210' })
})

test('keys that nobody knows are there again, wherever they were', () => {
  const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).map((text) => `x ${text}`)
  const value = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.integer(),
    fc.constant(null),
    fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }),
    fc.dictionary(key, fc.string({ maxLength: 3 }), { maxKeys: 2 }),
  )
  const places = ['', 'options', 'nodes/n0', 'nodes/n1/ifaces/ifc0', 'nodes/n4/bridge', 'links/l0', 'gui', 'gui/nodes/n2',
    'gui/links/l3', 'gui/canvases/c0', 'gui/annotations', 'gui/options'] // biome-ignore format: a list
  const at = (tree: { [key: string]: unknown }, path: string) =>
    (path === '' ? [] : path.split('/')).reduce((object, part) => object[part] as typeof tree, tree)
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...places), key, value), { maxLength: 12 }), (extras) => {
      const file = JSON.parse(sample('campus-v2'))
      for (const [path, name, extra] of extras) at(file, path)[name] = extra
      const { doc, losses } = ok(readImn(JSON.stringify(file)))
      const written = there(doc)
      for (const [path, name] of extras) {
        expect(at(written, path)[name]).toEqual(at(file, path)[name])
        expect(losses.some(({ where, kept }) => kept && where.startsWith(path))).toBe(true)
      }
    }),
    { numRuns: 50 },
  )
})

describe('any lab', () => {
  const drawn = fc.array(fc.nat(), { minLength: 1, maxLength: 150 }).map((numbers) => {
    let i = 0
    // Other numbers each time round, as some edits look for a chance that was not taken yet.
    const choose = (n: number) => (numbers[i % numbers.length] + 7919 * Math.floor(i++ / numbers.length)) % n
    let doc = emptyDocument('any')
    for (let edits = 0; edits < 20; edits++) {
      const op = randomOperation(doc, choose)
      const check = op === null ? null : checkOperation(doc, op)
      if (check?.ok) doc = check.doc
    }
    return doc
  })
  const percent = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 100, noNaN: true }))
  const impairment: fc.Arbitrary<Impairment> = fc.record({
    bandwidthBps: fc.integer({ min: 0, max: 1e12 }),
    delayUs: fc.integer({ min: 0, max: 6e8 }),
    jitterUs: fc.integer({ min: 0, max: 6e8 }),
    jitterDistribution: fc.constantFrom('uniform', 'normal', 'pareto'),
    lossPercent: percent,
    lossBurst: fc.constantFrom(null, { enterPercent: 1, leavePercent: 20, goodLossPercent: 0, badLossPercent: 100 }),
    ber: fc.integer({ min: 0, max: 1e12 }),
    duplicatePercent: percent,
    corruptPercent: percent,
    reorderPercent: percent,
    queueFrames: fc.integer({ min: 1, max: 1e5 }),
    queueDiscipline: fc.constantFrom('fifo', 'drr', 'wfq', 'codel', 'red'),
    queueDrop: fc.constantFrom('tail', 'head'),
    mtu: fc.constantFrom(0, 1400),
  })
  const foreign = fc.constantFrom(null, {}, { core: { x: [1, { y: 'z' }] } }, { imn: { cpu: '{min 0}', name: 'x' } })
  interface Settings {
    readonly impairment: Impairment
    readonly other: Impairment
    readonly foreign: Foreign | null
    readonly odd: boolean
    readonly priority: number
  }
  const settings: fc.Arbitrary<Settings> = fc.record({
    impairment,
    other: impairment,
    foreign,
    odd: fc.boolean(),
    priority: fc.nat({ max: 15 }),
  })

  /** Every record with settings that drawing does not give. */
  function set(record: TopologyRecord, { impairment, other, foreign, odd, priority }: Settings): TopologyRecord {
    switch (record.type) {
      case 'lab':
        return { ...record, foreign, seed: priority, hostsFile: odd, autoRoutes: !odd, ipv6Pool: 'fd00::/8' }
      case 'link':
        return { ...record, ab: impairment, ba: odd ? other : impairment, up: odd, foreign }
      case 'node':
        return record.kind === 'switch'
          ? {
              ...record,
              foreign,
              switch: {
                vlanFiltering: odd,
                stp: odd ? 'rstp' : 'off',
                priority: 4096 * priority,
                ageingSeconds: 100 * priority,
                snooping: !odd,
              },
            }
          : {
              ...record,
              foreign,
              ...(record.role === null
                ? {}
                : {
                    protocols: [
                      { name: 'ospf', config: odd ? 'area 1' : '' },
                      { name: 'rip', config: '' },
                    ],
                  }),
            }
      case 'iface':
        return { ...record, foreign, up: odd, ipv6: { autoconf: odd, linkLocal: !odd } }
      default:
        return record
    }
  }

  const ports = (record: TopologyRecord, doc: TopologyDocument, odd: boolean): TopologyRecord =>
    record.type === 'iface' && find(doc, record.node)?.kind === 'switch'
      ? {
          ...record,
          port: {
            ...defaultPort,
            mode: odd ? 'trunk' : 'access',
            pvid: 7,
            allowed: odd ? [7, 8] : 'all',
            edge: !odd,
            stpEnabled: odd,
          },
        }
      : record

  test('is the same when it was written as .imn and read again', () => {
    fc.assert(
      fc.property(drawn, fc.array(settings, { minLength: 1, maxLength: 5 }), (plain, list) => {
        let n = 0
        const records = [...plain.records.values()].map((record) => {
          const chosen = list[n++ % list.length]
          return ports(set(record, chosen), plain, chosen.odd)
        })
        const doc = freezeDocument({ records: new Map(records.map((record) => [record.id, record])) })
        for (const record of records) topologyRecord.parse(record)
        fc.pre(validateDocument(doc).every(({ severity }) => severity !== 'error'))
        expect(recordsOf(back(doc))).toEqual(recordsOf(doc))
      }),
      { numRuns: 150 },
    )
  })

  test('says of every record that the words do not give again that they do not', () => {
    fc.assert(
      fc.property(drawn, (doc) => {
        const { text, losses } = writeImn(doc)
        const onlyIds = (text: string) => {
          const { id, layout, path, usual, name, changes }: Bag = JSON.parse(text)
          return JSON.stringify(name === undefined ? { id, layout, path, usual } : { name, changes }) // a name: that of the lab
        }
        const words = JSON.parse(text, (key, value) => (key === 'etherloom' ? onlyIds(value) : value))
        const read = ok(readImn(JSON.stringify(words))).doc
        const told = new Set(losses.map(({ record }) => record))
        for (const record of doc.records.values()) {
          const found = read.records.get(record.id)
          const renamed = found?.type === 'node' && found.name.startsWith('imn.') // another of that name is in another machine
          if (!told.has(record.id) && !renamed) expect(found).toEqual(record)
        }
      }),
      { numRuns: 50 },
    )
  })
})
