import { expect, test } from 'vitest'
import type { Ink } from './ink.ts'
import { NAME_ZOOM, OWN_NAME_ZOOM, placeName } from './node-names.ts'

const ink = { sans: 'Sans' } as Ink
const ctx = { font: '', measureText: (text: string) => ({ width: text.length * 7 }) } as CanvasRenderingContext2D
const at = (name: string, zoom: number, whole = false) =>
  placeName(ctx, name, 100, 100, whole, { x: 0, y: 0, zoom, width: 500, height: 500 }, ink)

test('a name is shortened alike at every distance, and in a picture not at all', () => {
  const long = 'edge-router-of-the-second-building'
  const near = at(long, 1).text
  expect(near).toMatch(/^edge-router.*…$/)
  for (const zoom of [NAME_ZOOM, 0.5, OWN_NAME_ZOOM, 2]) expect(at(long, zoom).text).toBe(near)
  expect(at(long, 1, true).text).toBe(long)
  expect(at('pc1', 1).text).toBe('pc1')
})

test('its room is that of the words, below the tile, and no smaller than can be read', () => {
  const { box } = at('router12', 1)
  expect(box).toEqual({ left: 100 - 28 - 5, right: 100 + 28 + 5, top: 131, bottom: 149 })
  const tall = (zoom: number) => at('router12', zoom).box.bottom - at('router12', zoom).box.top
  expect(tall(NAME_ZOOM)).toBeCloseTo(tall(OWN_NAME_ZOOM))
  expect(tall(2)).toBeCloseTo(36)
})
