// Undo, selecting, renaming and deleting: what one does to anything that is drawn.
import { cardStore, closeCard } from '../canvas/cards/card-store.ts'
import { focusCanvas } from '../canvas/focus-node.ts'
import { deleteSelection, liveSelection, selectedNodes } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import { select, sessionStore } from '../stores/session.ts'
import { probeStore } from '../traffic/probe-store.ts'
import { redo, undo } from '../transport/lab.ts'
import { whyNoRedo, whyNoUndo } from '../undoing.ts'
import type { Command } from './command.ts'

const nothingSelected = (): string | null => (liveSelection().length === 0 ? 'Select something first.' : null)

export const editCommands: readonly Command[] = [
  {
    id: 'edit.undo',
    section: 'Edit',
    title: 'Undo',
    keys: ['Mod+Z'],
    blocked: () => whyNoUndo(documentStore.getState()),
    run: undo,
  },
  {
    id: 'edit.redo',
    section: 'Edit',
    title: 'Redo',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    blocked: () => whyNoRedo(documentStore.getState()),
    run: redo,
  },
  {
    id: 'edit.delete',
    section: 'Edit',
    title: 'Delete',
    words: 'remove selection',
    keys: ['Delete', 'Backspace'],
    places: ['node', 'link', 'annotation', 'group', 'selection'],
    blocked: nothingSelected,
    run: () => deleteSelection(),
  },
  {
    id: 'edit.rename',
    section: 'Edit',
    title: 'Rename',
    words: 'name node',
    keys: ['F2'],
    places: ['node'],
    blocked: () => (selectedNodes().length > 0 ? null : 'Select a node first.'),
    run: rename,
  },
  { id: 'edit.escape', section: 'Edit', title: 'Put the tool away, or select nothing', keys: ['Escape'], run: putAway },
]

function rename(): void {
  const [node] = selectedNodes()
  if (node) sessionStore.setState({ renaming: node })
}

function putAway(): void {
  const { placing, drawing } = sessionStore.getState()
  if (probeStore.getState().aiming) probeStore.setState({ aiming: null })
  else if (placing || drawing) sessionStore.setState({ placing: null, drawing: null })
  else if (cardStore.getState().passing) closeCard()
  // From a button of the inspector one comes back to the node, and it is still selected.
  else if (hasKeysElsewhere()) focusCanvas()
  else select([])
}

const hasKeysElsewhere = (): boolean => {
  const at = document.activeElement
  return at !== null && at !== document.body && at.closest('main, [role="dialog"]') === null
}
