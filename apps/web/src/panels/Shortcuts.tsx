import { allCommands } from '../commands/all-commands.ts'
import { type ShortcutRow, shortcutsOf } from '../commands/shortcuts.ts'
import { keyName } from '../key-name.ts'
import { otherKeys } from '../keyboard.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { shortcutsDialog } from './dialogs.ts'

/** Every key there is, by what it is for. */
export function Shortcuts() {
  const sections = [
    ...shortcutsOf(allCommands),
    { title: 'Elsewhere', rows: otherKeys.map(([keys, title]) => ({ keys: [keys], title })) },
  ]
  return (
    <Dialog handle={shortcutsDialog} title="Keyboard shortcuts" width="w-200">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys */}
      <div tabIndex={0} className="-m-1 min-h-0 flex-1 overflow-y-auto p-1 outline-none">
        <div className="gap-8 sm:columns-2">
          {sections.map(({ title, rows }) => (
            <section key={title} aria-label={title} className="mb-4 break-inside-avoid">
              <h3 className="mb-1 text-xs font-medium text-faint">{title}</h3>
              <dl>
                {rows.map((row) => (
                  <Row key={row.title} row={row} />
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  )
}

function Row({ row }: { row: ShortcutRow }) {
  return (
    <div className="flex break-inside-avoid items-baseline gap-3 py-0.5">
      <dd className="min-w-0 flex-1 text-sm">{row.title}</dd>
      <dt className="flex max-w-44 flex-wrap justify-end gap-1">
        {row.keys.map((keys) => (
          <kbd
            key={keys}
            className="rounded border border-line bg-sunken px-1.5 font-sans text-xs whitespace-nowrap text-dim"
          >
            {keyName(keys)}
          </kbd>
        ))}
      </dt>
    </div>
  )
}
