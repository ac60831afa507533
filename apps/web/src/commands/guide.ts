// The guide of the lab that is open.
import { lab } from '@etherloom/topology'
import { toggleGuide } from '../panels/guide-shown.ts'
import { documentStore } from '../stores/document.ts'
import type { Command } from './command.ts'

export const guideCommands: readonly Command[] = [
  {
    id: 'view.guide',
    section: 'View',
    title: 'Show or hide the guide',
    blocked: () => (lab(documentStore.getState().document).guide === null ? 'This lab has no guide.' : null),
    run: toggleGuide,
  },
]
