import { addNode, type NodeId } from '@etherloom/topology'
import { documentStore } from '../stores/document.ts'
import type { Place } from '../stores/drawing.ts'
import { select } from '../stores/session.ts'
import { currentCanvas } from '../stores/sheet.ts'
import { edit } from '../transport/lab.ts'
import { freePlace } from './free-place.ts'
import type { PaletteItem } from './palette-items.ts'

/** The node that was placed; null when that was refused. */
export function placeNode(item: PaletteItem, at: Place): NodeId | null {
  const position = { x: Math.round(at.x), y: Math.round(at.y) }
  const operation = edit((document) => {
    const canvas = currentCanvas(document)
    return addNode(document, { kind: item.kind, role: item.role, position, canvas })
  })
  const added = operation && Object.keys(operation.diff.added).find((id) => id.startsWith('node:'))
  if (!added) return null
  select([added as NodeId])
  return added as NodeId
}

/** For the keyboard: at the middle of the view, or the nearest free place around it. */
export function placeNear(item: PaletteItem, middle: Place): NodeId | null {
  return placeNode(item, freePlace(documentStore.getState().document, middle))
}
