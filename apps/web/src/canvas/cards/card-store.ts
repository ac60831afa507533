// Cards beside what is on the canvas: of the link or node under the pointer after a moment, of a node the keyboard asks about,
// and of those that were pinned. A card stays where it appeared while the drawing moves under it.
import { isNodeId, type NodeId, type TopologyDocument } from '@etherloom/topology'
import { createStore } from 'zustand/vanilla'
import { documentStore } from '../../stores/document.ts'
import { drawingOf } from '../../stores/drawing.ts'
import { type CaptureId, sessionStore } from '../../stores/session.ts'
import { steadyView } from '../steady-view.ts'

export interface Spot {
  /** In the canvas's pixels. */
  readonly x: number
  readonly y: number
}

export type Card =
  | { readonly kind: 'link'; readonly id: CaptureId; readonly at: Spot }
  | { readonly kind: 'node'; readonly id: NodeId; readonly at: Spot }

export interface CardState {
  /** Gone when the pointer leaves. */
  readonly passing: Card | null
  readonly pinned: readonly Card[]
}

export const cardStore = createStore<CardState>(() => ({ passing: null, pinned: [] }))

const LINK_MS = 250
const NODE_MS = 400
/** The pointer may cross a gap on its way from a node to its card. */
const LEAVE_MS = 220

/** Null while it is not over the canvas. */
let pointer: Spot | null = null
let pressed = false
/** A tap moves a mouse too, as far as the page is told: a finger asks for a node's card by its menu. */
let byTouch = false
let timer: ReturnType<typeof setTimeout> | undefined
let onCard = false
/** Where the pointer was on the screen, and when it last went anywhere else. */
let rest: Spot | null = null
let stirredAt = Number.NEGATIVE_INFINITY
/** What came under the pointer by itself: its card waits until the pointer moves. */
let withheld = false
/** A browser tells of a move and of what it came over one after the other. */
const STIR_MS = 150

/** Where the pointer is, in the canvas's pixels. */
export function pointerAt(at: Spot | null): void {
  pointer = at
}

/** The pointer is on the card itself: it may be read, and its pin pressed. */
export function holdCard(held: boolean): void {
  onCard = held
  clearTimeout(timer)
  if (!held) timer = setTimeout(settle, LEAVE_MS)
}

/** For the keyboard: opens a node's card, or closes it. */
export function toggleNodeCard(id: NodeId, at: Spot): void {
  const { passing, pinned } = cardStore.getState()
  if (pinned.some((card) => card.id === id)) unpinCard(id)
  else if (passing?.id === id) closeCard()
  else {
    clearTimeout(timer)
    cardStore.setState({ passing: { kind: 'node', id, at } })
  }
}

export function pinCard(): void {
  const { passing, pinned } = cardStore.getState()
  onCard = false
  if (passing) cardStore.setState({ passing: null, pinned: [...pinned, passing] })
}

export function unpinCard(id: string): void {
  cardStore.setState(({ pinned }) => ({ pinned: pinned.filter((card) => card.id !== id) }))
}

/** Puts the passing card away. */
export function closeCard(): void {
  clearTimeout(timer)
  onCard = false
  if (cardStore.getState().passing) cardStore.setState({ passing: null })
}

/** A browser also makes up a move when something came under a pointer that rests. */
function stir({ clientX, clientY, pointerType }: PointerEvent): void {
  byTouch = pointerType === 'touch'
  if (rest?.x === clientX && rest.y === clientY) return
  rest = { x: clientX, y: clientY }
  stirredAt = performance.now()
  if (withheld) wait(sessionStore.getState().hovered)
}

function wait(hovered: string | null): void {
  withheld = false
  clearTimeout(timer)
  const ms = hovered === null ? LEAVE_MS : isNodeId(hovered) ? NODE_MS : LINK_MS
  if (hovered === null || hovered !== cardStore.getState().passing?.id) timer = setTimeout(settle, ms)
}

/** The pointer has stayed where it is: the card is of what is there. */
function settle(): void {
  if (onCard) return
  closeCard()
  const { hovered, placing } = sessionStore.getState()
  const { pinned } = cardStore.getState()
  if (hovered === null || pointer === null || pressed || byTouch || placing) return
  if (steadyView.getState().moving || pinned.some((card) => card.id === hovered)) return
  const { edgeById, places } = drawingOf(documentStore.getState().document)
  if (isNodeId(hovered) && places.has(hovered))
    cardStore.setState({ passing: { kind: 'node', id: hovered, at: pointer } })
  else if (edgeById.has(hovered))
    cardStore.setState({ passing: { kind: 'link', id: hovered as CaptureId, at: pointer } })
}

/** Follows the pointer from thing to thing, for as long as the canvas is there. */
export function followHover(): () => void {
  const onPress = ({ target, pointerType }: PointerEvent): void => {
    byTouch = pointerType === 'touch'
    if (target instanceof Element && target.closest('[data-card]')) return
    pressed = true
    closeCard()
  }
  // What the hand came over while it held something it has not asked about: a card would cover what it does next.
  const onRelease = (): void => {
    pressed = false
    clearTimeout(timer)
  }
  addEventListener('pointerdown', onPress, true)
  addEventListener('pointerup', onRelease, true)
  addEventListener('pointerover', stir, true)
  addEventListener('pointermove', stir, true)
  const stops = [
    () => removeEventListener('pointerdown', onPress, true),
    () => removeEventListener('pointerup', onRelease, true),
    () => removeEventListener('pointerover', stir, true),
    () => removeEventListener('pointermove', stir, true),
    sessionStore.subscribe(({ hovered }, before) => {
      if (hovered === before.hovered) return
      if (hovered === null || performance.now() - stirredAt < STIR_MS) return wait(hovered)
      clearTimeout(timer)
      withheld = true
    }),
    steadyView.subscribe(({ moving }) => moving && closeCard()),
    documentStore.subscribe(({ document, lab }, before) => {
      if (lab !== before.lab) cardStore.setState({ passing: null, pinned: [] })
      else if (document !== before.document) forgetGone(document)
    }),
  ]
  return () => {
    clearTimeout(timer)
    for (const stop of stops) stop()
  }
}

function forgetGone({ records }: TopologyDocument): void {
  const { passing, pinned } = cardStore.getState()
  if (passing && !records.has(passing.id)) closeCard()
  if (pinned.some(({ id }) => !records.has(id)))
    cardStore.setState({ pinned: pinned.filter(({ id }) => records.has(id)) })
}
