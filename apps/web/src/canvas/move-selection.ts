// Moves what is selected to another canvas, and goes there with it.
import { type CanvasId, isItemId, isNodeId, itemsOn, moveToCanvas } from '@etherloom/topology'
import { liveSelection } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import { select } from '../stores/session.ts'
import { edit } from '../transport/lab.ts'
import { showCanvas } from './canvases.ts'
import { fitView } from './fit-view.ts'
import { bringAllIntoView, bringIntoView } from './reveal.ts'

export function moveSelectionTo(id: CanvasId): void {
  const items = liveSelection().filter(isItemId)
  const alone = itemsOn(documentStore.getState().document, id).length === 0
  if (!edit((document) => moveToCanvas(document, items, id))) return
  showCanvas(id)
  select(items)
  const nodes = items.filter(isNodeId)
  if (alone) fitView(0)
  else if (nodes.length > 0) bringAllIntoView(nodes)
  else if (items[0] !== undefined) bringIntoView(items[0])
}
