// ndp(8) of FreeBSD: IPv6 neighbors, shown and forgotten. Exit status: 0, or 1 when misused or when an entry is not there.
import type { Ip6, NeighborState } from '@etherloom/inet'
import type { Ifnet } from '@etherloom/net'
import { compareIn6, formatMac, type In6Addr } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { hostName6, resolve6 } from '../../hosts.ts'
import { formatScoped, indexOf, ip6Of, isLoopback } from '../../interfaces.ts'
import { getopt } from '../../options.ts'

const USAGE = `usage: ndp [-n] -a
       ndp [-n] hostname
       ndp -d hostname
       ndp -c
`
export const ndp: Command = { name: 'ndp', summary: 'show and forget IPv6 neighbors', usage: USAGE, run }

interface Row {
  readonly ip: In6Addr
  readonly ifp: Ifnet
  readonly mac: number | null
  /** Null: one's own address, which never expires. */
  readonly state: NeighborState | null
  readonly expiresInS: number
  readonly isRouter: boolean
}

function run(session: Session, args: readonly string[]): number {
  const parsed = getopt(args, 'acdn', 'AfHiIpPrRst')
  if (typeof parsed === 'string') return fail(session, `ndp: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  const ip6 = ip6Of(session.process.vnet)
  const rows = ip6 === null ? [] : rowsOf(ip6)
  const named = options.has('n') ? null : session
  const [host] = operands
  if (options.has('a') && host === undefined)
    return fail(session, HEAD + rows.map((row) => line(named, row)).join(''), 0)
  if (options.has('c') && host === undefined) {
    for (const { ip, ifp, state } of rows) if (state !== null) forget(session, ip6!, ip, ifp)
    return 0
  }
  if (host === undefined || operands.length > 1 || options.has('a') || options.has('c')) return fail(session, USAGE)
  const [name, zone] = host.split('%')
  const ip = resolve6(session, name!)
  if (ip === null) return fail(session, `ndp: ${host}: Name does not resolve\n`)
  const found = rows.filter((row) => compareIn6(row.ip, ip) === 0 && (zone === undefined || row.ifp.name === zone))
  const [row] = found
  if (row === undefined)
    return fail(session, options.has('d') ? `ndp: delete: cannot locate ${host}\n` : `${host} (${host}) -- no entry\n`)
  if (!options.has('d')) return fail(session, HEAD + found.map((each) => line(named, each)).join(''), 0)
  if (row.state === null) return fail(session, `ndp: delete: cannot delete non-NDP entry\n`)
  forget(session, ip6!, row.ip, row.ifp)
  return 0
}

function forget(session: Session, ip6: Ip6, ip: In6Addr, ifp: Ifnet): void {
  ip6.nd6.remove(ifp, ip)
  const text = formatScoped(ip, ifp)
  session.process.tty.write(`${text} (${text}) deleted\n`)
}

function rowsOf(ip6: Ip6): Row[] {
  const own = ip6.addresses.list
    .filter(({ ifp }) => !isLoopback(ifp))
    .map(({ ip, ifp }) => ({ ip, ifp, mac: ifp.mac, state: null, expiresInS: 0, isRouter: false }))
  return [...own, ...ip6.nd6.list()].sort((a, b) => indexOf(a.ifp) - indexOf(b.ifp) || compareIn6(a.ip, b.ip))
}

// The last two headings read so in FreeBSD 14: format letters of the library that prints them.
const HEAD = `${'Neighbor'.padEnd(36)} ${'Linklayer Address'.padEnd(17)}  ${'Netif'} ${'Expire'.padEnd(9)} 1s 5s\n`
const letters: { readonly [S in NeighborState]: string } = {
  incomplete: 'I',
  reachable: 'R',
  stale: 'S',
  delay: 'D',
  probe: 'P',
}

function line(session: Session | null, { ip, ifp, mac, state, expiresInS, isRouter }: Row): string {
  const who = (session === null ? null : hostName6(session, ip)) ?? formatScoped(ip, ifp)
  const link = mac === null ? '(incomplete)' : formatMac(mac)
  const life = state === null ? 'permanent' : state === 'incomplete' ? 'expired' : duration(expiresInS)
  const words = `${who.padEnd(36)} ${link.padEnd(17)} ${ifp.name.padStart(6)} ${life.padEnd(9)} ${state === null ? 'R' : letters[state]}`
  return `${words}${isRouter ? ' R' : ''}\n`
}

/** `23h59m58s`, without what is nought in front. */
function duration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const
  const from = parts.findIndex(([n]) => n > 0)
  return (from < 0 ? parts.slice(-1) : parts.slice(from)).map(([n, unit]) => `${n}${unit}`).join('')
}
