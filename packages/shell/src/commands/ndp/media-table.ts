// illumos' "Net to Media Table" of IPv6: the node's own addresses and its neighbors, as ndp(8) and netstat(8) print them.
import { formatIn6, formatMac } from '@etherloom/wire'
import type { Session } from '../../command.ts'
import { hostName6 } from '../../hosts.ts'
import { ip6Of, isLoopback } from '../../interfaces.ts'

const HEAD = `
Net to Media Table: IPv6
 If   Physical Address    Type      State      Destination/Mask
----- -----------------  ------- ------------ ---------------------------
`

/** Empty while nothing in the node speaks IPv6. */
export function mediaTable6(session: Session, numeric: boolean): string {
  const ip6 = ip6Of(session.process.vnet)
  if (ip6 === null) return ''
  const own = ip6.addresses.list.filter(({ ifp }) => !isLoopback(ifp))
  const rows = [
    ...own.map(({ ip, ifp }) => ({ ip, ifp, mac: ifp.mac, type: 'local', state: 'REACHABLE' })),
    ...ip6.nd6.list().map(({ ip, ifp, mac, state }) => ({ ip, ifp, mac, type: 'dynamic', state: state.toUpperCase() })),
  ]
  const lines = rows.map(({ ip, ifp, mac, type, state }) => {
    const who = (numeric ? null : hostName6(session, ip)) ?? formatIn6(ip)
    return `${ifp.name.padEnd(5)} ${(mac === null ? '' : formatMac(mac)).padEnd(17)}  ${type.padEnd(7)} ${state.padEnd(12)} ${who}\n`
  })
  return `${HEAD}${lines.join('')}`
}
