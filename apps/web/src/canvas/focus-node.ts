// The keyboard's place on the canvas: the node with the focus. Nodes out of view and from far are no elements, so a node is
// made one (`session.focused`) and gets the focus once it is there.
import { type GroupId, isNodeId, type NodeId, type RecordId } from '@etherloom/topology'
import { sessionStore } from '../stores/session.ts'
import { canvasView } from './fit-view.ts'
import { bringIntoView } from './reveal.ts'

/** The node whose focus can be seen: one clicked at has none. */
export const focusedNode = (): NodeId | null =>
  (document.querySelector<HTMLElement>(SEEN)?.dataset.id as NodeId | undefined) ?? null

/** After a click the browser does not count Alt and an arrow as a use of the keyboard: what they gave the focus says so itself. */
const SEEN = '.react-flow__node:focus-visible, .react-flow__node[data-by-keys]:focus'

function focusByKeys(element: HTMLElement): void {
  element.focus({ preventScroll: true })
  element.dataset.byKeys = ''
  const forget = (): void => {
    delete element.dataset.byKeys
    element.removeEventListener('blur', forget)
    element.removeEventListener('pointerdown', forget)
  }
  element.addEventListener('blur', forget)
  element.addEventListener('pointerdown', forget)
}

/** Every group of the canvas is a button, which no pointer reaches. */
export const focusedGroup = (): GroupId | null =>
  (document.querySelector<HTMLElement>('[data-group]:focus')?.dataset.group as GroupId | undefined) ?? null

export function focusGroup(id: GroupId): void {
  bringIntoView(id)
  document.querySelector<HTMLElement>(`[data-group="${CSS.escape(id)}"]`)?.focus({ preventScroll: true })
}

const elementOf = (id: NodeId): HTMLElement | null =>
  document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)

/** Frames to wait for an element that is being made. */
const PATIENCE = 20

export function focusNode(id: NodeId): void {
  bringIntoView(id)
  giveFocus(id)
}

/** What was found gets the focus, so that the next key is about it; a link or a shape has none, and then the drawing has it. */
export function focusFound(id: RecordId): void {
  if (isNodeId(id)) giveFocus(id)
  else {
    focusDrawing()
  }
}

/** The view stays where it is. */
function giveFocus(id: NodeId): void {
  sessionStore.setState({ focused: id })
  let left = PATIENCE
  const settle = (): void => {
    const element = elementOf(id)
    if (element) focusByKeys(element)
    else if (--left > 0 && sessionStore.getState().focused === id) requestAnimationFrame(settle)
  }
  settle()
}

/** The drawing itself, when no node is meant. */
export function focusCanvas(): void {
  const { selection, focused } = sessionStore.getState()
  const node = selection.findLast((id) => id.startsWith('node:')) ?? focused
  if (node) focusNode(node as NodeId)
  else focusDrawing()
}

/** What is selected there hears the keys. */
export function focusDrawing(): void {
  sessionStore.setState({ focused: null })
  canvasView()?.store.getState().domNode?.focus({ preventScroll: true })
}
