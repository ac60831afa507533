import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeBeside } from './place-card.ts'

const room = { x: 0, y: 0, width: 1000, height: 600 }
const spot = (x: number, y: number) => ({ x, y, width: 0, height: 0 })

test('a card stands beside its spot: right of it, or left where the room ends', () => {
  expect(placeBeside(spot(100, 100), { width: 300, height: 200 }, room)).toMatchObject({ x: 116, y: 116 })
  expect(placeBeside(spot(900, 550), { width: 300, height: 200 }, room)).toMatchObject({ x: 584, y: 334 })
})

test('a card that fits is in the room as a whole, wherever its spot is', () => {
  const place = fc.record({ x: fc.integer({ min: 0, max: 1000 }), y: fc.integer({ min: 0, max: 600 }) })
  const size = fc.record({ width: fc.integer({ min: 10, max: 900 }), height: fc.integer({ min: 10, max: 500 }) })
  fc.assert(
    fc.property(place, size, ({ x: left, y: top }, card) => {
      const { x, y } = placeBeside(spot(left, top), card, room)
      expect(x).toBeGreaterThanOrEqual(0)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(x + card.width).toBeLessThanOrEqual(room.width)
      expect(y + card.height).toBeLessThanOrEqual(room.height)
    }),
  )
})

test('in a low room it lies beside the node or above the link that is looked at, and not on it', () => {
  const low = { x: 0, y: 0, width: 900, height: 320 }
  const tile = { x: 400, y: 130, width: 56, height: 76 }
  const corners = [tile.x, tile.x + tile.width].flatMap((x) => [tile.y, tile.y + tile.height].map((y) => ({ x, y })))
  const { x } = placeBeside(tile, { width: 400, height: 280 }, low, corners)
  expect(x >= tile.x + tile.width || x + 400 <= tile.x).toBe(true)
  const link = Array.from({ length: 20 }, (_, i) => ({ x: 100 + i * 35, y: 240 }))
  const { y } = placeBeside(spot(400, 240), { width: 376, height: 200 }, low, link)
  expect(y + 200).toBeLessThan(240)
})

test('it does not cover what is pointed at to spare a longer line, and says when it cannot help it', () => {
  const small = { x: 50, y: 40, width: 500, height: 300 }
  const tile = { x: 270, y: 160, width: 60, height: 60 }
  const middle = { x: 300, y: 190 }
  const line = Array.from({ length: 40 }, (_, i) => ({ x: 560 - i * 6, y: 60 + i * 2 }))
  const above = placeBeside(tile, { width: 400, height: 90 }, small, [middle, ...line])
  expect(above.covers).toBe(false)
  expect(above.y + 90 <= 184 || above.y >= 196).toBe(true)
  expect(placeBeside(tile, { width: 400, height: 250 }, small, [middle]).covers).toBe(true)
})
