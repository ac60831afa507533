import { Redo2, Undo2 } from 'lucide-react'
import { keyName } from '../key-name.ts'
import { useDocumentState } from '../stores/hooks.ts'
import { redo, undo } from '../transport/lab.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { Button } from '../ui/Button.tsx'
import { whyNoRedo, whyNoUndo } from '../undoing.ts'

export function UndoControls() {
  const undoes = useDocumentState((state) => state.undo)
  const redoes = useDocumentState((state) => state.redo)
  const noUndo = useDocumentState(whyNoUndo)
  const noRedo = useDocumentState(whyNoRedo)
  return (
    <>
      <Button
        label="Undo"
        icon={<Undo2 size={16} />}
        detail={undoes ? `Undo “${undoes}”` : undefined}
        shortcut={keyName('Mod+Z')}
        blocked={whyViewOnly() ?? noUndo}
        onPress={undo}
      />
      <Button
        label="Redo"
        icon={<Redo2 size={16} />}
        detail={redoes ? `Redo “${redoes}”` : undefined}
        shortcut={keyName('Mod+Shift+Z')}
        blocked={whyViewOnly() ?? noRedo}
        onPress={redo}
      />
    </>
  )
}
