// What opens the page's dialogs. Apart from the dialogs themselves, so that commands can open what in turn lists the commands.
import type { FindMode } from '../find/finding.ts'
import { createDialogHandle } from '../ui/Dialog.tsx'

export const shortcutsDialog = createDialogHandle()
export const openShortcuts = (): void => shortcutsDialog.open(null)

export const historyDialog = createDialogHandle()
export const openHistory = (): void => historyDialog.open(null)

export const copyDialog = createDialogHandle()
export const openCopy = (): void => copyDialog.open(null)

export const nameDialog = createDialogHandle()
export const openName = (): void => nameDialog.open(null)

export const pictureDialog = createDialogHandle()
export const openPicture = (): void => pictureDialog.open(null)

export const renumberDialog = createDialogHandle()
export const openRenumber = (): void => renumberDialog.open(null)

export const finderDialog = createDialogHandle<FindMode>()
export const openFinder = (mode: FindMode): void => finderDialog.openWithPayload(mode)

export const generateDialog = createDialogHandle()
export const openGenerate = (): void => generateDialog.open(null)
