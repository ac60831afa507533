// Taking a part of the drawing elsewhere: into another lab, another window, a text.
import { isItemId } from '@etherloom/topology'
import { menuPoint } from '../canvas/context-menu.ts'
import { copy, cut, duplicate, paste } from '../clipboard/clipboard.ts'
import { liveSelection } from '../selection.ts'
import { documentStore } from '../stores/document.ts'
import type { Command } from './command.ts'

const whyNothing = (): string | null => (liveSelection().some(isItemId) ? null : 'Select a node first.')

export const clipboardCommands: readonly Command[] = [
  {
    id: 'edit.cut',
    section: 'Edit',
    title: 'Cut',
    keys: ['Mod+X'],
    native: true,
    places: ['node', 'selection'],
    blocked: whyNothing,
    run: () => void cut(),
  },
  {
    id: 'edit.copy',
    section: 'Edit',
    title: 'Copy',
    keys: ['Mod+C'],
    native: true,
    places: ['node', 'selection'],
    blocked: whyNothing,
    run: () => void copy(),
  },
  {
    id: 'edit.paste',
    section: 'Edit',
    title: 'Paste',
    words: 'insert',
    keys: ['Mod+V'],
    native: true,
    places: ['canvas'],
    blocked: () => (documentStore.getState().loaded ? null : 'The lab is still being opened.'),
    run: () => void paste(menuPoint()),
  },
  {
    id: 'edit.duplicate',
    section: 'Edit',
    title: 'Duplicate',
    words: 'copy clone',
    keys: ['Mod+D'],
    places: ['node', 'selection'],
    blocked: whyNothing,
    run: () => void duplicate(),
  },
]
