import {
  addAnnotation,
  addedNodes,
  annotations,
  applyDiff,
  chain,
  checkOperation,
  copyOf,
  emptyDocument,
  isIfaceId,
  isLinkId,
  layoutOf,
  MACHINE0,
  nodes,
  record,
  serialize,
  setFieldsOf,
} from '@etherloom/topology'
import { expect, test } from 'vitest'
import { firstTyped, generatorNamed, orderOf } from '../generate/shapes.ts'
import { Maker, type MoveWish, type PartSource, type Wish } from './maker.ts'

const lab = chain(2)
const chosen = nodes(lab)
  .map(({ id }) => id)
  .filter((id) => id !== MACHINE0)
const ring = generatorNamed('ring')

test.each<readonly [string, PartSource]>([
  ['a copy from the clipboard', { text: serialize(copyOf(lab, chosen), 'etherloom-copy') }],
  ['nodes of the lab itself', { ids: chosen }],
  ['a generated shape', { order: orderOf(ring, firstTyped(ring))! }],
])('%s is put where it was asked for, in an operation a room takes', (_, source) => {
  const maker = new Maker(lab)
  const { middle, reach } = maker.lookAt(source)
  expect(reach.x + reach.y).toBeGreaterThan(0)
  const operation = maker.make({ insert: { middle: { x: middle.x + 1000, y: middle.y }, verb: 'Paste' } })
  const check = checkOperation(lab, operation)
  if (!check.ok) throw new Error(check.message)
  const added = addedNodes(operation.diff)
  expect(added.length).toBeGreaterThan(2)
  expect(new Maker(check.doc).lookAt({ ids: added }).middle.x).toBeCloseTo(middle.x + 1000, -1)
})

const links = [...lab.records.keys()].filter(isLinkId)
const wired = [...lab.records.keys()].filter(isIfaceId)

test.each<readonly [string, Wish]>([
  ['Change mtu of 4 interfaces', { set: wired, fields: { mtu: 1400 }, label: 'Change mtu of 4 interfaces' }],
  ['Satellite: 3 links', { set: links, fields: { ab: { delayUs: 250_000 } }, label: 'Satellite: 3 links' }],
  ['Turn round: 3 links', { turn: links, label: 'Turn round: 3 links' }],
  [`Pull out ${links.length} wires`, { plug: links, up: false }],
  ['Randomize', { macs: 'all' }],
  ['Make 2 nodes a host', { transform: chosen.slice(0, 2), to: { role: 'host' } }],
  ['Move 2 nodes', { move: { [chosen[0]!]: { x: 1, y: 2 }, [chosen[1]!]: { x: 3, y: 4 } } }],
  ['In a line', { move: { [chosen[0]!]: { x: 1, y: 2 } }, label: 'In a line' }],
  [
    'Renumber the lab',
    {
      renumber: { ids: null, families: [4], typed: false, pools: { ipv4Pool: '172.16.0.0/12', ipv6Pool: 'fc00::/8' } },
    },
  ],
])('“%s” is an operation a room takes, and changes what it says', (label, wish) => {
  const lopsided = applyDiff(lab, setFieldsOf(lab, links, { ab: { lossPercent: 10 } }).diff)
  const operation = new Maker(lopsided).make(wish)
  expect(operation.label).toContain(label)
  expect(Object.keys(operation.diff.updated).length).toBeGreaterThan(0)
  expect(checkOperation(lopsided, operation).ok).toBe(true)
})

test('annotations go along with nodes, in one move', () => {
  const drawn = applyDiff(lab, addAnnotation(lab, { shape: 'text', x: 10, y: 20, text: 'here' }).diff)
  const [note] = annotations(drawn)
  const [pc] = chosen
  const make = (move: MoveWish) => applyDiff(drawn, new Maker(drawn).make(move).diff)
  const by = { x: 5, y: 6 }
  const after = make({ move: { [pc!]: { x: 1, y: 2 } }, drawn: { ids: [note!.id], by } })
  expect([layoutOf(after, pc!), record(after, note!.id)]).toMatchObject([
    { x: 1, y: 2 },
    { x: 15, y: 26 },
  ])
  expect(layoutOf(make({ move: {}, drawn: { ids: [note!.id], by } }), pc!)).toEqual(layoutOf(drawn, pc!))
})

test('typed addresses that somebody has are counted before they are there twice', () => {
  const typed = applyDiff(lab, withTyped())
  expect(new Maker(typed).lookAt({ ids: chosen }).typedTwice).toBe(1)
  expect(new Maker(lab).lookAt({ ids: chosen }).typedTwice).toBe(0)
})

/** One address of the lab as if a person had typed it. */
function withTyped() {
  const iface = [...lab.records.values()].find((each) => each.type === 'iface' && each.addresses.length > 0)
  if (iface?.type !== 'iface') throw new Error('the lab has no addresses')
  const after = iface.addresses.map((each) => ({ ...each, auto: false }))
  return {
    added: {},
    updated: { [iface.id]: [{ addresses: iface.addresses }, { addresses: after }] as const },
    removed: {},
  }
}

test('what is no part of a lab is refused in words', () => {
  expect(() => new Maker(emptyDocument()).lookAt({ text: 'hello' })).toThrow(/“hello” is neither a part of a lab/)
})
