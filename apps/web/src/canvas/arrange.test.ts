import type { NodeId } from '@etherloom/topology'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Place } from '../stores/drawing.ts'
import { align, distribute, GRID, type Places, snap } from './arrange.ts'

const places: Places = new Map<NodeId, Place>([
  ['node:a', { x: 10, y: 0 }],
  ['node:b', { x: 50, y: 90 }],
  ['node:c', { x: 20, y: 40 }],
])
const after = (moved: Places) =>
  Object.fromEntries([...places, ...moved].map(([id, { x, y }]) => [id.slice(5), [x, y]]))

test.each([
  ['left', { a: [10, 0], b: [10, 90], c: [10, 40] }],
  ['center', { a: [30, 0], b: [30, 90], c: [30, 40] }],
  ['right', { a: [50, 0], b: [50, 90], c: [50, 40] }],
  ['top', { a: [10, 0], b: [50, 0], c: [20, 0] }],
  ['middle', { a: [10, 45], b: [50, 45], c: [20, 45] }],
  ['bottom', { a: [10, 90], b: [50, 90], c: [20, 90] }],
] as const)('aligned %s', (side, wanted) => expect(after(align(places, side))).toEqual(wanted))

test('distributed: the outermost stay, the others keep their order', () => {
  expect(after(distribute(places, 'x'))).toEqual({ a: [10, 0], c: [30, 40], b: [50, 90] })
  expect(after(distribute(places, 'y'))).toEqual({ a: [10, 0], c: [20, 45], b: [50, 90] })
})

const anywhere = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: -5000, max: 5000 }), fc.integer()), {
    minLength: 1,
    selector: ([id]) => id,
  })
  .map((list) => new Map<NodeId, Place>(list.map(([id, x, y]) => [`node:${id}`, { x, y: y % 5000 }])))

test('done twice, nothing more moves', () => {
  fc.assert(
    fc.property(anywhere, (some) => {
      for (const arrange of [snap, (each: Places) => align(each, 'left'), (each: Places) => distribute(each, 'y')]) {
        const once = new Map([...some, ...arrange(some)])
        expect(arrange(once).size).toBe(0)
      }
      for (const { x, y } of snap(some).values()) expect([Math.abs(x % GRID), Math.abs(y % GRID)]).toEqual([0, 0])
    }),
  )
})
