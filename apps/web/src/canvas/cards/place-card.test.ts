import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeBeside } from './place-card.ts'

const room = { width: 1000, height: 600 }

test('a card stands beside its spot: right of it, or left where the room ends', () => {
  expect(placeBeside({ x: 100, y: 100 }, { width: 300, height: 200 }, room)).toEqual({ x: 116, y: 116 })
  expect(placeBeside({ x: 900, y: 550 }, { width: 300, height: 200 }, room)).toEqual({ x: 584, y: 334 })
})

test('a card that fits is in the room as a whole, wherever its spot is', () => {
  const spot = fc.record({ x: fc.integer({ min: 0, max: 1000 }), y: fc.integer({ min: 0, max: 600 }) })
  const size = fc.record({ width: fc.integer({ min: 10, max: 900 }), height: fc.integer({ min: 10, max: 500 }) })
  fc.assert(
    fc.property(spot, size, (at, card) => {
      const { x, y } = placeBeside(at, card, room)
      expect(x).toBeGreaterThanOrEqual(0)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(x + card.width).toBeLessThanOrEqual(room.width)
      expect(y + card.height).toBeLessThanOrEqual(room.height)
    }),
  )
})
