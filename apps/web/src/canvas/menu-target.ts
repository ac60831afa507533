// What a context menu is about: what lies under the pointer, or what is selected when a key asked for it. It is selected before
// the menu opens, so that every command in it is about the selection.
import { isAnnotationId, isGroupId, isNodeId, type NodeId, type RecordId } from '@etherloom/topology'
import type { CommandPlace } from '../commands/command.ts'
import { documentStore } from '../stores/document.ts'
import { drawingOf, type Place, placeOf } from '../stores/drawing.ts'
import { select, sessionStore } from '../stores/session.ts'
import { edgeLayer } from './EdgeCanvas.tsx'
import { canvasView } from './fit-view.ts'
import { focusedNode } from './focus-node.ts'
import { drawnAt } from './grab.ts'

export interface MenuTarget {
  readonly place: CommandPlace
  readonly target: RecordId | undefined
  /** Where the menu opens, on the screen. */
  readonly x: number
  readonly y: number
  /** The same point in the drawing: where something new would be put. */
  readonly at: Place
}

interface ScreenPoint {
  readonly clientX: number
  readonly clientY: number
}

/** For the pointer. `reach`: how far from a line still means it. */
export function targetUnder({ clientX, clientY }: ScreenPoint, element: Element | null, reach?: number): MenuTarget {
  const at = flowPoint(clientX, clientY)
  const id = recordUnder({ clientX, clientY }, element, reach)
  return { ...placeFor(id), x: clientX, y: clientY, at }
}

export function recordUnder(point: ScreenPoint, element: Element | null, reach?: number): RecordId | null {
  const node = element?.closest<HTMLElement>('.react-flow__node')?.dataset.id as NodeId | undefined
  if (node) return node
  const under = edgeLayer()?.lies.nodeAt(flowPoint(point.clientX, point.clientY), 0)
  if (under) return under
  const box = canvasView()!.store.getState().domNode!.getBoundingClientRect()
  const edge = edgeLayer()?.edgeAt(point.clientX - box.left, point.clientY - box.top, reach)
  return edge?.id ?? drawnAt(flowPoint(point.clientX, point.clientY), canvasView()!.flow.getZoom())
}

/** For the keyboard: beside what has the focus, or is selected; in the middle of the view when nothing is. */
export function targetOfKeys(): MenuTarget {
  const { selection } = sessionStore.getState()
  const id = selection.at(-1) ?? focusedNode()
  const middle = middleOf(id)
  const { x, y } = canvasView()!.flow.flowToScreenPosition(middle)
  return { ...placeFor(id), x, y, at: middle }
}

function placeFor(id: RecordId | null): Pick<MenuTarget, 'place' | 'target'> {
  const { selection } = sessionStore.getState()
  if (id === null) {
    select([])
    return { place: 'canvas', target: undefined }
  }
  if (selection.length > 1 && selection.includes(id)) return { place: 'selection', target: id }
  select([id])
  return { place: placeOfKind(id), target: id }
}

const placeOfKind = (id: RecordId): CommandPlace =>
  isNodeId(id) ? 'node' : isAnnotationId(id) ? 'annotation' : isGroupId(id) ? 'group' : 'link'

function middleOf(id: RecordId | null): Place {
  const { document } = documentStore.getState()
  if (id !== null && isNodeId(id)) return placeOf(document, id)
  const edge = id === null ? undefined : drawingOf(document).edgeById.get(id)
  if (!edge) return middleOfView()
  const a = placeOf(document, edge.a)
  const b = placeOf(document, edge.b)
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}

const flowPoint = (x: number, y: number): Place => canvasView()!.flow.screenToFlowPosition({ x, y })

/** The drawing's point in the middle of the view. */
export function middleOfView(): Place {
  const { width, height, transform } = canvasView()!.store.getState()
  const [x, y, zoom] = transform
  return { x: (width / 2 - x) / zoom, y: (height / 2 - y) / zoom }
}
