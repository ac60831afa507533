// route(8) as FreeBSD 14 has it. What it adds and deletes is part of the drawing. Exit status: 0, 1 when the table says no,
// 64 (EX_USAGE), 68 (EX_NOHOST).
import type { Program } from '@etherloom/proc'
import { record, setRoutes } from '@etherloom/topology'
import { type Command, fail, type Session } from '../../command.ts'
import { getopt } from '../../options.ts'
import { proposeAs } from '../../propose.ts'
import { change, type Outcome, type Verb } from './change.ts'
import { askedAddress, flagNames, headLines, lookUp, metrics } from './get.ts'
import { type Botched, type RouteWords, readWords } from './words.ts'

const USAGE = `usage: route [-46nq] add [-net | -host] destination gateway [netmask]
       route [-46nq] change [-net | -host] destination gateway [netmask]
       route [-46nq] delete [-net | -host] destination [gateway] [netmask]
       route [-46n] get destination
       route [-nq] flush
`
export const route: Command = { name: 'route', summary: 'add, delete and look up routes', usage: USAGE, run }

const EX_USAGE = 64
const EX_NOHOST = 68

function run(session: Session, args: readonly string[]): Program | number {
  const parsed = getopt(args, '46nqv', 'dt')
  if (typeof parsed === 'string') return fail(session, `route: ${parsed}\n${USAGE}`, EX_USAGE)
  const { options, operands } = parsed
  const [verb, ...rest] = operands
  const quiet = options.has('q')
  if (verb === 'flush' && rest.length === 0) return flush(session, quiet)
  if (verb === 'monitor' || verb === 'show') return fail(session, `route: ${verb} is not supported here\n`, EX_USAGE)
  if (verb !== 'add' && verb !== 'delete' && verb !== 'del' && verb !== 'change' && verb !== 'get')
    return fail(session, verb === undefined ? USAGE : `route: botched keyword: ${verb}\n${USAGE}`, EX_USAGE)
  const words = readWords(session, rest, options.has('6') ? 6 : options.has('4') ? 4 : null)
  if ('why' in words) return refuse(session, words)
  if (verb === 'get') return get(session, words, options.has('n'))
  const deed = verb === 'del' ? 'delete' : verb
  if (deed !== 'delete' && words.gateway === null) return fail(session, USAGE, EX_USAGE)
  return edit(session, deed, words, args, quiet)
}

function refuse(session: Session, { why, word }: Botched): number {
  if (why === 'address') return fail(session, `route: bad address: ${word}\n`, EX_NOHOST)
  if (why === 'unsupported') return fail(session, `route: -${word} is not supported here: leave it out\n`, EX_USAGE)
  return fail(session, why === 'keyword' ? `route: botched keyword: ${word}\n${USAGE}` : USAGE, EX_USAGE)
}

function* edit(session: Session, verb: Verb, words: RouteWords, args: readonly string[], quiet: boolean): Program {
  const outcome: Outcome = yield* change(session, verb, words, args)
  // The length is cut off where it was read.
  const destination = words.typedDestination.split('/')[0]
  const gateway = words.typedGateway === null ? '' : `: gateway ${words.typedGateway}`
  const line = `${verb} ${words.host ? 'host' : 'net'} ${destination}${gateway}`
  if (outcome === null) return fail(session, quiet ? '' : `${line}\n`, 0)
  const { warning, words: why } =
    typeof outcome === 'string' ? errors[outcome] : { warning: null, words: outcome.refused }
  return fail(session, `${warning === null ? '' : `route: ${warning}\n`}${quiet ? '' : `${line} fib 0: ${why}\n`}`)
}

const errors = {
  EEXIST: { warning: 'message indicates error: File exists', words: 'route already in table' },
  ESRCH: { warning: 'route has not been found', words: 'not in table' },
  ENETUNREACH: { warning: 'message indicates error: Network is unreachable', words: 'Network is unreachable' },
}

function get(session: Session, words: RouteWords, numeric: boolean): number {
  const asked = askedAddress(words)
  const found = lookUp(session.process.vnet, asked)
  if (found === null) return fail(session, 'route: route has not been found\n')
  const lines = [
    ...headLines(session, asked, found, numeric),
    '        fib: 0',
    `  interface: ${found.ifname}`,
    `      flags: ${flagNames(found.row, 'freebsd')}`,
    ' recvpipe  sendpipe  ssthresh  rtt,msec    mtu        weight    expire',
    metrics([0, 0, 0, 0, found.mtu, 1, 0]),
  ]
  return fail(session, `${lines.join('\n')}\n`, 0)
}

/** Deletes every route that was typed or drawn; those that are computed, or come with addresses, stay. */
function* flush(session: Session, quiet: boolean): Program {
  const { routes } = record(session.document(), session.node)
  if (routes.length === 0) return 0
  const refused = yield* proposeAs(session, ['route', 'flush'], () => setRoutes(session.document(), session.node, []))
  if (refused !== null) return fail(session, `route: ${refused}\n`)
  if (!quiet)
    for (const { destination, gateway } of routes)
      session.process.tty.write(`${destination.padEnd(20)} ${gateway.padEnd(20)} done\n`)
  return 0
}
