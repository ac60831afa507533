import type { NodeId } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { heldAt } from './guides.ts'

const others: (readonly [NodeId, { x: number; y: number }])[] = [
  ['node:a', { x: 100, y: 0 }],
  ['node:b', { x: 100, y: 300 }],
  ['node:c', { x: 400, y: 304 }],
]

test('a node nearly level with others is held there, and the line goes through all of them', () => {
  expect(heldAt({ x: 103, y: 150 }, others, 5)).toEqual({
    place: { x: 100, y: 150 },
    guides: [{ axis: 'x', at: 100, from: 0, to: 300 }],
  })
  // Of two that are near, the nearer one.
  expect(heldAt({ x: 250, y: 303 }, others, 5)).toEqual({
    place: { x: 250, y: 304 },
    guides: [{ axis: 'y', at: 304, from: 250, to: 400 }],
  })
  expect(heldAt({ x: 401, y: 1 }, others, 5).guides).toHaveLength(2)
})

test('far from all of them it is free', () => {
  expect(heldAt({ x: 250, y: 150 }, others, 5)).toEqual({ place: { x: 250, y: 150 }, guides: [] })
})
