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
  type IfaceId,
  ifacesOf,
  lab,
  layouts,
  links,
  moveNodes,
  type NodeId,
  nodes,
  record,
  ring,
  serialize,
  star,
  type TopologyDocument,
  validateDocument,
} from '../index.ts'

/** The lab drawn by hand: nodes placed in the order given, then wired pairwise, then put where the generator has them. */
function drawn(like: TopologyDocument, kinds: readonly AddNode[], wires: readonly (readonly [number, number])[]) {
  const { name, autoRoutes, autoAddress6 } = lab(like)
  let doc = emptyDocument(name, { autoRoutes, autoAddress6 })
  const placed: NodeId[] = []
  for (const kind of kinds) {
    const { diff } = addNode(doc, kind)
    placed.push(addedNodes(diff)[0])
    doc = applyDiff(doc, diff)
  }
  for (const [a, b] of wires) doc = applyDiff(doc, connect(doc, placed[a], placed[b]).diff)
  for (const record of like.records.values())
    if (record.type === 'layout') doc = applyDiff(doc, moveNodes(doc, { [record.node]: record }).diff)
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

test('a ring is what drawing it round makes', () => {
  const kinds = [router, router, router, router]
  const wires = [0, 1, 2, 3].map((i) => [i, (i + 1) % 4] as const)
  expect(new Map(ring(4).records)).toEqual(new Map(drawn(ring(4), kinds, wires).records))
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

const named = (name: string) => generators.find((generator) => generator.name === name)!
const counts = (doc: TopologyDocument) => [nodes(doc).length - 1, links(doc).length]

test.each([
  ['chain', 5, {}, [7, 6]],
  ['ring', 5, {}, [5, 5]],
  ['star', 5, {}, [6, 5]],
  ['wheel', 5, {}, [6, 10]],
  ['tree', 3, {}, [15, 14]],
  ['tree', 2, { fanout: 3 }, [13, 12]],
  ['star-of-stars', 3, { leaves: 5 }, [19, 18]],
  ['grid', 3, {}, [9, 12]],
  ['grid', 2, { columns: 5 }, [10, 13]],
  ['torus', 4, {}, [16, 32]],
  ['torus', 2, { columns: 3 }, [6, 9]],
  ['cube', 4, {}, [16, 32]],
  ['clique', 6, {}, [6, 15]],
  ['bipartite', 3, { right: 4 }, [7, 12]],
  ['fat-tree', 4, {}, [36, 48]],
  ['random', 20, {}, [20, 30]],
  ['random', 20, { wires: 19, seed: 7 }, [20, 19]],
] as const)(
  '%s %i %j has the nodes and wires it should, and nothing is wrong with it',
  (name, n, options, expected) => {
    for (const ipv6 of ['off', 'on']) {
      const doc = named(name).generate(n, { ...options, ipv6 })
      expect(counts(doc)).toEqual(expected)
      expect(validateDocument(doc)).toEqual([])
    }
  },
)

test('every generator tells its parameters, works at its smallest, and at a thousand in moments', () => {
  for (const { name, summary, parameters, generate } of generators) {
    expect(summary.length).toBeGreaterThan(10)
    const [first] = parameters
    if (first.type !== 'integer') throw new Error(`${name} has no size`)
    expect(first.default).toBeNull()
    expect(validateDocument(generate(first.min)), name).toEqual([])
    expect(() => generate(first.min - 1)).toThrow(` takes ${first.min} to ${first.max} ${first.noun}`)
    const many = { tree: 9, cube: 9, clique: 40, grid: 30, torus: 30, bipartite: 30, 'fat-tree': 12 }[name] ?? 1000
    expect(validateDocument(generate(many)), name).toEqual([])
  }
})

test('what stands where can be chosen, and switches in a loop run spanning tree', () => {
  const doc = named('ring').generate(4, { node: 'switch' })
  expect(nodes(doc).flatMap((node) => (node.kind === 'switch' ? [node.switch?.stp] : []))).toEqual(
    Array(4).fill('rstp'),
  )
  const stars = named('star-of-stars').generate(2, { leaf: 'zone' })
  expect(nodes(stars).filter(({ kind }) => kind === 'zone')).toHaveLength(8)
  expect(nodes(stars).every((node) => node.switch === null)).toBe(true)
  expect(named('chain').generate(2, { node: 'zone-router', end: 'host' }).records.get('node:zone1')).toMatchObject({
    role: 'router',
  })
})

test('one seed gives one lab, another seed another', () => {
  const at = (seed: number) => serialize(named('random').generate(30, { seed }))
  expect(at(3)).toBe(at(3))
  expect(at(3)).not.toBe(at(4))
})

test('a random lab is what drawing it makes, IPv6 included', () => {
  for (const ipv6 of ['off', 'on']) {
    const doc = named('random').generate(12, { ipv6 })
    const order = Array.from({ length: 12 }, (_, i) => `node:router${i + 1}`)
    const nodeOf = (iface: IfaceId) => order.indexOf(record(doc, iface).node)
    const wires = links(doc)
      .toSorted((x, y) => (record(doc, x.a).mac < record(doc, y.a).mac ? -1 : 1))
      .map(({ a, b }) => [nodeOf(a), nodeOf(b)] as const)
    const byHand = drawn(doc, Array<AddNode>(12).fill(router), wires)
    expect(new Map(doc.records)).toEqual(new Map(byHand.records))
  }
})

test('positions are apart', () => {
  for (const { name, generate } of generators) {
    const doc = generate(name === 'fat-tree' ? 6 : 9)
    expect(new Set(layouts(doc).map(({ x, y }) => `${x} ${y}`)).size, name).toBe(nodes(doc).length - 1)
  }
})

test('a shape that would go over the edge of the canvas is drawn smaller', () => {
  const xs = layouts(named('bipartite').generate(16_000, { right: 1 })).map(({ x }) => x)
  expect(Math.max(...xs)).toBe(1e6)
  expect(Math.min(...xs)).toBe(-1e6)
  expect(new Set(xs).size).toBe(16_001)
})

test('a star of thousands has a subnet wide enough', () => {
  const doc = named('star').generate(5000, { ipv6: 'on' })
  const addresses = ifacesOf(doc, 'node:pc5000')[0].addresses.map(({ address }) => address)
  expect(addresses).toEqual(['10.0.19.155/19', 'fc00::5019/64'])
  expect(links(doc)).toHaveLength(5000)
})

test('sizes that make no sense are refused with what would', () => {
  expect(() => ring(2)).toThrow('A ring takes 3 to 65536 routers, not 2.')
  expect(() => chain(1.5)).toThrow('A chain takes 1 to 65535 routers, not 1.5.')
  expect(() => named('grid').generate(500)).toThrow('500 × 500 are more than 32000 nodes; take fewer.')
  expect(() => named('fat-tree').generate(5)).toThrow('A fat-tree takes an even number of pods, not 5.')
  expect(() => named('grid').generate(5, { columns: 0 })).toThrow('A grid takes 1 to 10000 columns, not 0.')
  expect(() => named('grid').generate(5, { colums: 3 })).toThrow(
    'A grid knows no colums; it takes rows, columns, node, ipv6.',
  )
  expect(() => named('grid').generate(5, { node: 'modem' })).toThrow(
    "modem cannot be a grid's node; it is one of router,",
  )
  expect(() => named('random').generate(5, { wires: 3 })).toThrow('5 routers all connected take 4 to 10 wires, not 3.')
})
