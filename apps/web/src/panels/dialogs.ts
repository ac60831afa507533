// What opens the page's dialogs. Apart from the dialogs themselves, so that commands can open what in turn lists the commands.
import { createDialogHandle } from '../ui/Dialog.tsx'

export const shortcutsDialog = createDialogHandle()
export const openShortcuts = (): void => shortcutsDialog.open(null)

export const allLabsDialog = createDialogHandle()
export const openAllLabs = (): void => allLabsDialog.open(null)
