// sleep(1), in the kernel's time. FreeBSD takes fractions and units (`0.5`, `2m`); so does this one on both systems.
import { type Program, sleep as pause } from '@etherloom/proc'
import { type Command, fail, type Session } from '../command.ts'

const USAGE =
  'usage: sleep number[unit] ...\nUnit can be s (seconds, the default), m (minutes), h (hours) or d (days).\n'
export const sleep: Command = { name: 'sleep', summary: 'wait for some seconds', usage: USAGE, run }

const units: { readonly [unit: string]: number } = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }
const MAX_S = 1e9

function* run(session: Session, args: readonly string[]): Program {
  if (args.length === 0) return fail(session, USAGE)
  let seconds = 0
  for (const arg of args) {
    const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(arg)
    if (match === null) return fail(session, `sleep: invalid time interval: ${arg}\n`)
    seconds += Number(match[1]) * units[match[2]!]!
  }
  if (seconds > MAX_S) return fail(session, 'sleep: time interval out of range\n')
  yield* pause(session.process, seconds * 1e9)
  return 0
}
