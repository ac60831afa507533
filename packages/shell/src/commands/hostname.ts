// hostname(1): the node's name, which is what the drawing calls it. Exit status: 0, or 1 when the name cannot be had.
import type { Program } from '@etherloom/proc'
import { renameNode } from '@etherloom/topology'
import { type Command, fail, type Session } from '../command.ts'
import { proposeAs } from '../propose.ts'

const USAGE = 'usage: hostname [-s] [name-of-host]\n'
/** As a name in the drawing; the systems themselves take four times as many, and none at all. */
const LONGEST = 64

const hostname = (refusal: string): Command => ({
  name: 'hostname',
  summary: 'show or set the name of this node',
  usage: USAGE,
  run: (session, args) => run(session, args, refusal),
})
/** Each system says it in its own words when the kernel does not take a name. */
export const freebsdHostname = hostname('sethostname')
export const illumosHostname = hostname('error in setting name')

function run(session: Session, args: readonly string[], refusal: string): Program | number {
  const words = args.filter((arg) => arg !== '-s')
  const [name] = words
  if (name === undefined) return fail(session, `${session.system.name}\n`, 0)
  if (words.length > 1 || name.startsWith('-')) return fail(session, USAGE)
  if (name === '' || name.length > LONGEST) return fail(session, `hostname: ${refusal}: Invalid argument\n`)
  return rename(session, name)
}

function* rename(session: Session, name: string): Program {
  const refused = yield* proposeAs(session, ['hostname', name], () =>
    renameNode(session.document(), session.node, name),
  )
  return refused === null ? 0 : fail(session, `hostname: ${refused}\n`)
}
