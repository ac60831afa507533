import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LINES, legible, WORDS } from './legible.ts'

const [dark, light] = ['rgb(13, 16, 20)', '#eef1f4']

test('a colour that can be read stays as it was chosen', () => {
  expect(legible('#ff8800', dark, WORDS)).toBe('#ff8800')
  expect(legible('#000080', light, WORDS)).toBe('#000080')
})

test('a dark one becomes lighter on a dark ground, a light one darker on a light ground; the hue stays', () => {
  expect(legible('#000000', dark, WORDS)).toMatch(/^#(..)\1\1$/)
  const blue = legible('#000080', dark, WORDS)
  expect(Number.parseInt(blue.slice(5), 16)).toBe(255)
  expect(blue.slice(1, 3)).toBe(blue.slice(3, 5))
  expect(legible('#ffff99', light, WORDS)).toMatch(/^#[4-8].[4-8].[0-3]/)
})

test('whatever the colour and the ground, it can be read', () => {
  const color = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`)
  fc.assert(
    fc.property(color, color, fc.constantFrom(WORDS, LINES), (chosen, ground, contrast) => {
      const drawn = legible(chosen, ground, contrast)
      expect(legible(drawn, ground, contrast), 'enough is enough').toBe(drawn)
    }),
  )
})
