// Arrows that move the selection. A key held down is one move to undo, so the nodes are shown moving and the document hears of
// it when the key is let go, or is quiet for a while.
import {
  type AnnotationRecord,
  isAnnotationId,
  isItemId,
  isNodeId,
  type NodeId,
  record,
  withContents,
} from '@etherloom/topology'
import { liveSelection } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import type { Place } from '../stores/drawing.ts'
import { isShown } from '../stores/view.ts'
import { GRID, onGrid } from './arrange.ts'
import { showDrawn } from './drawn-motion.ts'
import { drop } from './drop.ts'
import { shownPlace } from './motion.ts'
import { type Direction, steps } from './nearest.ts'

const QUIET_MS = 700
/** With Shift. */
const FAR = 10

let places: Map<NodeId, Place> | null = null
let annotations: readonly AnnotationRecord[] = []
let shift = { x: 0, y: 0 }
let timer: ReturnType<typeof setTimeout> | undefined

export function nudge(direction: Direction, far: boolean): void {
  const { document } = documentStore.getState()
  if (places === null) addEventListener('keyup', settle, { once: true })
  if (places === null) {
    const items = [...withContents(document, liveSelection().filter(isItemId))]
    places = new Map(items.filter(isNodeId).map((id) => [id, shownPlace(document, id)]))
    annotations = items.filter(isAnnotationId).map((id) => record(document, id))
    shift = { x: 0, y: 0 }
  }
  const unit = isShown('snap') ? GRID : 1
  const { x: dx, y: dy } = steps[direction]
  const length = unit * (far ? FAR : 1)
  for (const [id, { x, y }] of places) places.set(id, stepped({ x: x + dx * length, y: y + dy * length }, dx !== 0))
  shift.x += dx * length
  shift.y += dy * length
  showDrawn({ annotations: shifted() }, new Map(places))
  clearTimeout(timer)
  timer = setTimeout(settle, QUIET_MS)
}

/** With snapping, the first step is the one that comes to stand on the grid. */
function stepped({ x, y }: Place, across: boolean): Place {
  if (!isShown('snap')) return { x, y }
  return across ? { x: onGrid(x), y } : { x, y: onGrid(y) }
}

function settle(): void {
  clearTimeout(timer)
  removeEventListener('keyup', settle)
  if (places === null) return
  const { document } = documentStore.getState()
  const alive = [...places].filter(([id]) => document.records.has(id))
  const drawn = annotations.map(({ id }) => id).filter((id) => document.records.has(id))
  const move = Object.fromEntries(alive)
  const along = drawn.length > 0 && { drawn: { ids: drawn, by: shift } }
  places = null
  drop({ move, ...along }, () => places === null)
}

const shifted = () => new Map(annotations.map(({ id, x, y }) => [id, { x: x + shift.x, y: y + shift.y }]))
