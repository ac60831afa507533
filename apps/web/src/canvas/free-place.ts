// Where a node that nobody pointed a place for goes.
import type { TopologyDocument } from '@etherloom/topology'
import { type Place, placeOf } from '../stores/drawing.ts'
import { sheetOf } from '../stores/sheet.ts'

const STEP = 120

/** The place itself, or the nearest around it that no node covers. */
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
