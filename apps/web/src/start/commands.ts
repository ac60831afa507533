// All that can be done.
export { allCommands } from '../commands/all-commands.ts'
