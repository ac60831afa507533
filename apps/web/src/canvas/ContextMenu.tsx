import { Menu } from '@base-ui/react/menu'
import { useStoreApi } from '@xyflow/react'
import { Check, ChevronRight } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { allCommands, performChosen } from '../commands/all-commands.ts'
import { type Command, titleOf } from '../commands/command.ts'
import { type MenuEntry, menuFor } from '../commands/menu.ts'
import { keyName } from '../key-name.ts'
import { MenuSeparator, menuItemLook, menuPopupLook } from '../ui/Menu.tsx'
import { onceClosed } from '../ui/once-closed.ts'
import { closeMenu, menuStore, withMenu } from './context-menu.ts'

/** It is moved up rather than cut: all of the window's height is its own. */
const WHOLE_WINDOW = { side: 'shift', align: 'shift', fallbackAxisSide: 'none' } as const

/** What can be done with what was clicked, made of the commands for such a place. */
export function ContextMenu() {
  const open = useStore(menuStore, (state) => state.open)
  const about = useStore(menuStore, (state) => state.about)
  const closed = useRef<(() => void) | null>(null)
  useClosedByMoving(open)
  const anchor = useMemo(() => {
    const { x, y } = about ?? { x: 0, y: 0 }
    return { getBoundingClientRect: () => DOMRect.fromRect({ x, y, width: 0, height: 0 }) }
  }, [about])
  if (about === null) return null
  const choose = (command: Command): void => {
    closed.current = onceClosed(() => withMenu(about, () => performChosen(command, about.target)))
  }
  const onSettled = (isOpen: boolean): void => {
    if (isOpen) return
    closed.current?.()
    closed.current = null
  }
  const groups = menuFor(allCommands, about.place)
  return (
    <Menu.Root
      open={open}
      modal={false}
      onOpenChange={(wanted) => {
        if (!wanted) closeMenu()
      }}
      onOpenChangeComplete={onSettled}
    >
      <Menu.Portal>
        <Menu.Positioner
          anchor={anchor}
          align="start"
          sideOffset={2}
          collisionAvoidance={WHOLE_WINDOW}
          className="z-40 outline-none"
        >
          <Menu.Popup aria-label="What can be done here" className={menuPopupLook}>
            {groups.map((entries, i) => (
              <Menu.Group key={entryKey(entries[0]!)}>
                {i > 0 && <MenuSeparator />}
                {entries.map((entry) => (
                  <Entry key={entryKey(entry)} entry={entry} onChoose={choose} />
                ))}
              </Menu.Group>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

const entryKey = (entry: MenuEntry): string => (entry.kind === 'command' ? entry.command.id : entry.title)

interface EntryProps {
  entry: MenuEntry
  onChoose: (command: Command) => void
}

function Entry({ entry, onChoose }: EntryProps) {
  if (entry.kind === 'command') return <CommandItem command={entry.command} onChoose={onChoose} />
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger className={`${menuItemLook} text-text data-popup-open:bg-hover`}>
        <span className="flex-1">{entry.title}</span>
        <ChevronRight size={14} className="text-faint" aria-hidden="true" />
      </Menu.SubmenuTrigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={2} alignOffset={-5} className="z-40 outline-none">
          <Menu.Popup className={menuPopupLook}>
            {entry.commands.map((command) => (
              <CommandItem key={command.id} command={command} onChoose={onChoose} />
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  )
}

function CommandItem({ command, onChoose }: { command: Command; onChoose: (command: Command) => void }) {
  const blocked = command.blocked?.() ?? null
  const [key] = command.keys ?? []
  return (
    <Menu.Item disabled={blocked !== null} onClick={() => onChoose(command)} className={`${menuItemLook} text-text`}>
      <span className="max-w-72 flex-1">
        {titleOf(command)}
        {blocked && <span className="block text-xs leading-4">{blocked}</span>}
      </span>
      {command.checked?.() && <Check size={14} className="ml-4 text-accent" aria-label="on" />}
      {key && <kbd className="ml-4 font-sans text-xs text-faint">{keyName(key)}</kbd>}
    </Menu.Item>
  )
}

/** The menu belongs to a point of the drawing: it goes when that point moves. */
function useClosedByMoving(open: boolean): void {
  const store = useStoreApi()
  useEffect(() => {
    if (!open) return
    const { transform } = store.getState()
    return store.subscribe((state) => {
      if (state.transform !== transform) closeMenu()
    })
  }, [open, store])
}
