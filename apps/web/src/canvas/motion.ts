// Where nodes are shown while they are on their way to where the document has them, or will have them: keys that nudge, and
// layouts that glide. The pointer's own dragging is React Flow's.
import type { NodeId, TopologyDocument } from '@etherloom/topology'
import { type Place, placeOf } from '../stores/drawing.ts'

let moving: ReadonlyMap<NodeId, Place> | null = null
const listeners = new Set<() => void>()

/** Null: everything is where the document says. */
export function showMoving(places: ReadonlyMap<NodeId, Place> | null): void {
  moving = places
  for (const listener of listeners) listener()
}

export const isMoving = (): boolean => moving !== null

export const shownPlace = (document: TopologyDocument, id: NodeId): Place => moving?.get(id) ?? placeOf(document, id)

export function onMotion(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

let glideFrame = 0

/** Shows nodes going from where they were to where they are now. */
export function glide(from: ReadonlyMap<NodeId, Place>, to: ReadonlyMap<NodeId, Place>, ms: number): void {
  cancelAnimationFrame(glideFrame)
  if (ms <= 0) return showMoving(null)
  const start = performance.now()
  const step = (now: number): void => {
    const t = Math.min(1, (now - start) / ms)
    if (t === 1) return showMoving(null)
    // Fast first, then settling.
    const gone = 1 - (1 - t) ** 3
    const places = new Map<NodeId, Place>()
    for (const [id, a] of from) {
      const b = to.get(id)
      if (b) places.set(id, { x: a.x + (b.x - a.x) * gone, y: a.y + (b.y - a.y) * gone })
    }
    showMoving(places)
    glideFrame = requestAnimationFrame(step)
  }
  showMoving(from)
  glideFrame = requestAnimationFrame(step)
}
