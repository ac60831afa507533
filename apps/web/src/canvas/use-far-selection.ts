// Selecting with a box when the nodes are pixels: React Flow draws the box, but knows too few nodes to say what is in it.
import type { NodeId } from '@etherloom/topology'
import { useEffect } from 'react'
import { documentStore } from '../stores/document.ts'
import { placeOf } from '../stores/drawing.ts'
import { select } from '../stores/session.ts'
import { sheetOf } from '../stores/sheet.ts'
import type { FlowStoreApi } from './flow-nodes.ts'

export function useFarSelection(store: FlowStoreApi, far: boolean): void {
  useEffect(() => {
    if (!far) return
    let last: unknown = null
    return store.subscribe(({ userSelectionActive, userSelectionRect: box, transform: [x, y, zoom] }) => {
      if (!userSelectionActive || !box || box === last) return
      last = box
      const { document } = documentStore.getState()
      const inside = (id: NodeId): boolean => {
        const place = placeOf(document, id)
        const sx = place.x * zoom + x
        const sy = place.y * zoom + y
        return sx >= box.x && sy >= box.y && sx <= box.x + box.width && sy <= box.y + box.height
      }
      select(
        sheetOf(document)
          .nodes.filter(({ id }) => inside(id))
          .map(({ id }) => id),
      )
    })
  }, [store, far])
}
