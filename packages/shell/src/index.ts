export type { Command, Session } from './command.ts'
export { commandsOf, runLine } from './run.ts'
