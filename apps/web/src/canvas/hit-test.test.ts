import type { NodeId } from '@etherloom/topology'
import { describe, expect, test } from 'vitest'
import type { DrawnEdge } from '../stores/drawing.ts'
import { EDGE_ROW, edgeLength, layOutEdges, pointAt, SHOWN, X1, X2, Y1 } from './edge-geometry.ts'
import { edgeAt } from './hit-test.ts'
import { NAME_HEIGHT, NODE_SIZE } from './node-size.ts'
import { visibleEdges } from './paint-edges.ts'

const places: { [id: string]: { x: number; y: number } } = {
  'node:left': { x: 0, y: 0 },
  'node:right': { x: 300, y: 0 },
  'node:below': { x: 0, y: 300 },
}
const centerOf = (id: NodeId) => places[id] ?? null
const edge = (a: string, b: string, lane = 0, more: Partial<DrawnEdge> = {}): DrawnEdge =>
  ({ id: `link:${a}-${b}-${lane}`, a: `node:${a}`, b: `node:${b}`, lane, ...more }) as unknown as DrawnEdge
const bends = [
  { x: 150, y: 200 },
  { x: 220, y: 40 },
]

describe('where edges run', () => {
  test('an edge leaves a tile at its border, and below the name when it goes down', () => {
    const rows = layOutEdges([edge('left', 'right'), edge('left', 'below')], centerOf)
    expect(rows[X1]).toBeGreaterThan(NODE_SIZE / 2)
    expect(rows[X2]).toBeLessThan(300 - NODE_SIZE / 2)
    expect(rows[EDGE_ROW + 1]).toBeGreaterThanOrEqual(NODE_SIZE / 2 + NAME_HEIGHT)
  })

  test('an edge to a node that is not drawn, or to itself, is not shown', () => {
    const rows = layOutEdges([edge('left', 'gone'), edge('left', 'left')], centerOf)
    expect([rows[SHOWN], rows[EDGE_ROW + SHOWN]]).toEqual([0, 0])
    expect(edgeAt(rows, 2, 0, 0, 1000)).toBe(-1)
  })
})

describe('what lies under the pointer', () => {
  const edges = [
    edge('left', 'right'),
    edge('left', 'below'),
    edge('left', 'right', 1),
    edge('left', 'right', -1),
    edge('left', 'right', 2, { bends }),
  ]
  const rows = layOutEdges(edges, centerOf)

  test.each([
    ['on the level edge', 150, 2, 0],
    ['on the upright edge', -3, 150, 1],
    ['between both, near neither', 150, 150, -1],
    ['beyond the end', 400, 0, -1],
  ])('%s', (_, x, y, found) => expect(edgeAt(rows, edges.length, x, y, 6)).toBe(found))

  test('parallel edges bend apart, and each is found on its own curve', () => {
    const at = new Float64Array(4)
    for (const i of [2, 3]) {
      pointAt(rows, i, 0.5, at)
      expect(Math.abs(at[1]!)).toBeGreaterThan(20)
      expect(edgeAt(rows, edges.length, at[0]!, at[1]!, 4)).toBe(i)
    }
  })

  test('an edge that bends is found along its bends, and half way is half of its length', () => {
    expect(edgeAt(rows, edges.length, 150, 199, 6)).toBe(4)
    expect(edgeAt(rows, edges.length, 220, 40, 6)).toBe(4)
    const at = new Float64Array(4)
    let length = 0
    let half = 0
    pointAt(rows, 4, 0, at)
    let [px, py] = [at[0]!, at[1]!]
    for (let step = 1; step <= 2000; step++) {
      pointAt(rows, 4, step / 2000, at)
      length += Math.hypot(at[0]! - px, at[1]! - py)
      ;[px, py] = [at[0]!, at[1]!]
      if (step === 1000) half = length
    }
    expect(length).toBeCloseTo(edgeLength(rows, 4), 0)
    expect(half).toBeCloseTo(length / 2, 0)
  })

  test('the points of edges that bend are not taken for edges', () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ x: 10 * i, y: 7 * i }))
    const bent = [edge('left', 'right', 0, { bends: many }), edge('left', 'below', 0, { bends: many })]
    const laid = layOutEdges(bent, centerOf)
    const view = { x: 500, y: 500, zoom: 1, width: 2000, height: 2000 }
    expect(visibleEdges(laid, bent.length, view)).toEqual([0, 1])
    expect(edgeAt(laid, bent.length, 5000, 5000, 6)).toBe(-1)
  })

  test('a stub ends where it is put, not at the other node', () => {
    const stub = { end: 'b' as const, at: { x: 200, y: 100 }, words: 'left', away: true }
    const only = layOutEdges([edge('left', 'right', 0, { stub })], centerOf)
    expect([only[X1], only[Y1]]).toEqual([200, 100])
    expect(edgeAt(only, 1, 205, 95, 6)).toBe(0)
    expect(edgeAt(only, 1, 150, 0, 6)).toBe(-1)
  })

  test('agrees with a walk along each edge, for random points', () => {
    const at = new Float64Array(4)
    // A fixed linear congruence: the same points in every run.
    let seed = 12345
    const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648
    for (let n = 0; n < 400; n++) {
      const x = random() * 400 - 50
      const y = random() * 400 - 50
      let nearest = Infinity
      for (let i = 0; i < edges.length; i++)
        for (let step = 0; step <= 400; step++) {
          pointAt(rows, i, step / 400, at)
          nearest = Math.min(nearest, Math.hypot(at[0]! - x, at[1]! - y))
        }
      // Near the limit the walk's own steps decide; elsewhere both must agree.
      if (Math.abs(nearest - 8) > 1) expect(edgeAt(rows, edges.length, x, y, 8) >= 0).toBe(nearest < 8)
    }
  })
})
