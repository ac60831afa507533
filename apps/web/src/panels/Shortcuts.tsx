import { keyName, otherKeys, shortcuts } from '../keyboard.ts'
import { createDialogHandle, Dialog } from '../ui/Dialog.tsx'

const handle = createDialogHandle()
export const openShortcuts = (): void => handle.open(null)

/** Every key there is, in one list. */
export function Shortcuts() {
  const rows = [...shortcuts.map(({ keys, does }) => [keyName(keys), does] as const), ...otherKeys]
  return (
    <Dialog handle={handle} title="Keyboard shortcuts">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        {rows.map(([keys, does]) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="rounded border border-line-strong bg-sunken px-1.5 py-px font-sans text-sm">{keys}</kbd>
            </dt>
            <dd className="text-dim">{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
