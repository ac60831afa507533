// Undo, selecting, renaming and deleting: what one does to anything that is drawn.
import { isNodeId } from '@etherloom/topology'
import { connectSelection, deleteSelection, liveSelection, selectAll, whyNotConnectSelection } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import { select, sessionStore } from '../stores/session.ts'
import { redo, undo } from '../transport/lab.ts'
import type { Command } from './command.ts'

const nothingSelected = (): string | null => (liveSelection().length === 0 ? 'Select something first.' : null)

export const editCommands: readonly Command[] = [
  {
    id: 'edit.undo',
    section: 'Edit',
    title: 'Undo',
    keys: ['Mod+Z'],
    blocked: () =>
      documentStore.getState().undo === null ? 'Nothing to undo: you have not changed this lab yet.' : null,
    run: undo,
  },
  {
    id: 'edit.redo',
    section: 'Edit',
    title: 'Redo',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    blocked: () => (documentStore.getState().redo === null ? 'Nothing to redo: nothing was undone.' : null),
    run: redo,
  },
  { id: 'edit.select-all', section: 'Edit', title: 'Select every node', keys: ['Mod+A'], run: selectAll },
  {
    id: 'edit.delete',
    section: 'Edit',
    title: 'Delete the selection',
    keys: ['Delete', 'Backspace'],
    places: ['node', 'link', 'selection'],
    blocked: nothingSelected,
    run: deleteSelection,
  },
  {
    id: 'edit.rename',
    section: 'Edit',
    title: 'Rename the selected node',
    keys: ['F2'],
    places: ['node'],
    blocked: () => (liveSelection().some(isNodeId) ? null : 'Select a node first.'),
    run: rename,
  },
  {
    id: 'draw.wire',
    section: 'Draw',
    title: 'Wire the two selected nodes',
    keys: ['L'],
    places: ['selection'],
    blocked: whyNotConnectSelection,
    run: connectSelection,
  },
  { id: 'edit.escape', section: 'Edit', title: 'Put the tool away, or select nothing', keys: ['Escape'], run: putAway },
]

function rename(): void {
  const node = liveSelection().find(isNodeId)
  if (node) sessionStore.setState({ renaming: node })
}

function putAway(): void {
  if (sessionStore.getState().placing) sessionStore.setState({ placing: null })
  else select([])
}
