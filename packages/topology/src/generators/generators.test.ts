import { expect, test } from 'vitest'
import {
  type AddNode,
  addedNodes,
  addNode,
  applyDiff,
  chain,
  connect,
  emptyDocument,
  generators,
  ifacesOf,
  links,
  moveNodes,
  type NodeId,
  nodes,
  ring,
  setRoutes,
  star,
  type TopologyDocument,
  validateDocument,
} from '../index.ts'

/** The lab drawn by hand: nodes placed in the order given, then wired pairwise, then put where the generator has them. */
function drawn(like: TopologyDocument, kinds: readonly AddNode[], wires: readonly (readonly [number, number])[]) {
  const { name, autoRoutes } = like.records.get('lab:lab') as { name: string; autoRoutes: boolean }
  let doc = emptyDocument(name, { autoRoutes })
  const placed: NodeId[] = []
  for (const kind of kinds) {
    const { diff } = addNode(doc, kind)
    placed.push(addedNodes(diff)[0])
    doc = applyDiff(doc, diff)
  }
  for (const [a, b] of wires) doc = applyDiff(doc, connect(doc, placed[a], placed[b]).diff)
  for (const record of like.records.values())
    if (record.type === 'layout') doc = applyDiff(doc, moveNodes(doc, { [record.node]: record }).diff)
    else if (record.type === 'node' && record.routes.length > 0)
      doc = applyDiff(doc, setRoutes(doc, record.id, record.routes).diff)
  return doc
}

const at = { x: 0, y: 0 }
const pc: AddNode = { kind: 'jail', role: 'pc', position: at }
const router: AddNode = { kind: 'jail', role: 'router', position: at }

test('a chain is what drawing it from left to right makes', () => {
  const kinds = [pc, router, router, router, pc]
  const wires = [0, 1, 2, 3].map((i) => [i, i + 1] as const)
  expect(new Map(chain(3).records)).toEqual(new Map(drawn(chain(3), kinds, wires).records))
})

test('a ring is what drawing it round makes, with routes both ways', () => {
  const kinds = [router, router, router, router]
  const wires = [0, 1, 2, 3].map((i) => [i, (i + 1) % 4] as const)
  expect(new Map(ring(4).records)).toEqual(new Map(drawn(ring(4), kinds, wires).records))
  expect(nodes(ring(4)).find((node) => node.name === 'router1')!.routes).toEqual([
    { destination: 'default', gateway: '10.0.0.2' },
    { destination: '10.0.2.0/24', gateway: '10.0.3.1' },
  ])
})

test('a star is what wiring each pc to the switch makes', () => {
  const kinds: AddNode[] = [{ kind: 'switch', position: at }, pc, pc, pc]
  expect(new Map(star(3).records)).toEqual(
    new Map(
      drawn(star(3), kinds, [
        [1, 0],
        [2, 0],
        [3, 0],
      ]).records,
    ),
  )
})

test('every generated lab is sound', () => {
  for (const { generate } of generators)
    for (const n of [3, 40, 300]) expect(validateDocument(generate(n)), `${generate.name} ${n}`).toEqual([])
})

test('a star of thousands has a subnet wide enough', () => {
  const lab = star(5000)
  expect(ifacesOf(lab, 'node:pc5000')[0].addresses[0].address).toBe('10.0.19.155/19')
  expect(links(lab)).toHaveLength(5000)
})

test('sizes that make no sense are refused with what would', () => {
  expect(() => ring(2)).toThrow('A ring takes 3 to 65536 routers, not 2.')
  expect(() => chain(1.5)).toThrow('A chain takes 1 to 65535 routers, not 1.5.')
})
