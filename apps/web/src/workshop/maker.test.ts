import {
  addedNodes,
  applyDiff,
  chain,
  checkOperation,
  copyOf,
  emptyDocument,
  MACHINE0,
  nodes,
  serialize,
} from '@etherloom/topology'
import { expect, test } from 'vitest'
import { firstTyped, generatorNamed, orderOf } from '../generate/shapes.ts'
import { Maker, type PartSource } from './maker.ts'

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
