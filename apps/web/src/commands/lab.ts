// Labs as a whole: another one, this one's name, taking it away.
import { find } from '@etherloom/topology'
import { askToDelete } from '../panels/DeleteLab.tsx'
import { openCopy, openHistory, openName } from '../panels/dialogs.ts'
import { chooseLabFile } from '../panels/LabFileInput.tsx'
import { renameLab } from '../panels/LabName.tsx'
import { documentStore } from '../stores/document.ts'
import { goHome, newLab } from '../transport/labs.ts'
import { copyViewLink, takeViewLinkBack } from '../transport/share.ts'
import type { Command } from './command.ts'

const whyNotOpen = (): string | null => (documentStore.getState().loaded ? null : 'The lab is still being opened.')
const labName = (): string => find(documentStore.getState().document, 'lab:lab')?.name ?? ''

export const labCommands: readonly Command[] = [
  { id: 'lab.new', section: 'Lab', title: 'New lab', words: 'create', run: () => void newLab('New lab') },
  {
    id: 'lab.import',
    section: 'Lab',
    title: 'Import a lab…',
    words: 'open upload load file json imn imunes',
    run: chooseLabFile,
  },
  {
    id: 'lab.home',
    section: 'Lab',
    title: 'All labs and the gallery',
    words: 'home open list switch ready',
    run: goHome,
  },
  { id: 'lab.rename', section: 'Lab', title: 'Rename the lab', blocked: whyNotOpen, run: renameLab },
  {
    id: 'lab.history',
    section: 'Lab',
    title: 'History of the lab…',
    words: 'restore revision back undo who',
    blocked: whyNotOpen,
    run: openHistory,
  },
  {
    id: 'lab.duplicate',
    section: 'Lab',
    title: 'Duplicate the lab…',
    words: 'copy students class names',
    blocked: whyNotOpen,
    run: openCopy,
  },
  {
    id: 'lab.your-name',
    section: 'Lab',
    title: 'Your name…',
    words: 'guest who person call myself others',
    blocked: whyNotOpen,
    run: openName,
  },
  {
    id: 'lab.share',
    section: 'Lab',
    title: 'Copy a view-only link',
    words: 'share invite read only watch students',
    blocked: whyNotOpen,
    run: () => void copyViewLink(),
  },
  {
    id: 'lab.unshare',
    section: 'Lab',
    title: 'Take the view-only link back',
    words: 'share revoke private',
    blocked: whyNotOpen,
    run: () => void takeViewLinkBack(),
  },
  {
    id: 'lab.delete',
    section: 'Lab',
    title: 'Delete the lab…',
    words: 'remove',
    blocked: whyNotOpen,
    run: () => {
      const { lab } = documentStore.getState()
      if (lab) askToDelete({ id: lab, name: labName() })
    },
  },
]
