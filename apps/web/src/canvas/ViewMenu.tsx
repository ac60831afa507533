import { Menu } from '@base-ui/react/menu'
import { whyLocked } from '@etherloom/topology'
import { Check, Eye } from 'lucide-react'
import { commandById } from '../commands/all-commands.ts'
import { titleOf } from '../commands/command.ts'
import { showCommands } from '../commands/show.ts'
import { keyName } from '../key-name.ts'
import { useDocument, useView } from '../stores/hooks.ts'
import { MenuHeading, MenuSeparator, menuItemLook, menuPopupLook } from '../ui/Menu.tsx'

const BEHAVIOUR = ['arrange.snap', 'arrange.guides', 'arrange.lock'].map(commandById)

/** What the canvas shows, and how it behaves under the hand. */
export function ViewMenu() {
  return (
    <Menu.Root>
      <Menu.Trigger className="flex h-7 items-center gap-1.5 rounded-md px-2 text-sm text-text hover:bg-hover data-popup-open:bg-hover">
        <Eye size={14} aria-hidden="true" />
        View
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner side="top" align="start" sideOffset={6} className="z-40 outline-none">
          <Menu.Popup className={menuPopupLook}>
            <Switches />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function Switches() {
  // What is on is asked of the commands; these say when to ask again.
  useView((view) => view)
  useDocument(whyLocked)
  return (
    <>
      <MenuHeading>Show</MenuHeading>
      {showCommands.map((command) => (
        <Switch key={command.id} command={command} />
      ))}
      <MenuSeparator />
      {BEHAVIOUR.map((command) => (
        <Switch key={command.id} command={command} />
      ))}
    </>
  )
}

function Switch({ command }: { command: (typeof showCommands)[number] }) {
  const [key] = command.keys ?? []
  return (
    <Menu.CheckboxItem
      checked={command.checked?.() ?? false}
      onCheckedChange={() => command.run()}
      className={`${menuItemLook} text-text`}
    >
      <span className="flex w-4 justify-center">
        <Menu.CheckboxItemIndicator>
          <Check size={14} className="text-accent" aria-hidden="true" />
        </Menu.CheckboxItemIndicator>
      </span>
      <span className="flex-1">{titleOf(command)}</span>
      {key && <kbd className="ml-4 font-sans text-xs text-faint">{keyName(key)}</kbd>}
    </Menu.CheckboxItem>
  )
}
