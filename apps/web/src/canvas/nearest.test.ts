import { addNode, applyDiff, emptyDocument, generators, type TopologyDocument } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { drawingOf, placeOf } from '../stores/drawing.ts'
import { sheetOf } from '../stores/sheet.ts'
import { nearestNode, nextOf } from './nearest.ts'

const at = (...points: [name: string, x: number, y: number][]): TopologyDocument => {
  let doc = emptyDocument()
  for (const [name, x, y] of points) doc = applyDiff(doc, addNode(doc, { kind: 'jail', name, position: { x, y } }).diff)
  return doc
}

test('the next node in a direction is the one ahead, not the nearer one aside', () => {
  const doc = at(['here', 0, 0], ['ahead', 300, 20], ['aside', 150, 140], ['behind', -50, 0])
  expect(nextOf(sheetOf(doc).places, { x: 0, y: 0 }, 'right')).toBe('node:ahead')
  expect(nextOf(sheetOf(doc).places, { x: 0, y: 0 }, 'down')).toBe('node:aside')
  expect(nextOf(sheetOf(doc).places, { x: 0, y: 0 }, 'left')).toBe('node:behind')
  expect(nextOf(sheetOf(doc).places, { x: 0, y: 0 }, 'up')).toBeNull()
  expect(nearestNode(doc, { x: 160, y: 120 })).toBe('node:aside')
})

test.each(generators.map((generator) => [generator.name, generator] as const))(
  'every node of a %s is reached by arrows alone',
  (_, generator) => {
    const [size] = generator.parameters
    const doc = generator.generate(Math.max(4, size!.type === 'integer' ? size!.min : 4))
    const all = drawingOf(doc).nodes.map(({ id }) => id)
    const reached = new Set([all[0]!])
    for (const id of reached)
      for (const direction of ['left', 'right', 'up', 'down'] as const) {
        const next = nextOf(sheetOf(doc).places, placeOf(doc, id), direction, id)
        if (next) reached.add(next)
      }
    expect(reached.size).toBe(all.length)
  },
)
