// Going about the drawing by keys: to the next node or collapsed group in a direction, and round the links of a node.
import { type GroupId, isGroupId, isNodeId, type NodeId, type TopologyDocument } from '@etherloom/topology'
import { documentStore } from '../stores/document.ts'
import { type DrawnEdge, drawingOf, type Place, placeOf } from '../stores/drawing.ts'
import { select, sessionStore } from '../stores/session.ts'
import { sheetOf } from '../stores/sheet.ts'
import { type GroupBox, restingBoxes } from './drawn-geometry.ts'
import { focusedGroup, focusedNode, focusGroup, focusNode } from './focus-node.ts'
import { middleOfView } from './menu-target.ts'
import { type Direction, nearestNode, nextOf } from './nearest.ts'
import { bringIntoView } from './reveal.ts'

/** Moves the focus from where it is, from what is selected, or from the middle of the view. */
export function walk(direction: Direction): void {
  const { document } = documentStore.getState()
  const boxes = restingBoxes(document)
  const group = boxes.find((each) => each.group.id === focusedGroup())
  const node = focusedNode() ?? sessionStore.getState().selection.find(isNodeId)
  const tiles = boxes.filter((each) => each.group.collapsed).map((each) => [each.group.id, centerOf(each)] as const)
  const places = [...sheetOf(document).places, ...tiles]
  const next = group
    ? nextOf<NodeId | GroupId>(places, centerOf(group), direction, group.group.id)
    : node
      ? nextOf<NodeId | GroupId>(places, placeOf(document, node), direction, node)
      : nearestNode(document, middleOfView())
  if (next === null) return
  if (isGroupId(next)) focusGroup(next)
  else focusNode(next)
}

const centerOf = ({ box }: GroupBox): Place => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 })

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
