import { addNode, applyDiff, emptyDocument } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { drawingOf, placeOf } from '../stores/drawing.ts'
import { freePlace } from './free-place.ts'

test('nodes placed by the keyboard spread around the middle without covering one another', () => {
  let document = emptyDocument()
  for (let n = 0; n < 30; n++) {
    const position = freePlace(document, { x: 5, y: -7 })
    document = applyDiff(document, addNode(document, { kind: 'switch', position }).diff)
  }
  const places = drawingOf(document).nodes.map((node) => placeOf(document, node.id))
  expect(places[0]).toMatchObject({ x: 5, y: -7 })
  for (const [i, a] of places.entries())
    for (const b of places.slice(i + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThanOrEqual(96)
})
