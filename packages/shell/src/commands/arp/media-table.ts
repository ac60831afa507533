// illumos' "Net to Media Table": the IPv4 neighbors, and the node's own addresses, as arp(8) and netstat(8) print them.
import { formatMac } from '@etherloom/wire'
import type { Session } from '../../command.ts'
import { hostName } from '../../hosts.ts'
import { arpRows } from './neighbors.ts'

const HEAD = `Net to Media Table: IPv4
Device   IP Address               Mask      Flags      Phys Addr
------ -------------------- --------------- -------- ---------------
`

export function mediaTable(session: Session, numeric: boolean): string {
  const lines = arpRows(session).map(({ ip, address, ifp, mac, own }) => {
    const who = (numeric ? null : hostName(session, ip)) ?? address
    // Own ones are static, published, local, and answered for with authority; U is unresolved.
    const flags = own ? 'SPLA' : mac === null ? 'U' : ''
    const columns = [ifp.name.padEnd(6), who.padEnd(20), '255.255.255.255', flags.padEnd(8)]
    return `${[...columns, mac === null ? '' : formatMac(mac)].join(' ').trimEnd()}\n`
  })
  return `${HEAD}${lines.join('')}`
}
