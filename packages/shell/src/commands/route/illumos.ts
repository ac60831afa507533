// route(8) as illumos has it. What it adds and deletes is part of the drawing, so -p ("persistent") goes without saying.
// Exit status: 0, 1 when misused, else the error's number.
import type { Program } from '@etherloom/proc'
import { type Command, fail, type Session } from '../../command.ts'
import { getopt } from '../../options.ts'
import { change, type Outcome, type Verb } from './change.ts'
import { askedAddress, flagNames, headLines, lookUp, metrics } from './get.ts'
import { type Botched, type RouteWords, readWords } from './words.ts'

const USAGE = `usage: route [-npq] add [-net | -host] destination gateway [netmask]
       route [-npq] change [-net | -host] destination gateway [netmask]
       route [-npq] delete [-net | -host] destination gateway [netmask]
       route [-n] get destination
`
export const route: Command = { name: 'route', summary: 'add, delete and look up routes', usage: USAGE, run }

const ESRCH = 3

function run(session: Session, args: readonly string[]): Program | number {
  const parsed = getopt(args, 'npqv', 'dftR')
  if (typeof parsed === 'string') return fail(session, `route: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  const [verb, ...rest] = operands
  if (verb === 'monitor' || verb === 'flush' || verb === 'show')
    return fail(session, `route: ${verb} is not supported here\n`)
  if (verb !== 'add' && verb !== 'delete' && verb !== 'change' && verb !== 'get')
    return fail(session, verb === undefined ? USAGE : `route: botched keyword: ${verb}\n${USAGE}`)
  const words = readWords(session, rest, null)
  if ('why' in words) return refuse(session, words)
  if (verb === 'get') return get(session, words, options.has('n'))
  if (words.gateway === null) return fail(session, 'route: gateway required for add or delete command\n')
  if (options.has('p') && verb === 'change') return fail(session, 'route: change command not supported with -p\n')
  return edit(session, verb, words, args, { quiet: options.has('q'), persistent: options.has('p') })
}

function refuse(session: Session, { why, word }: Botched): number {
  if (why === 'address') return fail(session, `${word}: bad value\n`)
  if (why === 'unsupported') return fail(session, `route: -${word} is not supported here: leave it out\n`)
  return fail(session, why === 'keyword' ? `route: botched keyword: ${word}\n` : 'route: destination required\n')
}

interface Manner {
  readonly quiet: boolean
  readonly persistent: boolean
}

function* edit(session: Session, verb: Verb, words: RouteWords, args: readonly string[], manner: Manner): Program {
  const outcome: Outcome = yield* change(session, verb, words, args)
  const line = (how: string) =>
    `${verb} ${how}${words.host ? 'host' : 'net'} ${words.typedDestination}: gateway ${words.typedGateway}`
  if (outcome === null)
    return fail(session, manner.quiet ? '' : `${line('')}\n${manner.persistent ? `${line('persistent ')}\n` : ''}`, 0)
  const { number, words: why } = typeof outcome === 'string' ? errors[outcome] : { number: 1, words: outcome.refused }
  return fail(session, `${line('')}: ${why}\n`, number)
}

const errors = {
  EEXIST: { number: 17, words: 'entry exists' },
  ESRCH: { number: ESRCH, words: 'not in table' },
  ENETUNREACH: { number: 128, words: 'Network is unreachable' },
}

function get(session: Session, words: RouteWords, numeric: boolean): number {
  const asked = askedAddress(words)
  const found = lookUp(session.process.vnet, asked)
  if (found === null) return fail(session, `${numeric ? ` ${asked}` : words.typedDestination}: not in table\n`, ESRCH)
  const lines = [
    ...headLines(session, asked, found, numeric),
    `  interface: ${found.ifname}`,
    `      flags: ${flagNames(found.row, 'illumos')}`,
    ' recvpipe  sendpipe  ssthresh    rtt,ms rttvar,ms  hopcount      mtu     expire',
    metrics([0, 0, 0, 0, 0, 0, found.mtu, 0]),
  ]
  return fail(session, `${lines.join('\n')}\n`, 0)
}
