// One command line of a console, as a program: find the command the system knows, run it, answer with its exit status.

import type { Personality } from '@etherloom/machine'
import type { Program } from '@etherloom/proc'
import type { Command, Session } from './command.ts'
import { dladm } from './commands/dladm.ts'
import { pingFreebsd } from './commands/ping-freebsd.ts'
import { pingIllumos } from './commands/ping-illumos.ts'
import { splitWords } from './words.ts'

const EXIT_NOT_FOUND = 127
const EXIT_SYNTAX = 2

const commands: { readonly [P in Personality]: readonly Command[] } = {
  freebsd: [{ name: 'ping', summary: 'send ICMP echo requests to a host', run: pingFreebsd }],
  illumos: [
    { name: 'ping', summary: 'send ICMP echo requests to a host', run: pingIllumos },
    { name: 'dladm', summary: 'administer data links: create-vnic, delete-vnic, show-vnic', run: dladm },
  ],
}

/** Commands a system of this kind knows, for completion and help. */
export const commandsOf = (personality: Personality): readonly Command[] => commands[personality]

export function* runLine(session: Session, line: string): Program {
  const { tty } = session.process
  const { personality } = session.system
  const words = splitWords(line)
  if (!Array.isArray(words)) {
    tty.write(`sh: ${words.error}\n`)
    return EXIT_SYNTAX
  }
  const [name, ...args] = words
  if (name === undefined) return 0
  if (name === 'help') {
    for (const each of commandsOf(personality)) tty.write(`${each.name.padEnd(10)}${each.summary}\n`)
    return 0
  }
  const command = commandsOf(personality).find((each) => each.name === name)
  if (command !== undefined) return yield* command.run(session, args)
  const others = Object.entries(commands).filter(([, list]) => list.some((each) => each.name === name))
  const where =
    others.length > 0
      ? ` (it is a command of ${others[0]![0] === 'illumos' ? 'illumos: use a zone' : 'FreeBSD: use a jail'})`
      : ''
  tty.write(
    `sh: ${name}: not found${where}. This system knows: ${commandsOf(personality)
      .map((each) => each.name)
      .join(', ')}, help\n`,
  )
  return EXIT_NOT_FOUND
}
