import { documentOf, isNodeId, type NodeId, ring, type TopologyRecord } from '@etherloom/topology'
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

  test('on a narrow screen long names at the edges are seen whole', () => {
    const document = documentOf(
      [...ring(12).records.values()].map((record) =>
        isNodeId(record.id) ? { ...record, name: `distribution-${record.id.slice(5)}` } : record,
      ) as TopologyRecord[],
    )
    const phone = { width: 390, height: 500, map: null }
    const view = fitViewport(document, phone)
    // Nine pixels are the least that is read, and a name is cut at 122 of 13.
    const half = ((122 / 13) * Math.max(9, 13 * view.zoom)) / 2
    for (const { id } of drawingOf(document).nodes) {
      const x = placeOf(document, id as NodeId).x * view.zoom + view.x
      expect(x - half).toBeGreaterThanOrEqual(0)
      expect(x + half).toBeLessThanOrEqual(phone.width)
    }
  })

  test('a drawing of any size can be zoomed out to where it is seen whole', () => {
    const document = ring(10_000)
    expect(minZoomFor(boundsOf(document))).toBeLessThan(fitViewport(document, area).zoom)
    expect(minZoomFor(null)).toBeLessThan(1)
  })
})
