import { Trash2 } from 'lucide-react'
import { deleteSelection } from '../selection.ts'
import { useSession } from '../stores/hooks.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { Button } from '../ui/Button.tsx'

export function DeleteButton() {
  const count = useSession((session) => session.selection.length)
  return (
    <Button
      label="Delete"
      icon={<Trash2 size={15} />}
      detail={count > 1 ? `Delete ${count} selected` : 'Delete the selection'}
      shortcut="Del"
      blocked={whyViewOnly() ?? (count === 0 ? 'Select a node or a link first.' : null)}
      onPress={deleteSelection}
    />
  )
}
