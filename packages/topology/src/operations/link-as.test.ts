import { expect, test } from 'vitest'
import { applyDiff } from '../diff.ts'
import { addedLinks, emptyDocument, links, nameOf, nodes } from '../document.ts'
import { MACHINE0, type NodeId, type NodeKind, type TopologyDocument } from '../records.ts'
import { addNode } from './add-node.ts'
import { linkAs, linkShapes, whyNotLinkAs } from './link-as.ts'

function withNodes(n: number, kind: NodeKind = 'jail'): TopologyDocument {
  let doc = emptyDocument()
  for (let i = 0; i < n; i++)
    doc = applyDiff(doc, addNode(doc, { kind, role: 'router', position: { x: i * 100, y: 0 } }).diff)
  return doc
}
const ids = (doc: TopologyDocument): NodeId[] => nodes(doc).flatMap(({ id }) => (id === MACHINE0 ? [] : [id]))

test.each([
  ['chain', ['router1–router2', 'router2–router3', 'router3–router4']],
  ['star', ['router1–router2', 'router1–router3', 'router1–router4']],
  ['ring', ['router1–router2', 'router2–router3', 'router3–router4', 'router4–router1']],
] as const)('four nodes as a %s', (shape, wanted) => {
  const doc = withNodes(4)
  const operation = linkAs(doc, ids(doc), shape)
  const after = applyDiff(doc, operation.diff)
  expect(
    addedLinks(operation.diff)
      .map((id) => nameOf(after, id))
      .sort(),
  ).toEqual(wanted)
  expect(operation.label).toBe(`Link 4 nodes as a ${shape}`)
})

test('a clique has a wire for each pair; those that are there already are not doubled', () => {
  const doc = withNodes(5)
  const chained = applyDiff(doc, linkAs(doc, ids(doc), 'chain').diff)
  const operation = linkAs(chained, ids(chained), 'clique')
  expect(addedLinks(operation.diff)).toHaveLength(6)
  const after = applyDiff(chained, operation.diff)
  expect(links(after)).toHaveLength(10)
  expect(() => linkAs(after, ids(after), 'clique')).toThrow('They are wired as a clique already.')
})

test('too few, too many, and what cannot be wired say so', () => {
  const doc = withNodes(2)
  expect(whyNotLinkAs(doc, ids(doc), 'ring')).toBe('Select three nodes or more: a ring has no fewer.')
  const many = Array.from({ length: 100 }, (_, i): NodeId => `node:n${i}`)
  expect(whyNotLinkAs(doc, many, 'clique')).toMatch(/4950 wires; 2000/)
  const stubs = withNodes(2, 'etherstub')
  expect(() => linkAs(stubs, ids(stubs), 'chain')).toThrow(/stub1 and stub2: Two etherstubs cannot be joined/)
  for (const shape of linkShapes) expect(whyNotLinkAs(doc, [], shape)).toMatch(/^Select/)
})
