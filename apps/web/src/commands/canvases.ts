// Canvases of the lab.
import { canvases, nameOf } from '@etherloom/topology'
import {
  canvasBeside,
  dropCanvas,
  newCanvas,
  shiftCanvas,
  showCanvas,
  thisCanvas,
  whyNothingToMove,
  whyOnlyOne,
} from '../canvas/canvases.ts'
import { moveSelectionTo } from '../canvas/move-selection.ts'
import { documentStore } from '../stores/document.ts'
import { sessionStore } from '../stores/session.ts'
import type { Command } from './command.ts'

const beside = (step: 1 | -1) => canvasBeside(documentStore.getState().document, thisCanvas(), step)
const allCanvases = () => canvases(documentStore.getState().document)
const placeOfThis = (): number => allCanvases().findIndex(({ id }) => id === thisCanvas())

export const canvasCommands: readonly Command[] = [
  {
    id: 'canvas.add',
    section: 'Draw',
    title: 'Add a canvas',
    words: 'page sheet tab',
    places: ['canvas'],
    run: newCanvas,
  },
  {
    id: 'canvas.next',
    section: 'View',
    title: 'Next canvas',
    words: 'page sheet tab',
    keys: ['Alt+PageDown'],
    blocked: whyOnlyOne,
    run: () => showCanvas(beside(1)),
  },
  {
    id: 'canvas.previous',
    section: 'View',
    title: 'Previous canvas',
    words: 'page sheet tab',
    keys: ['Alt+PageUp'],
    blocked: whyOnlyOne,
    run: () => showCanvas(beside(-1)),
  },
  {
    id: 'canvas.rename',
    section: 'Edit',
    title: 'Rename this canvas',
    words: 'page sheet tab',
    run: () => sessionStore.setState({ renamingCanvas: thisCanvas() }),
  },
  {
    id: 'canvas.shift-left',
    section: 'Edit',
    title: 'Move this canvas left',
    words: 'page sheet tab order',
    blocked: () => whyOnlyOne() ?? (placeOfThis() === 0 ? 'It is the first.' : null),
    run: () => shiftCanvas(thisCanvas(), -1),
  },
  {
    id: 'canvas.shift-right',
    section: 'Edit',
    title: 'Move this canvas right',
    words: 'page sheet tab order',
    blocked: () => whyOnlyOne() ?? (placeOfThis() === allCanvases().length - 1 ? 'It is the last.' : null),
    run: () => shiftCanvas(thisCanvas(), 1),
  },
  {
    id: 'canvas.move-selection',
    section: 'Edit',
    title: () =>
      whyOnlyOne() === null
        ? `Move to ${nameOf(documentStore.getState().document, beside(1))}`
        : 'Move to the next canvas',
    words: 'the next canvas page sheet',
    places: ['node', 'selection'],
    blocked: () => whyOnlyOne() ?? whyNothingToMove(),
    run: () => moveSelectionTo(beside(1)),
  },
  {
    id: 'canvas.delete',
    section: 'Edit',
    title: 'Delete this canvas with all on it',
    words: 'page sheet tab remove',
    blocked: whyOnlyOne,
    run: () => dropCanvas(thisCanvas(), 'delete'),
  },
]
