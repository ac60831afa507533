// The lab to take along: as a file of its own or of another program, as a picture.
import { find } from '@etherloom/topology'
import { openPicture } from '../panels/dialogs.ts'
import { exportLab } from '../panels/export-lab.ts'
import { documentStore } from '../stores/document.ts'
import { drawingOf } from '../stores/drawing.ts'
import { exportImn } from '../transport/lab-files.ts'
import type { Command } from './command.ts'

const whyNotOpen = (): string | null => (documentStore.getState().loaded ? null : 'The lab is still being opened.')
const whyNotServed = (): string | null =>
  whyNotOpen() ??
  (documentStore.getState().connection === 'open' ? null : 'The server makes it, and cannot be reached.')
const whyNotDrawn = (): string | null =>
  drawingOf(documentStore.getState().document).nodes.length === 0 ? 'Nothing is drawn yet.' : null

export const exportCommands: readonly Command[] = [
  {
    id: 'lab.export',
    section: 'Lab',
    title: 'Export the lab (.json)',
    words: 'download save file json native',
    blocked: whyNotOpen,
    run: () => exportLab(find(documentStore.getState().document, 'lab:lab')?.name ?? 'lab'),
  },
  {
    id: 'lab.export-imn',
    section: 'Lab',
    title: 'Export for IMUNES (.imn)',
    words: 'download save file',
    blocked: whyNotServed,
    run: () => void exportImn(),
  },
  {
    id: 'lab.picture',
    section: 'Lab',
    title: 'Export a picture (PNG, SVG)…',
    words: 'image screenshot download save png svg',
    places: ['canvas', 'selection'],
    blocked: whyNotDrawn,
    run: openPicture,
  },
]
