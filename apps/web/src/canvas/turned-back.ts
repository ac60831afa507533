// Undo and Redo are seen: where nothing of what they did is on the canvas being looked at, the view goes to where it is.
import { documentStore } from '../stores/document.ts'
import { currentCanvas } from '../stores/sheet.ts'
import { turnedBackStore } from '../stores/turned-back.ts'
import { showCanvas } from './canvases.ts'
import { canvasesTouched } from './canvases-touched.ts'

export const followTurningBack = (): (() => void) =>
  turnedBackStore.subscribe(({ diff }) => {
    const { document } = documentStore.getState()
    const touched = canvasesTouched(document, diff)
    if (touched[0] !== undefined && !touched.includes(currentCanvas(document))) showCanvas(touched[0])
  })
