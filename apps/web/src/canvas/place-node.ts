import { addNode, type NodeId, type TopologyDocument } from '@etherloom/topology'
import { documentStore } from '../stores/document.ts'
import { type Place, placeOf } from '../stores/drawing.ts'
import { select } from '../stores/session.ts'
import { currentCanvas, sheetOf } from '../stores/sheet.ts'
import { edit } from '../transport/lab.ts'
import type { PaletteItem } from './palette-items.ts'

const STEP = 120

export function placeNode(item: PaletteItem, at: Place): void {
  const position = { x: Math.round(at.x), y: Math.round(at.y) }
  const operation = edit((document) => {
    const canvas = currentCanvas(document)
    return addNode(document, { kind: item.kind, role: item.role, position, canvas })
  })
  const added = operation && Object.keys(operation.diff.added).find((id) => id.startsWith('node:'))
  if (added) select([added as NodeId])
}

/** For the keyboard: at the middle of the view, or the nearest free place around it. */
export function placeNear(item: PaletteItem, middle: Place): void {
  placeNode(item, freePlace(documentStore.getState().document, middle))
}

export function freePlace(document: TopologyDocument, middle: Place): Place {
  const taken = sheetOf(document).nodes.map((node) => placeOf(document, node.id))
  const isFree = (place: Place) =>
    taken.every(({ x, y }) => Math.abs(x - place.x) >= STEP * 0.8 || Math.abs(y - place.y) >= STEP * 0.8)
  for (let ring = 0; ; ring++)
    for (let dy = -ring; dy <= ring; dy++)
      for (let dx = -ring; dx <= ring; dx++) {
        if (Math.max(Math.abs(dx), Math.abs(dy)) !== ring) continue
        const place = { x: middle.x + dx * STEP, y: middle.y + dy * STEP }
        if (isFree(place)) return place
      }
}
