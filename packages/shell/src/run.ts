// One command line of a console, as a program: find the commands the system knows, run them, answer with the last's status.
import type { Personality } from '@etherloom/machine'
import type { Program } from '@etherloom/proc'
import { type Command, fail, type Session } from './command.ts'
import { freebsd } from './freebsd.ts'
import { illumos } from './illumos.ts'
import { splitCommands } from './words.ts'

const EXIT_NOT_FOUND = 127
const EXIT_SYNTAX = 2

const systems: { readonly [P in Personality]: readonly Command[] } = { freebsd, illumos }
/** What to place to get a system's commands. */
const hints: { readonly [P in Personality]: string } = {
  freebsd: 'FreeBSD: use a jail',
  illumos: 'illumos: use a zone',
}

/** Commands a system of this kind knows, for completion and help. */
export const commandsOf = (personality: Personality): readonly Command[] => systems[personality]

export function* runLine(session: Session, line: string): Program {
  const steps = splitCommands(line)
  if (!Array.isArray(steps)) return fail(session, `sh: ${steps.error}\n`, EXIT_SYNTAX)
  const { interruptions } = session.process
  let status = 0
  for (const { when, words } of steps) {
    if (when !== 'always' && (status === 0) !== (when === 'success')) continue
    status = yield* runCommand(session, words)
    // Ctrl-C ends the line, also where the command took it as a wish to sum up.
    if (session.process.interruptions !== interruptions) break
  }
  return status
}

function* runCommand(session: Session, words: readonly string[]): Program {
  const [name, ...args] = words as [string, ...string[]]
  if (name === 'help') return help(session, args)
  const command = find(session, name)
  if (command === null) return notFound(session, name)
  if (args.length === 1 && args[0] === '--help') return describe(session, command)
  const result = command.run(session, args)
  return typeof result === 'number' ? result : yield* result
}

function find(session: Session, name: string): Command | null {
  return commandsOf(session.system.personality).find((each) => each.name === name) ?? null
}

function help(session: Session, args: readonly string[]): number {
  const [name] = args
  if (name !== undefined) {
    const command = find(session, name)
    return command === null ? notFound(session, name) : describe(session, command)
  }
  const list = commandsOf(session.system.personality)
  for (const each of list) session.process.tty.write(`${each.name.padEnd(13)}${each.summary}\n`)
  return fail(session, '`COMMAND --help` says how one is used. Ctrl-C interrupts.\n', 0)
}

const describe = (session: Session, { name, summary, usage }: Command): number =>
  fail(session, `${name}: ${summary}\n${usage}`, 0)

function notFound(session: Session, name: string): number {
  const other = (Object.keys(systems) as Personality[]).find((each) => systems[each].some((c) => c.name === name))
  const where = other === undefined ? '' : ` (it is a command of ${hints[other]})`
  const known = commandsOf(session.system.personality).map((each) => each.name)
  return fail(session, `sh: ${name}: not found${where}. This system knows: ${known.join(', ')}, help\n`, EXIT_NOT_FOUND)
}
