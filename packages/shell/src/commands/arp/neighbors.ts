// What arp(8) of both systems asks: who is meant, and what is known of them.
import { inetOf } from '@etherloom/inet'
import type { Ifnet } from '@etherloom/net'
import { formatIpv4, hostOrder } from '@etherloom/wire'
import type { Session } from '../../command.ts'
import { indexOf } from '../../interfaces.ts'

export interface ArpRow {
  readonly ip: number
  readonly address: string
  /** Null: asked for, not answered. */
  readonly mac: number | null
  readonly ifp: Ifnet
  /** Null: one's own address, which never expires. */
  readonly expiresInS: number | null
  readonly own: boolean
}

/** The node's own addresses and its neighbors, by interface and address. */
export function arpRows(session: Session): ArpRow[] {
  const { addresses, arp, lo } = inetOf(session.process.vnet)
  const own = addresses.list
    .filter(({ ifp }) => ifp !== lo)
    .map(({ ip, ifp }) => ({ ip, address: formatIpv4(ip), mac: ifp.mac, ifp, expiresInS: null, own: true }))
  const known = arp.list().map((each) => ({ ...each, address: formatIpv4(each.ip), own: false }))
  return [...own, ...known].sort((a, b) => indexOf(a.ifp) - indexOf(b.ifp) || hostOrder(a.ip) - hostOrder(b.ip))
}

/** `arp -d`: forgets one neighbor wherever it is known. False: nobody knew it. */
export function forget(session: Session, ip: number): boolean {
  const { arp } = inetOf(session.process.vnet)
  const known = arp.list().filter((each) => each.ip === ip)
  for (const { ifp } of known) arp.remove(ifp, ip)
  return known.length > 0
}
