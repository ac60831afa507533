import { expect, test } from 'vitest'
import {
  FILE_VERSION,
  migrate,
  migrations,
  nodes,
  parse,
  type RawFile,
  serialize,
  star,
  type TopologyDocument,
} from '../index.ts'

const version1 = {
  format: 'etherloom',
  version: 1,
  lab: { name: 'first', seed: 1, ipv4Pool: '10.0.0.0/8' },
  nodes: {
    'node:machine0': { kind: 'machine', name: 'global', parent: null, routes: [] },
    'node:pc1': {
      kind: 'pc',
      name: 'pc1',
      parent: 'node:machine0',
      routes: [{ destination: 'default', gateway: '10.0.0.1' }],
    },
    'node:router1': { kind: 'router', name: 'router1', parent: 'node:machine0', routes: [] },
    'node:jail1': { kind: 'jail', name: 'jail1', parent: 'node:machine0', routes: [] },
    'node:zone1': { kind: 'zone', name: 'zone1', parent: 'node:machine0', routes: [] },
    'node:switch1': { kind: 'switch', name: 'switch1', parent: 'node:machine0', routes: [] },
  },
  ifaces: {},
  links: {},
  layout: { 'node:pc1': { x: 1, y: 2 } },
}

function opened(file: unknown): TopologyDocument {
  const result = parse(JSON.stringify(file))
  if (!result.ok) throw new Error(JSON.stringify(result.errors))
  return result.doc
}

test('a lab of version 1 opens, its pcs and routers jails with a role, its routes its own', () => {
  const doc = opened(version1)
  expect(nodes(doc).map(({ name, kind, role }) => [name, kind, role])).toEqual([
    ['jail1', 'jail', 'host'],
    ['global', 'machine', 'host'],
    ['pc1', 'jail', 'pc'],
    ['router1', 'jail', 'router'],
    ['switch1', 'switch', null],
    ['zone1', 'zone', 'host'],
  ])
  expect(doc.records.get('lab:lab')).toMatchObject({ autoRoutes: false })
})

test('up and down again is the file it was', () => {
  expect(migrate(migrate(version1, 1, FILE_VERSION), FILE_VERSION, 1)).toEqual(version1)
})

test('a lab of today goes down to version 1 and opens again, but for routes computed', () => {
  const file = JSON.parse(serialize(star(2))) as RawFile
  const back = opened(migrate(file, FILE_VERSION, 1))
  expect(serialize(back)).toBe(serialize(star(2)).replace('"autoRoutes": true', '"autoRoutes": false'))
})

test('migrations are numbered without a gap and leave what they do not know alone', () => {
  migrations.forEach((migration, i) => {
    expect(migration.version).toBe(i + 2)
    for (const odd of [{}, { lab: 5, nodes: [1] }, { lab: null, nodes: { x: null, y: 7 } }]) {
      expect(() => migration.up(odd)).not.toThrow()
      expect(() => migration.down(odd)).not.toThrow()
    }
  })
})
