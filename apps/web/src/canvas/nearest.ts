// Which node is next, for the keyboard.
import type { NodeId, TopologyDocument } from '@etherloom/topology'
import type { Place } from '../stores/drawing.ts'
import { sheetOf } from '../stores/sheet.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

export const steps: { readonly [D in Direction]: Place } = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
}

/** How much worse a step aside is than one ahead. */
const ASIDE = 2.5

/** The nearest thing in a direction, where what lies aside counts as further; null at the edge of the drawing. */
export function nextOf<Id>(
  places: Iterable<readonly [Id, Place]>,
  from: Place,
  direction: Direction,
  not?: Id,
): Id | null {
  const { x: sx, y: sy } = steps[direction]
  let best = Number.POSITIVE_INFINITY
  let found: Id | null = null
  for (const [id, place] of places) {
    if (id === not) continue
    const ahead = (place.x - from.x) * sx + (place.y - from.y) * sy
    const aside = Math.abs((place.x - from.x) * sy + (place.y - from.y) * sx)
    const cost = ahead + aside * ASIDE
    if (ahead <= 0 || cost >= best) continue
    best = cost
    found = id
  }
  return found
}

export function nearestNode(document: TopologyDocument, to: Place): NodeId | null {
  let best = Number.POSITIVE_INFINITY
  let found: NodeId | null = null
  for (const [id, { x, y }] of sheetOf(document).places) {
    const distance = Math.hypot(x - to.x, y - to.y)
    if (distance < best) {
      best = distance
      found = id
    }
  }
  return found
}
