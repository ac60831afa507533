import { chain, star } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { alike, inverted, linksAmong, withNeighbors } from './select-more.ts'

test('neighbors, and theirs', () => {
  const doc = chain(3)
  const once = withNeighbors(doc, ['node:pc1'])
  expect(once).toEqual(['node:pc1', 'node:router1'])
  expect(withNeighbors(doc, once)).toEqual(['node:pc1', 'node:router1', 'node:router2'])
  expect(withNeighbors(doc, ['link:pc1-router1'])).toEqual(['link:pc1-router1', 'node:pc1', 'node:router1'])
})

test('all of a kind, the rest, and the links among them', () => {
  const doc = star(3)
  expect(alike(doc, ['node:pc2'])).toEqual(['node:pc1', 'node:pc2', 'node:pc3'])
  expect(inverted(doc, ['node:pc2', 'node:switch1'])).toEqual(['node:pc1', 'node:pc3'])
  expect(linksAmong(doc, ['node:pc2', 'node:switch1'])).toEqual(['link:pc2-switch1'])
})
