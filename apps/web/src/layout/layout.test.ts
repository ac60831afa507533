import { type GeneratorOptions, generators } from '@etherloom/topology'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawingOf } from '../stores/drawing.ts'
import { Graph, type LayoutInput } from './graph.ts'
import { type LayoutKind, layOut, layoutKinds } from './layout.ts'
import { inputOf } from './layout-input.ts'
import { spread } from './spread.ts'

const lab = (shape: string, size: number, options: GeneratorOptions = {}) =>
  generators.find(({ name }) => name === shape)!.generate(size, options)

function inputFor(shape: string, size: number, options: GeneratorOptions = {}): LayoutInput {
  const document = lab(shape, size, options)
  return inputOf(document, [...drawingOf(document).places.keys()])
}

/** Pairs whose boxes overlap. */
function overlaps({ sizes }: LayoutInput, places: Float64Array): number {
  let count = 0
  for (let a = 0; a < sizes.length / 2; a++)
    for (let b = 0; b < a; b++)
      if (
        Math.abs(places[2 * a]! - places[2 * b]!) < (sizes[2 * a]! + sizes[2 * b]!) / 2 - 1 &&
        Math.abs(places[2 * a + 1]! - places[2 * b + 1]!) < (sizes[2 * a + 1]! + sizes[2 * b + 1]!) / 2 - 1
      )
        count++
  return count
}

function middle(places: Float64Array): [number, number] {
  let [x, y] = [0, 0]
  for (let i = 0; i < places.length; i += 2) {
    x += places[i]!
    y += places[i + 1]!
  }
  return [(2 * x) / places.length, (2 * y) / places.length]
}

const shapes: readonly (readonly [shape: string, size: number])[] = [
  ['chain', 12],
  ['ring', 9],
  ['star', 60],
  ['wheel', 8],
  ['tree', 5],
  ['star-of-stars', 6],
  ['grid', 6],
  ['clique', 7],
  ['bipartite', 5],
  ['fat-tree', 4],
  ['random', 120],
]

describe.each(layoutKinds)('%s', (kind: LayoutKind) => {
  test.each(shapes)('of a %s of %i: nobody stands on another, and the middle stays', (shape, size) => {
    const input = inputFor(shape, size)
    const places = layOut(kind, input)
    expect(overlaps(input, places)).toBe(0)
    const [x, y] = middle(input.places)
    expect(middle(places)[0]).toBeCloseTo(x, -0.5)
    expect(middle(places)[1]).toBeCloseTo(y, -0.5)
    expect(layOut(kind, input), 'the same again').toEqual(places)
  })

  test('one node stays, and nothing is nothing', () => {
    const none = {
      places: new Float64Array(),
      sizes: new Float64Array(),
      wires: new Uint32Array(),
      ends: new Uint8Array(),
    }
    expect(layOut(kind, none)).toHaveLength(0)
    const one = { ...none, places: Float64Array.of(40, -7), sizes: Float64Array.of(56, 78), ends: Uint8Array.of(0) }
    expect([...layOut(kind, one)]).toEqual([40, -7])
  })

  test('whatever is wired to what, it ends with every node somewhere of its own', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 30 }),
        fc.array(fc.tuple(fc.nat(29), fc.nat(29)), { maxLength: 60 }),
        (n, pairs) => {
          const wires = pairs.filter(([a, b]) => a < n && b < n && a !== b).flat()
          const input: LayoutInput = {
            // All in one place: the worst there is.
            places: new Float64Array(2 * n),
            sizes: new Float64Array(2 * n).fill(70),
            wires: Uint32Array.from(wires),
            ends: Uint8Array.from({ length: n }, (_, i) => i % 2),
          }
          const places = layOut(kind, input)
          expect([...places].every(Number.isFinite)).toBe(true)
          expect(overlaps(input, places)).toBe(0)
        },
      ),
      { numRuns: 25 },
    )
  })
})

test('layers: hosts at the bottom, then access, then core; a tree without crossings', () => {
  const document = lab('fat-tree', 4)
  const ids = [...drawingOf(document).places.keys()]
  const places = layOut('layers', inputOf(document, ids))
  const ys = (prefix: string) => [
    ...new Set(ids.flatMap((id, i) => (id.startsWith(prefix) ? [places[2 * i + 1]!] : []))),
  ]
  expect(ys('node:pc')).toHaveLength(1)
  expect(Math.max(...ys('node:router'), ...ys('node:switch'))).toBeLessThan(ys('node:pc')[0]!)
  expect(new Set([...ys('node:router'), ...ys('node:switch')]).size).toBe(3)

  const tree = inputFor('tree', 5)
  const at = layOut('layers', tree)
  const lines = Array.from(
    { length: tree.wires.length / 2 },
    (_, w) => [tree.wires[2 * w]!, tree.wires[2 * w + 1]!] as const,
  )
  const crossed = lines.some(([a, b], i) =>
    lines.slice(0, i).some(([c, d]) => {
      if (at[2 * a + 1] !== at[2 * c + 1] || at[2 * b + 1] !== at[2 * d + 1]) return false
      return (at[2 * a]! - at[2 * c]!) * (at[2 * b]! - at[2 * d]!) < 0
    }),
  )
  expect(crossed).toBe(false)
})

test('circle: a ring stands in the order in which it is wired', () => {
  const input = inputFor('ring', 12)
  const at = layOut('circle', input)
  const lengths = Array.from({ length: 12 }, (_, w) => {
    const [a, b] = [input.wires[2 * w]!, input.wires[2 * w + 1]!]
    return Math.hypot(at[2 * a]! - at[2 * b]!, at[2 * a + 1]! - at[2 * b + 1]!)
  })
  expect(Math.max(...lengths) / Math.min(...lengths)).toBeLessThan(1.1)
})

test('spread: in order, apart, and where nothing is in the way exactly where wished', () => {
  expect(spread([0, 100, 200], [10, 10])).toEqual([0, 100, 200])
  expect(spread([0, 0, 0], [10, 10])).toEqual([-10, 0, 10])
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }),
      fc.integer({ min: 1, max: 50 }),
      (wishes, gap) => {
        const placed = spread(
          wishes,
          wishes.slice(1).map(() => gap),
        )
        for (let i = 1; i < placed.length; i++) expect(placed[i]! - placed[i - 1]!).toBeGreaterThanOrEqual(gap - 1e-6)
        const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length
        expect(mean(placed)).toBeCloseTo(mean(wishes), 6)
      },
    ),
  )
})

test('a graph knows its parts, its edge and its middle', () => {
  const graph = new Graph(inputFor('chain', 5))
  expect(graph.components()).toHaveLength(1)
  expect(graph.degree(graph.outermost(graph.components()[0]!))).toBe(1)
  const document = lab('chain', 5)
  expect([...drawingOf(document).places.keys()][graph.innermost(graph.components()[0]!)]).toBe('node:router3')
})
