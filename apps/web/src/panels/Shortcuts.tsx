import { allCommands } from '../commands/all-commands.ts'
import { titleOf } from '../commands/command.ts'
import { keyName } from '../key-name.ts'
import { otherKeys } from '../keyboard.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { shortcutsDialog } from './dialogs.ts'

/** Every key there is, in one list. */
export function Shortcuts() {
  const keyed = allCommands.filter((command) => command.keys !== undefined)
  const rows = [
    ...keyed.map((command) => [command.keys!.map(keyName).join(', '), titleOf(command)] as const),
    ...otherKeys,
  ]
  return (
    <Dialog handle={shortcutsDialog} title="Keyboard shortcuts">
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
