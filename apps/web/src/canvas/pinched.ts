import type { Place } from '../stores/drawing.ts'
import type { Viewport } from './viewport.ts'

/** The view after two fingers went from `before` to `now`: what was midway between them still is. */
export function pinched(
  view: Viewport,
  before: readonly [Place, Place],
  now: readonly [Place, Place],
  least: number,
  most: number,
): Viewport {
  const zoom = Math.max(least, Math.min(most, (view.zoom * apart(now)) / Math.max(1, apart(before))))
  const scale = zoom / view.zoom
  const [from, to] = [midway(before), midway(now)]
  return { x: to.x - (from.x - view.x) * scale, y: to.y - (from.y - view.y) * scale, zoom }
}

const apart = ([a, b]: readonly [Place, Place]): number => Math.hypot(a.x - b.x, a.y - b.y)
const midway = ([a, b]: readonly [Place, Place]): Place => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
