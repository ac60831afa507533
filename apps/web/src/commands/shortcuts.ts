// The keys of all commands, by section, as help lists them. Commands of one submenu that all have keys are one line: four arrows
// do one thing.
import { type Command, commandSections, titleOf } from './command.ts'

export interface ShortcutRow {
  readonly keys: readonly string[]
  readonly title: string
}

export interface ShortcutSection {
  readonly title: string
  readonly rows: readonly ShortcutRow[]
}

export function shortcutsOf(commands: readonly Command[]): ShortcutSection[] {
  return commandSections
    .map((title) => ({ title, rows: rowsOf(commands.filter((command) => command.section === title)) }))
    .filter(({ rows }) => rows.length > 0)
}

function rowsOf(commands: readonly Command[]): ShortcutRow[] {
  const rows: ShortcutRow[] = []
  const merged = new Set<string>()
  for (const command of commands) {
    if (!command.keys) continue
    const { menu } = command
    const siblings = menu === undefined ? [] : commands.filter((each) => each.menu === menu)
    if (siblings.length < 2 || siblings.some(({ keys }) => !keys)) {
      rows.push({ keys: command.keys, title: titleOf(command) })
    } else if (!merged.has(menu!)) {
      merged.add(menu!)
      rows.push({ keys: siblings.flatMap(({ keys }) => keys!), title: menu! })
    }
  }
  return rows
}
