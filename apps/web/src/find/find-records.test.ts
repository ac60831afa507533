import { applyDiff, chain, group, makeAnnotation, nodes, type RecordId, ring } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { findRecords } from './find-records.ts'

const found = (typed: string, document = chain(3)) => {
  const picked: RecordId[] = []
  const groups = findRecords(document, typed, (id) => picked.push(id)).filter(({ items }) => items.length > 0)
  return Object.fromEntries(groups.map(({ title, items }) => [title, items.map((item) => item.title)]))
}

test('a name finds the node, its interfaces and its links; the whole name comes first', () => {
  const groups = found('router2')
  expect(groups.Nodes).toEqual(['router2'])
  expect(groups.Interfaces).toEqual(['router2 eth0', 'router2 eth1'])
  expect(groups.Links).toEqual(['router2 – router3', 'router1 – router2'])
  expect(found('router', ring(20))['Nodes, 8 of 20']?.slice(0, 3)).toEqual(['router1', 'router2', 'router3'])
})

test.each(['10.0.0.20', '10.0.0.20/24'])('the address %s finds its interface', (typed) => {
  expect(found(typed).Interfaces).toEqual(['pc1 eth0'])
})

test.each(['42:00:aa:00:00:01', '42-00-AA-00-00-01', '00:00:01'])('the MAC address %s finds its interface', (typed) => {
  expect(found(typed).Interfaces).toContain('pc1 eth0')
})

test('a kind finds its nodes; several words must all fit', () => {
  expect(found('pc').Nodes).toEqual(['pc1', 'pc2'])
  expect(found('router3 eth1').Interfaces).toEqual(['router3 eth1'])
  expect(found('router3 10.0.0.20')).toEqual({})
})

test('groups, annotations and canvases are found by what they are called', () => {
  const [one] = nodes(chain(1)).filter(({ name }) => name === 'pc1')
  const grouped = applyDiff(chain(1), group(chain(1), [one!.id], { title: 'Head office' }).diff)
  const note = makeAnnotation({ id: 'annotation:n', shape: 'text', x: 0, y: 0, text: 'Leased line\nsince May' })
  const document = applyDiff(grouped, { added: { [note.id]: note }, updated: {}, removed: {} })
  expect(found('office', document).Groups).toEqual(['Head office'])
  expect(found('leased', document).Annotations).toEqual(['Leased line'])
  expect(found('canvas 1', document).Canvases).toEqual(['Canvas 1'])
})

test('an interface is shown in its node', () => {
  const picked: RecordId[] = []
  const [, ifaces] = findRecords(chain(1), 'pc1 eth0', (id) => picked.push(id))
  ifaces!.items[0]!.pick()
  expect(picked).toEqual(['node:pc1'])
})
