import { expect, test } from 'vitest'
import { shiftFor } from './clear-view.ts'

const view = { x: 0, y: 0, zoom: 1, width: 900, height: 480 }

test('ends beside and below the card stay where they are', () => {
  expect(
    shiftFor(
      [
        { x: 600, y: 60 },
        { x: 100, y: 400 },
      ],
      view,
    ),
  ).toBeNull()
})

test('an end under the card moves down with all the others, while they can still be seen', () => {
  const shift = shiftFor(
    [
      { x: 100, y: 200 },
      { x: 800, y: 200 },
    ],
    view,
  )!
  expect(shift.x).toBe(0)
  expect(
    shiftFor(
      [
        { x: 100, y: 200 + shift.y },
        { x: 800, y: 200 + shift.y },
      ],
      view,
    ),
  ).toBeNull()
})

test('else to the side; and where there is no room at all, nothing moves', () => {
  expect(
    shiftFor(
      [
        { x: 100, y: 100 },
        { x: 200, y: 420 },
      ],
      view,
    )!.y,
  ).toBe(0)
  expect(
    shiftFor(
      [
        { x: 100, y: 100 },
        { x: 850, y: 420 },
      ],
      view,
    ),
  ).toBeNull()
})
