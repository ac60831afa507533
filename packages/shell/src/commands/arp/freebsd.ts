// arp(8) as FreeBSD has it. Exit status: 0, or 1 when misused or when an entry is not there.
import { formatIpv4, formatMac } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { hostName, resolve } from '../../hosts.ts'
import { getopt } from '../../options.ts'
import { type ArpRow, arpRows, forget } from './neighbors.ts'

const USAGE = `usage: arp [-n] [-i interface] hostname
       arp [-n] [-i interface] -a
       arp -d hostname
       arp -d [-i interface] -a
`
export const arp: Command = { name: 'arp', summary: 'show and forget IPv4 neighbors', usage: USAGE, run }

function run(session: Session, args: readonly string[]): number {
  const parsed = getopt(args, 'adi:n', 'fsS')
  if (typeof parsed === 'string') return fail(session, `arp: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  const [host] = operands
  const name = options.get('i')
  if (name !== undefined && session.process.vnet.ifnet(name) === null)
    return fail(session, `arp: interface ${name} does not exist\n`)
  const rows = arpRows(session).filter(({ ifp }) => name === undefined || ifp.name === name)
  const print = (row: ArpRow) => fail(session, line(options.has('n') ? null : session, row), 0)
  if (options.has('a') && host === undefined) {
    if (!options.has('d')) rows.forEach(print)
    else for (const { own, ip, address } of rows) if (!own) remove(session, address, ip)
    return 0
  }
  if (host === undefined || operands.length > 1 || options.has('a')) return fail(session, USAGE)
  const ip = resolve(session, host)
  if (ip === null) return fail(session, `arp: ${host}: Unknown host\n`)
  if (options.has('d')) return remove(session, host, ip)
  const row = rows.find((each) => each.ip === ip)
  return row === undefined ? fail(session, `${host} (${formatIpv4(ip)}) -- no entry\n`) : print(row)
}

/** An own address is no neighbor: it goes with its interface's address. */
function remove(session: Session, host: string, ip: number): number {
  return forget(session, ip)
    ? fail(session, `${host} (${formatIpv4(ip)}) deleted\n`, 0)
    : fail(session, `arp: delete: cannot locate ${host}\n`)
}

/** Named by `session`, or `?`. */
function line(session: Session | null, { ip, address, mac, ifp, expiresInS, own }: ArpRow): string {
  const name = (session === null ? null : hostName(session, ip)) ?? '?'
  const life = own ? 'permanent' : mac === null || expiresInS === null ? 'expired' : `expires in ${expiresInS} seconds`
  return `${name} (${address}) at ${mac === null ? '(incomplete)' : formatMac(mac)} on ${ifp.name} ${life} [ethernet]\n`
}
