import { expect, test } from 'vitest'
import { pinched } from './pinched.ts'

const view = { x: 10, y: 20, zoom: 1 }
const fingers = [
  { x: 100, y: 100 },
  { x: 200, y: 100 },
] as const

test('what lies between two fingers stays there while they spread, move and come together', () => {
  const wide = [
    { x: 60, y: 150 },
    { x: 260, y: 150 },
  ] as const
  const after = pinched(view, fingers, wide, 0.1, 3)
  expect(after.zoom).toBe(2)
  const at = { x: (150 - view.x) / view.zoom, y: (100 - view.y) / view.zoom }
  expect({ x: at.x * after.zoom + after.x, y: at.y * after.zoom + after.y }).toEqual({ x: 160, y: 150 })
  expect(pinched(view, fingers, fingers, 0.1, 3)).toEqual(view)
})

test('they zoom no further than the drawing can be', () => {
  const far = [
    { x: 0, y: 100 },
    { x: 1000, y: 100 },
  ] as const
  expect(pinched(view, fingers, far, 0.1, 3).zoom).toBe(3)
  expect(pinched(view, far, fingers, 0.5, 3).zoom).toBe(0.5)
})
