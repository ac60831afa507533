// Going from canvas to canvas, and what can be done with one.
import {
  addCanvas,
  addedCanvases,
  type CanvasId,
  canvases,
  canvasOf,
  isItemId,
  itemsOn,
  orderCanvas,
  removeCanvas,
  type TopologyDocument,
} from '@etherloom/topology'
import type { Viewport } from '@xyflow/react'
import { plural } from '../format.ts'
import { liveSelection } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import { select, sessionStore } from '../stores/session.ts'
import { currentCanvas } from '../stores/sheet.ts'
import { edit } from '../transport/lab.ts'
import { canvasView, fitView } from './fit-view.ts'

/** Where each canvas was left. */
const left = new Map<string, Viewport>()
const keyOf = (id: CanvasId): string => `${documentStore.getState().lab} ${id}`

export function showCanvas(id: CanvasId): void {
  const { document } = documentStore.getState()
  const now = currentCanvas(document)
  if (now === id || !canvasOf(document, id)) return
  const view = canvasView()
  if (view) left.set(keyOf(now), view.flow.getViewport())
  select([])
  sessionStore.setState({ canvas: id, hovered: null })
  const before = left.get(keyOf(id))
  if (before) void view?.flow.setViewport(before)
  else fitView(0)
}

export function newCanvas(): void {
  const operation = edit((document) => addCanvas(document))
  const added = operation && addedCanvases(operation.diff).at(-1)
  if (added) showCanvas(added)
}

export const thisCanvas = (): CanvasId => currentCanvas(documentStore.getState().document)

/** The canvas before or behind another, round the ends. */
export function canvasBeside(document: TopologyDocument, id: CanvasId, step: 1 | -1): CanvasId {
  const list = canvases(document)
  const at = list.findIndex((canvas) => canvas.id === id)
  return list[(at + step + list.length) % list.length]!.id
}

/** Why this is the only canvas; null when it is not. */
export const whyOnlyOne = (): string | null =>
  canvases(documentStore.getState().document).length > 1 ? null : 'There is one canvas: add another first.'

export const whyNothingToMove = (): string | null =>
  liveSelection().some(isItemId) ? null : 'Select nodes first: links follow them.'

/** Lists a canvas one place earlier or later. */
export function shiftCanvas(id: CanvasId, step: 1 | -1): void {
  edit((document) => {
    const list = canvases(document)
    const at = list.findIndex((canvas) => canvas.id === id)
    return orderCanvas(document, id, list[step < 0 ? at - 1 : at + 2]?.id ?? null)
  })
}

export const orderBefore = (id: CanvasId, before: CanvasId): void => {
  edit((document) => orderCanvas(document, id, before))
}

export function dropCanvas(id: CanvasId, content: 'delete' | { moveTo: CanvasId }): void {
  if (thisCanvas() === id) showCanvas(canvasBeside(documentStore.getState().document, id, -1))
  edit((document) => removeCanvas(document, id, content))
}

/** "12 things": what deleting a canvas would delete. */
export function contentWords(document: TopologyDocument, id: CanvasId): string {
  return plural(itemsOn(document, id).length, 'thing')
}
