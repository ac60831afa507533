// netstat(1) as FreeBSD 14 has it, of what it shows the routing tables (-r) and interfaces (-i). Exit status: 0, or 1 when misused.
import { inetOf } from '@etherloom/inet'
import type { Vnet } from '@etherloom/net'
import { formatIn6 } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { nameOrAddress } from '../../hosts.ts'
import { indexOf } from '../../interfaces.ts'
import { getopt } from '../../options.ts'
import { freebsdTable } from './interfaces.ts'
import { linkLocalNetworks, type RouteRow, routes4, routes6 } from './routes.ts'

const USAGE = 'usage: netstat -r [-46n] [-f inet | inet6]\n       netstat -i [-n]\n'
export const netstat: Command = {
  name: 'netstat',
  summary: 'show the routing tables (-rn) and interfaces (-i)',
  usage: USAGE,
  run,
}

/** Widths of the columns, each followed by a space. */
const WIDTHS = { inet: [18, 18, 6, 8], inet6: [33, 29, 6, 8] } as const

function run(session: Session, args: readonly string[]): number {
  const parsed = getopt(args, '46f:inr', 'aABbCcdFghILlMmNpPQRsSTwWxz')
  if (typeof parsed === 'string') return fail(session, `netstat: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  if (options.has('r') === options.has('i') || operands.length > 0) return fail(session, USAGE)
  if (options.has('i')) return fail(session, freebsdTable(session.process.vnet), 0)
  const family = options.get('f') ?? (options.has('4') ? 'inet' : options.has('6') ? 'inet6' : 'all')
  if (!['inet', 'inet6', 'all'].includes(family)) return fail(session, `netstat: ${family}: unknown address family\n`)
  const { tty, vnet } = session.process
  const named = options.has('n') ? null : session
  tty.write('Routing tables\n')
  if (family !== 'inet6') tty.write(table(vnet, 'Internet', routes4(vnet), WIDTHS.inet, named))
  const rows = routes6(vnet)
  if (family !== 'inet' && (rows.length > 0 || family === 'inet6'))
    tty.write(table(vnet, 'Internet6', withLinkLocal(vnet, rows), WIDTHS.inet6, named))
  return 0
}

function table(
  vnet: Vnet,
  title: string,
  rows: readonly RouteRow[],
  widths: readonly [number, number, number, number],
  named: Session | null,
): string {
  const line = (destination: string, gateway: string, flags: string, netif: string) =>
    `${destination.padEnd(widths[0])} ${gateway.padEnd(widths[1])} ${flags.padEnd(widths[2])} ${netif.padStart(widths[3])}`
  const lines = rows.map((row) => {
    const { ifp, link } = via(vnet, row)
    const destination = row.host && named !== null ? nameOrAddress(named, row.destination) : row.destination
    const gateway = row.gateway === null ? link : named === null ? row.gateway : nameOrAddress(named, row.gateway)
    return line(destination, gateway, flagsOf(row), ifp)
  })
  return `\n${title}:\n${line('Destination', 'Gateway', 'Flags', 'Netif')} Expire\n${lines.map((each) => `${each}\n`).join('')}`
}

/** The node's own addresses lead to itself: lo0. */
function via(vnet: Vnet, { ifp, origin }: RouteRow): { ifp: string; link: string } {
  const { lo } = inetOf(vnet)
  const out = origin === 'own' ? lo : ifp
  return { ifp: out.name, link: `link#${indexOf(out)}` }
}

function flagsOf({ gateway, host, kind, origin, destination }: RouteRow): string {
  const loopback = destination === '127.0.0.1'
  return [
    'U',
    gateway === null ? '' : 'G',
    host ? 'H' : '',
    kind === 'reject' ? 'R' : '',
    origin === 'dynamic' ? 'D' : '',
    origin === 'static' || (origin === 'own' && !loopback) ? 'S' : '',
    kind === 'blackhole' ? 'B' : '',
  ].join('')
}

/** fe80::%eth0/64 and the like, in their place among the others: before what has a zone of its own. */
function withLinkLocal(vnet: Vnet, rows: readonly RouteRow[]): RouteRow[] {
  const networks = linkLocalNetworks(vnet).map(
    ({ ifp, own }): RouteRow => ({
      destination: `fe80::%${ifp.name}/64`,
      prefixLen: 64,
      host: false,
      gateway: null,
      kind: 'unicast',
      origin: 'connected',
      ifp,
      own: formatIn6(own),
    }),
  )
  const at = rows.findIndex(({ destination }) => destination.startsWith('fe80:'))
  return at < 0 ? [...rows, ...networks] : [...rows.slice(0, at), ...networks, ...rows.slice(at)]
}
