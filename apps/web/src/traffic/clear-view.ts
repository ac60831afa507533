// The card lies over a corner of the canvas. When an end of what was asked for is under it, the drawing gives way.
import { NAME_HEIGHT, NODE_SIZE } from '../canvas/node-size.ts'
import type { Place } from '../stores/drawing.ts'

/** The corner a card takes, in pixels of the view: its width and margin, and its height with a few lines in it. */
const CARD = { right: 350, bottom: 260 }

/** How far to move what is drawn, so that none of the places is under the card and all can still be seen; null where it may stay. */
export function shiftFor(
  places: readonly Place[],
  view: {
    readonly x: number
    readonly y: number
    readonly zoom: number
    readonly width: number
    readonly height: number
  },
): Place | null {
  const half = (NODE_SIZE / 2) * view.zoom
  const below = half + NAME_HEIGHT * view.zoom
  const seen = places.map(({ x, y }) => ({ x: x * view.zoom + view.x, y: y * view.zoom + view.y }))
  const under = seen.filter(({ x, y }) => x - half < CARD.right && y - half < CARD.bottom)
  if (under.length === 0) return null
  const down = CARD.bottom + half - Math.min(...under.map(({ y }) => y))
  const right = CARD.right + half - Math.min(...under.map(({ x }) => x))
  const lowest = Math.max(...seen.map(({ y }) => y)) + below
  const rightmost = Math.max(...seen.map(({ x }) => x)) + half
  if (lowest + down <= view.height) return { x: 0, y: down }
  return rightmost + right <= view.width ? { x: right, y: 0 } : null
}
