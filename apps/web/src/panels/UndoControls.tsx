import { Redo2, Undo2 } from 'lucide-react'
import { keyName } from '../key-name.ts'
import { useDocumentState } from '../stores/hooks.ts'
import { redo, undo } from '../transport/lab.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { Button } from '../ui/Button.tsx'

export function UndoControls() {
  const undoes = useDocumentState((state) => state.undo)
  const redoes = useDocumentState((state) => state.redo)
  const lost = useDocumentState((state) => state.connection !== 'open')
  const barred = whyViewOnly() ?? (lost ? 'Undo needs the server; waiting for the connection.' : null)
  return (
    <>
      <Button
        label="Undo"
        icon={<Undo2 size={16} />}
        detail={undoes ? `Undo “${undoes}”` : undefined}
        shortcut={keyName('Mod+Z')}
        blocked={barred ?? (undoes ? null : 'Nothing to undo: you have not changed this lab yet.')}
        onPress={undo}
      />
      <Button
        label="Redo"
        icon={<Redo2 size={16} />}
        detail={redoes ? `Redo “${redoes}”` : undefined}
        shortcut={keyName('Mod+Shift+Z')}
        blocked={barred ?? (redoes ? null : 'Nothing to redo: nothing was undone.')}
        onPress={redo}
      />
    </>
  )
}
