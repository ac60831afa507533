// Why nothing is undone, or redone, at the moment; said by the buttons, the finder and the keys alike.
import type { DocumentState } from './stores/document.ts'

const nothing = {
  undo: 'Nothing to undo: you have not changed this lab yet.',
  redo: 'Nothing to redo: nothing was undone.',
} as const

/** What comes back is known to the server alone, where others draw on meanwhile. */
const whyNotTurnedBack =
  (kind: 'undo' | 'redo') =>
  (state: Pick<DocumentState, 'connection' | 'undo' | 'redo'>): string | null => {
    if (state.connection !== 'open') return 'Undo needs the server; waiting for the connection.'
    return state[kind] === null ? nothing[kind] : null
  }
export const whyNoUndo = whyNotTurnedBack('undo')
export const whyNoRedo = whyNotTurnedBack('redo')
