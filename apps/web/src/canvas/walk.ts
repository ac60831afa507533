// Going about the drawing by keys: to the next node in a direction, and round the links of a node.
import type { NodeId, TopologyDocument } from '@etherloom/topology'
import { documentStore } from '../stores/document.ts'
import { type DrawnEdge, drawingOf, placeOf } from '../stores/drawing.ts'
import { select, sessionStore } from '../stores/session.ts'
import { focusedNode, focusNode } from './focus-node.ts'
import { middleOfView } from './menu-target.ts'
import { type Direction, nearestNode, nextNode } from './nearest.ts'
import { bringIntoView } from './reveal.ts'

/** Moves the focus from where it is, from what is selected, or from the middle of the view. */
export function walk(direction: Direction): void {
  const { document } = documentStore.getState()
  const from = focusedNode() ?? sessionStore.getState().selection.find((id) => id.startsWith('node:'))
  const next = from
    ? nextNode(document, placeOf(document, from as NodeId), direction, from as NodeId)
    : nearestNode(document, middleOfView())
  if (next) focusNode(next)
}

/** The node whose links are gone round, for as long as one of them is selected. */
let pivot: NodeId | null = null

export function cycleLinks(step: 1 | -1): void {
  const { document } = documentStore.getState()
  const [only] = sessionStore.getState().selection
  const { edgeById, edgesOf } = drawingOf(document)
  const edge = only === undefined ? undefined : edgeById.get(only)
  if (!edge) pivot = (only as NodeId | undefined) ?? focusedNode()
  else if (pivot !== edge.a && pivot !== edge.b) pivot = edge.a
  const around = pivot ? clockwise(document, pivot, edgesOf.get(pivot) ?? []) : []
  if (around.length === 0) return
  const at = edge ? around.indexOf(edge) : step > 0 ? -1 : 0
  const next = around[(at + step + around.length) % around.length]!
  select([next.id])
  bringIntoView(next.id)
}

/** Why there are no links to go round; null when there are. */
export function whyNotCycle(): string | null {
  const { document } = documentStore.getState()
  const { selection } = sessionStore.getState()
  const { edgeById, edgesOf } = drawingOf(document)
  const id = selection.length === 1 ? selection[0]! : selection.length === 0 ? focusedNode() : null
  if (id === null) return 'Select one node first.'
  if (edgeById.has(id) || (edgesOf.get(id as NodeId)?.length ?? 0) > 0) return null
  return 'Nothing is wired to this node.'
}

function clockwise(document: TopologyDocument, node: NodeId, edges: readonly DrawnEdge[]): DrawnEdge[] {
  const from = placeOf(document, node)
  const angle = (edge: DrawnEdge): number => {
    const to = placeOf(document, edge.a === node ? edge.b : edge.a)
    // From the top.
    return (Math.atan2(to.x - from.x, from.y - to.y) + 2 * Math.PI) % (2 * Math.PI)
  }
  return [...edges].sort((a, b) => angle(a) - angle(b) || a.lane - b.lane)
}
