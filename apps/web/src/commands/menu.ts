// A context menu made of the commands that have its place: by section, those of one submenu together.
import { type Command, type CommandPlace, commandSections } from './command.ts'

export type MenuEntry =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'submenu'; readonly title: string; readonly commands: readonly Command[] }

/** Groups of entries, to be divided by lines. */
export function menuFor(commands: readonly Command[], place: CommandPlace): readonly (readonly MenuEntry[])[] {
  const here = commands.filter(({ places }) => places?.includes(place))
  return commandSections
    .map((section) => entriesOf(here.filter((command) => command.section === section)))
    .filter((entries) => entries.length > 0)
}

function entriesOf(commands: readonly Command[]): MenuEntry[] {
  const entries: MenuEntry[] = []
  const submenus = new Map<string, Command[]>()
  for (const command of commands) {
    const { menu } = command
    if (menu === undefined) entries.push({ kind: 'command', command })
    else if (submenus.has(menu)) submenus.get(menu)!.push(command)
    else {
      const inside = [command]
      submenus.set(menu, inside)
      entries.push({ kind: 'submenu', title: menu, commands: inside })
    }
  }
  return entries
}
