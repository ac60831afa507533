// Addresses given out anew.
import { openRenumber } from '../panels/dialogs.ts'
import { documentStore } from '../stores/document.ts'
import { drawingOf } from '../stores/drawing.ts'
import type { Command } from './command.ts'

export const numberCommands: readonly Command[] = [
  {
    id: 'draw.renumber',
    section: 'Draw',
    title: 'Renumber addresses…',
    words: 'ipv4 ipv6 automatic pool subnet',
    places: ['node', 'selection', 'canvas'],
    blocked: () => (drawingOf(documentStore.getState().document).edges.length === 0 ? 'Nothing is wired yet.' : null),
    run: openRenumber,
  },
]
