import type { Command } from './command.ts'
import { editCommands } from './edit.ts'
import { runCommands } from './run.ts'
import { viewCommands } from './view.ts'

/** Everything a person can do, each once. */
export const allCommands: readonly Command[] = [...editCommands, ...runCommands, ...viewCommands]

export function commandById(id: string): Command {
  const found = allCommands.find((command) => command.id === id)
  if (!found) throw new Error(`there is no command ${id}`)
  return found
}

/** Does it, unless it cannot be done now. Returns why not, or null. */
export function perform(command: Command): string | null {
  const why = command.blocked?.() ?? null
  if (why === null) command.run()
  return why
}
