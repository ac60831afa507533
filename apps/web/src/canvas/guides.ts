// With what a dragged node is level: near enough to the middle of another one it is held there, and a line says so.
import type { NodeId } from '@etherloom/topology'
import { createStore } from 'zustand/vanilla'
import type { Place } from '../stores/drawing.ts'

/** A line through the middles of nodes: at x or at y, from one end to the other. */
export interface Guide {
  readonly axis: 'x' | 'y'
  readonly at: number
  readonly from: number
  readonly to: number
}

export const guidesStore = createStore<{ readonly guides: readonly Guide[] }>(() => ({ guides: [] }))

export function showGuides(guides: readonly Guide[]): void {
  if (guides.length > 0 || guidesStore.getState().guides.length > 0) guidesStore.setState({ guides })
}

/** Where the node is held, and the lines that say why. `reach`: how near is near enough. */
export function heldAt(
  place: Place,
  others: Iterable<readonly [NodeId, Place]>,
  reach: number,
): { readonly place: Place; readonly guides: Guide[] } {
  let x = nothing
  let y = nothing
  for (const [, other] of others) {
    x = nearer(x, place.x, other.x)
    y = nearer(y, place.y, other.y)
  }
  const held = { x: x.off <= reach ? x.at : place.x, y: y.off <= reach ? y.at : place.y }
  const guides: Guide[] = []
  if (x.off <= reach) guides.push(guide('x', x.at, held.y, others))
  if (y.off <= reach) guides.push(guide('y', y.at, held.x, others))
  return { place: held, guides }
}

const nothing = { at: 0, off: Number.POSITIVE_INFINITY }

function nearer(best: typeof nothing, own: number, at: number): typeof nothing {
  const off = Math.abs(own - at)
  return off < best.off ? { at, off } : best
}

/** Through all that are there, and the one that is held. */
function guide(axis: 'x' | 'y', at: number, own: number, others: Iterable<readonly [NodeId, Place]>): Guide {
  let [from, to] = [own, own]
  const along = axis === 'x' ? 'y' : 'x'
  for (const [, other] of others) {
    if (other[axis] !== at) continue
    from = Math.min(from, other[along])
    to = Math.max(to, other[along])
  }
  return { axis, at, from, to }
}
