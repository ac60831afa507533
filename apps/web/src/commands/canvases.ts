// Canvases of the lab.
import { nameOf } from '@etherloom/topology'
import {
  canvasBeside,
  dropCanvas,
  moveSelectionTo,
  newCanvas,
  showCanvas,
  thisCanvas,
  whyNothingToMove,
  whyOnlyOne,
} from '../canvas/canvases.ts'
import { documentStore } from '../stores/document.ts'
import { sessionStore } from '../stores/session.ts'
import type { Command } from './command.ts'

const beside = (step: 1 | -1) => canvasBeside(documentStore.getState().document, thisCanvas(), step)

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
    id: 'canvas.move-selection',
    section: 'Edit',
    title: () =>
      whyOnlyOne() === null
        ? `Move to ${nameOf(documentStore.getState().document, beside(1))}`
        : 'Move to the next canvas',
    words: 'page sheet',
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
