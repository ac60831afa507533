// Who came to look: what would change the lab is blocked, and says why.
import { whyViewOnly } from '../transport/view-only.ts'
import type { Command } from './command.ts'

/** Of the sections whose other commands change nothing. */
const CHANGES: ReadonlySet<string> = new Set([
  'canvas.add',
  'canvas.delete',
  'canvas.move-selection',
  'canvas.rename',
  'canvas.shift-left',
  'canvas.shift-right',
  'edit.cut',
  'edit.delete',
  'edit.duplicate',
  'edit.paste',
  'edit.redo',
  'edit.rename',
  'edit.undo',
  'lab.delete',
  'lab.rename',
  'lab.share',
  'lab.unshare',
])
/** They are this person's own. */
const OWN: ReadonlySet<string> = new Set(['arrange.guides', 'arrange.snap'])

const changesLab = ({ id, section }: Command): boolean =>
  CHANGES.has(id) || ((section === 'Draw' || section === 'Arrange') && !OWN.has(id))

export const unlessViewOnly = (command: Command): Command =>
  changesLab(command) ? { ...command, blocked: () => whyViewOnly() ?? command.blocked?.() ?? null } : command
