// ndp(8) as illumos has it: IPv6 neighbors, shown once or again and again, and forgotten. Exit status: 0, or 1 when misused or
// when there is nothing to forget.
import type { Ifnet } from '@etherloom/net'
import { Interrupted, type Program, sleep } from '@etherloom/proc'
import { compareIn6, formatIn6, formatMac, type In6Addr } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { hostName6, resolveScoped } from '../../hosts.ts'
import { ip6Of } from '../../interfaces.ts'
import { getopt, readNumber } from '../../options.ts'
import { mediaTable6 } from './media-table.ts'

const USAGE = `Usage: ndp [-n] [-i iface] hostname
       ndp [-n] [-i iface] -d nodeaddr
       ndp [-n] -a
       ndp [-n] -A period
`
export const ndp: Command = { name: 'ndp', summary: 'show and forget IPv6 neighbors', usage: USAGE, run }

const MAX_PERIOD_S = 86_400

function run(session: Session, args: readonly string[]): Program | number {
  const parsed = getopt(args, 'aA:d:i:n', 'fs')
  if (typeof parsed === 'string') return fail(session, `ndp: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  const numeric = options.has('n')
  const actions = ['a', 'A', 'd'].filter((letter) => options.has(letter))
  if (actions.length > 1 || operands.length !== (actions.length === 0 ? 1 : 0)) return fail(session, USAGE)
  if (options.has('a')) return fail(session, mediaTable6(session, numeric), 0)
  const period = options.get('A')
  if (period !== undefined) return watch(session, period, numeric)
  const host = options.get('d') ?? operands[0]!
  const found = meant(session, host, options.get('i'))
  if (typeof found === 'string') return fail(session, found)
  return options.has('d') ? forget(session, found) : fail(session, line(session, found, numeric), 0)
}

function* watch(session: Session, period: string, numeric: boolean): Program {
  const seconds = readNumber(period)
  if (seconds === null || seconds < 1)
    return fail(session, `ndp: Given period should be a positive integer, not "${period}"\n${USAGE}`)
  if (seconds > MAX_PERIOD_S)
    return fail(session, `ndp: Given period should be shorter than a day; given "${period}" seconds\n${USAGE}`)
  try {
    for (;;) {
      session.process.tty.write(mediaTable6(session, numeric))
      yield* sleep(session.process, seconds * 1e9)
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    session.process.tty.write('^C\n')
    return 130
  }
}

interface Meant {
  readonly ip: In6Addr
  readonly ifp: Ifnet
}

/** An address and the interface it is, or would be, on; or why there is none. */
function meant(session: Session, host: string, iface: string | undefined): Meant | string {
  const target = resolveScoped(session, host)
  if (target === null) return `ndp: Unable to lookup ${host}: node name or service name not known\n`
  const { vnet } = session.process
  const named = iface === undefined ? target.ifp : vnet.ifnet(iface)
  if (iface !== undefined && named === null) return `ndp: Couldn't lookup ${formatIn6(target.ip)}: no such interface\n`
  const ip6 = ip6Of(vnet)
  const ifp = named ?? ip6?.addresses.find(target.ip)?.ifp ?? ip6?.addresses.linkOf(target.ip) ?? null
  if (ifp !== null) return { ip: target.ip, ifp }
  return `ndp: An appropriate interface for the address ${formatIn6(target.ip)} is not in the routing table; use -i to force an interface\n`
}

function line(session: Session, { ip, ifp }: Meant, numeric: boolean): string {
  const address = formatIn6(ip)
  const who = `${address} (${(numeric ? null : hostName6(session, ip)) ?? address})`
  const ip6 = ip6Of(session.process.vnet)
  if (ip6?.addresses.find(ip)?.ifp === ifp) return `${who} at ${formatMac(ifp.mac)}\n`
  const known = ip6?.nd6.list().find((each) => each.ifp === ifp && compareIn6(each.ip, ip) === 0)
  if (known === undefined || known.mac === null) return `${who} -- no entry\n`
  return `${who} at ${formatMac(known.mac)}${known.isRouter ? ' router' : ''} temp\n`
}

function forget(session: Session, { ip, ifp }: Meant): number {
  const removed = ip6Of(session.process.vnet)?.nd6.remove(ifp, ip) ?? false
  return removed ? 0 : fail(session, `ndp: No entry for ${formatIn6(ip)}\n`)
}
