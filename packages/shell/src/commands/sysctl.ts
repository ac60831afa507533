// sysctl(8) of FreeBSD, for the few of its variables that a drawn node has. Exit status: 0, or 1 when one of them failed.
import type { Program, SystemCall } from '@etherloom/proc'
import { renameNode } from '@etherloom/topology'
import { type Command, fail, type Session } from '../command.ts'
import { forwards, setForwarding } from '../forwarding.ts'
import { getopt } from '../options.ts'
import { proposeAs } from '../propose.ts'

const USAGE = 'usage: sysctl [-en] name[=value] ...\n       sysctl [-en] -a\n'
export const sysctl: Command = { name: 'sysctl', summary: 'show and set kernel state: forwarding', usage: USAGE, run }

interface Variable {
  read(session: Session): string
  /** Null when it is done, else why not. Missing: it is read only. */
  write?: (session: Session, value: string, typed: readonly string[]) => SystemCall<string | null>
}

const forwarding: Variable = {
  read: (session) => (forwards(session) ? '1' : '0'),
  write: function* (session, value, typed) {
    if (!/^-?\d+$/.test(value)) return `invalid integer '${value}'`
    // In the kernel of FreeBSD it is a number, of which any but 0 forwards; of a drawn node it is a switch.
    if (Number(value) !== 0 && Number(value) !== 1) return `${typed[1]}: a drawn node has it on or off: give 1 or 0`
    return yield* setForwarding(session, Number(value) === 1, typed)
  },
}

const variables = new Map<string, Variable>([
  [
    'kern.hostname',
    {
      read: ({ system }) => system.name,
      write: function* (session, value, typed) {
        return yield* proposeAs(session, typed, () => renameNode(session.document(), session.node, value))
      },
    },
  ],
  ['kern.ostype', { read: () => 'FreeBSD' }],
  ['net.inet.ip.forwarding', forwarding],
  ['net.inet.ip.ttl', { read: () => '64' }],
  ['net.inet6.ip6.forwarding', forwarding],
  ['net.inet6.ip6.hlim', { read: () => '64' }],
])

function* run(session: Session, args: readonly string[]): Program {
  const parsed = getopt(args, 'aeinq', 'AbBdfFhNoRtTWxX')
  if (typeof parsed === 'string') return fail(session, `sysctl: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  if (options.has('a') === operands.length > 0) return fail(session, USAGE)
  let status = 0
  for (const operand of options.has('a') ? variables.keys() : operands) {
    const [name, value] = split(operand)
    const error: string | null = yield* one(
      session,
      name,
      value,
      options.has('n') ? '' : `${name}${options.has('e') ? '=' : ': '}`,
    )
    if (error === null) continue
    session.process.tty.write(`sysctl: ${error}\n`)
    status = 1
  }
  return status
}

const split = (operand: string): [string, string | null] => {
  const at = operand.indexOf('=')
  return at < 0 ? [operand, null] : [operand.slice(0, at), operand.slice(at + 1)]
}

function* one(session: Session, name: string, value: string | null, label: string): SystemCall<string | null> {
  const variable = variables.get(name)
  if (variable === undefined) {
    const below = [...variables].filter(([each]) => each.startsWith(`${name}.`))
    if (below.length === 0 || value !== null) return `unknown oid '${name}'`
    for (const [each, { read }] of below) session.process.tty.write(`${each}: ${read(session)}\n`)
    return null
  }
  const before = variable.read(session)
  if (value === null) {
    session.process.tty.write(`${label}${before}\n`)
    return null
  }
  if (variable.write === undefined) return `oid '${name}' is read only`
  const error = yield* variable.write(session, value, ['sysctl', `${name}=${value}`])
  if (error === null) session.process.tty.write(`${label}${before} -> ${variable.read(session)}\n`)
  return error
}
