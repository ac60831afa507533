// arp(8) as illumos has it. Exit status: 0, or 1 when misused or when an entry is not there.
import { formatIpv4, formatMac } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { resolve } from '../../hosts.ts'
import { getopt } from '../../options.ts'
import { mediaTable } from './media-table.ts'
import { arpRows, forget } from './neighbors.ts'

const USAGE = `Usage: arp hostname
       arp -a [-n]
       arp -d hostname
`
export const arp: Command = { name: 'arp', summary: 'show and forget IPv4 neighbors', usage: USAGE, run }

function run(session: Session, args: readonly string[]): number {
  const parsed = getopt(args, 'adn', 'fs')
  if (typeof parsed === 'string') return fail(session, `arp: ${parsed}\n${USAGE}`)
  const { options, operands } = parsed
  const [host] = operands
  if (options.has('a'))
    return host === undefined ? fail(session, mediaTable(session, options.has('n')), 0) : fail(session, USAGE)
  if (host === undefined || operands.length > 1) return fail(session, USAGE)
  const ip = resolve(session, host)
  if (ip === null) return fail(session, `arp: ${host}: unknown host\n`)
  const who = `${host} (${formatIpv4(ip)})`
  if (options.has('d'))
    return forget(session, ip) ? fail(session, `${who} deleted\n`, 0) : fail(session, `${who} -- no entry\n`)
  const row = arpRows(session).find((each) => each.ip === ip)
  if (row === undefined) return fail(session, `${who} -- no entry\n`)
  if (row.mac === null) return fail(session, `${who} at (incomplete)\n`, 0)
  return fail(session, `${who} at ${formatMac(row.mac)}${row.own ? ' permanent published' : ''}\n`, 0)
}
