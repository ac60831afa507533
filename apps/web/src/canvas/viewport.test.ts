import { type NodeId, ring } from '@etherloom/topology'
import { describe, expect, test } from 'vitest'
import { drawingOf, placeOf } from '../stores/drawing.ts'
import { NODE_SIZE } from './node-size.ts'
import { boundsOf, fitViewport, minZoomFor } from './viewport.ts'

const area = { width: 1000, height: 600, map: { width: 180, height: 126 } }

describe('fit', () => {
  test.each([3, 5, 14, 60])('a ring of %d is seen whole, and no node lies under the map', (count) => {
    const document = ring(count)
    const view = fitViewport(document, area)
    const half = (NODE_SIZE / 2) * view.zoom
    for (const { id } of drawingOf(document).nodes) {
      const place = placeOf(document, id as NodeId)
      const x = place.x * view.zoom + view.x
      const y = place.y * view.zoom + view.y
      expect(x - half).toBeGreaterThanOrEqual(0)
      expect(y - half).toBeGreaterThanOrEqual(0)
      expect(x + half).toBeLessThanOrEqual(area.width)
      expect(y + half).toBeLessThanOrEqual(area.height)
      expect(x + half > area.width - area.map.width && y + half > area.height - area.map.height).toBe(false)
    }
  })

  test('a drawing of any size can be zoomed out to where it is seen whole', () => {
    const document = ring(10_000)
    expect(minZoomFor(boundsOf(document))).toBeLessThan(fitViewport(document, area).zoom)
    expect(minZoomFor(null)).toBeLessThan(1)
  })
})
