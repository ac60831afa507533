// netstat(8) as illumos has it, of what it shows the routing tables (-r), neighbors (-p) and interfaces (-i). Exit status: 0, or 1 when misused.
import { formatIn6 } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { nameOrAddress } from '../../hosts.ts'
import { isLoopback } from '../../interfaces.ts'
import { getopt } from '../../options.ts'
import { mediaTable } from '../arp/media-table.ts'
import { mediaTable6 } from '../ndp/media-table.ts'
import { illumosTable } from './interfaces.ts'
import { linkLocalNetworks, type RouteRow, routes4, routes6 } from './routes.ts'

const USAGE = `usage: netstat -r [-an] [-f inet | inet6]
       netstat -p [-n] [-f inet | inet6]
       netstat -i [-n] [-f inet | inet6]
`
export const netstat: Command = {
  name: 'netstat',
  summary: 'show the routing tables (-rn), neighbors (-p) and interfaces (-i)',
  usage: USAGE,
  run,
}

function run(session: Session, args: readonly string[]): number {
  const parsed = getopt(args, 'af:inrpv', 'cdDgIkmMPsT')
  if (typeof parsed === 'string') return fail(session, `netstat: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  const routes = options.has('r')
  const asked = ['r', 'p', 'i'].filter((letter) => options.has(letter))
  if (asked.length !== 1 || operands.length > 0) return fail(session, USAGE)
  const family = options.get('f') ?? 'all'
  if (!['inet', 'inet6', 'all'].includes(family)) return fail(session, `netstat: ${family}: unknown address family\n`)
  const { tty, vnet } = session.process
  if (options.has('i')) {
    for (const each of family === 'all' ? (['inet', 'inet6'] as const) : [family as 'inet' | 'inet6'])
      tty.write(illumosTable(vnet, each))
    return 0
  }
  const all = options.has('a')
  const numeric = options.has('n')
  if (family !== 'inet6') tty.write(routes ? table4(session, all, numeric) : `\n${mediaTable(session, numeric)}`)
  if (family !== 'inet') tty.write(routes ? table6(session, all, numeric) : mediaTable6(session, numeric))
  return 0
}

const HEAD4 = `
Routing Table: IPv4
  Destination           Gateway           Flags  Ref     Use     Interface
-------------------- -------------------- ----- ----- ---------- ---------
`
const HEAD6 = `
Routing Table: IPv6
  Destination/Mask            Gateway                   Flags Ref   Use    If
--------------------------- --------------------------- ----- --- ------- -----
`
/** References are not counted here: one a route. Uses are not counted either. */
const REFS = '1'
const USES = '0'

function table4(session: Session, all: boolean, numeric: boolean): string {
  const rows = routes4(session.process.vnet).filter((row) => shown(row, all))
  const lines = rows.map((row) => {
    // Networks without their length, as routing tables of IPv4 were once read.
    const destination = row.destination.split('/')[0]!
    const gateway = row.gateway ?? row.own ?? row.destination
    const name = (text: string) => (numeric ? text : nameOrAddress(session, text))
    return `${(row.host ? name(destination) : destination).padEnd(20)} ${name(gateway).padEnd(20)} ${flagsOf(row).padEnd(5)} ${REFS.padStart(5)} ${USES.padStart(10)} ${row.ifp.name}\n`
  })
  return `${HEAD4}${lines.join('')}`
}

function table6(session: Session, all: boolean, numeric: boolean): string {
  const { vnet } = session.process
  const rows = routes6(vnet).filter((row) => shown(row, all) && !row.destination.startsWith('fe80:'))
  const name = (text: string) => (numeric ? text : nameOrAddress(session, text))
  const lines = rows.map((row) => {
    const destination = row.host ? name(row.destination) : row.destination
    return line6(destination, name(row.gateway ?? row.own ?? ''), flagsOf(row), row.ifp.name)
  })
  const links = linkLocalNetworks(vnet).map(({ ifp, own }) => line6('fe80::/10', name(formatIn6(own)), 'U', ifp.name))
  return `${HEAD6}${[...lines, ...links].join('')}`
}

const line6 = (destination: string, gateway: string, flags: string, ifp: string) =>
  `${destination.padEnd(27)} ${gateway.padEnd(27)} ${flags.padEnd(5)} ${REFS.padStart(3)} ${USES.padStart(7)} ${ifp}\n`

/** Addresses of one's own are shown on demand, but for the loopback ones. */
const shown = (row: RouteRow, all: boolean) => row.origin !== 'own' || all || isLoopback(row.ifp)

function flagsOf({ gateway, host, kind, origin }: RouteRow): string {
  const words = [
    'U',
    gateway === null ? '' : 'G',
    host ? 'H' : '',
    origin === 'dynamic' ? 'D' : '',
    kind === 'reject' ? 'R' : '',
    kind === 'blackhole' ? 'B' : '',
  ]
  return words.join('')
}
