// What every command that prints interfaces asks of them.
import { type Ip6, inet6Of, inetOf } from '@etherloom/inet'
import type { Ifnet, Vnet } from '@etherloom/net'
import { find, type IfaceId, type IfaceRecord, ifacesOf } from '@etherloom/topology'
import { formatIn6, formatMac, type In6Addr, isLinkLocalIn6 } from '@etherloom/wire'
import type { Session } from './command.ts'

/** As if_nametoindex(3) has it: lo0 is made with the stack, so it is 1. */
export const indexOf = (ifp: Ifnet): number => (ifp.vnet?.ifnets.indexOf(ifp) ?? -1) + 1

/** lo0, and further ones that are drawn. */
export const isLoopback = (ifp: Ifnet): boolean => ifp.mac === 0 && /^lo\d+$/.test(ifp.name)

/** The record of an interface; null for what only the kernel has, as a lo0 to which nobody gave anything. */
export function recordOf(session: Session, ifp: Ifnet): IfaceRecord | null {
  const doc = session.document()
  if (isLoopback(ifp))
    return ifacesOf(doc, session.node).find(({ kind, name }) => kind === 'lo' && name === ifp.name) ?? null
  return ifp.recordId === null ? null : (find(doc, ifp.recordId as IfaceId) ?? null)
}

/** The node's IPv6, null while nothing in it speaks IPv6. */
export const ip6Of = (vnet: Vnet): Ip6 | null => (vnet.ip6 === null ? null : inet6Of(vnet))

/** With the zone where it is needed: `fe80::1%eth0` (RFC 4007, section 11). */
export const formatScoped = (ip: In6Addr, ifp: Ifnet): string =>
  isLinkLocalIn6(ip) ? `${formatIn6(ip)}%${ifp.name}` : formatIn6(ip)

/** The same, of an address that may have no interface named with it. */
export const formatTarget = ({ ip, ifp }: { readonly ip: In6Addr; readonly ifp: Ifnet | null }): string =>
  ifp === null ? formatIn6(ip) : formatScoped(ip, ifp)

/** illumos prints octets without leading zeros: 2:8:20:38:a5:d6. */
export const shortMac = (mac: number): string => formatMac(mac).replace(/\b0([0-9a-f])/g, '$1')

export type Flag = readonly [bit: number, name: string, set: boolean]

/** A word of flags as both systems print it: the bits in hex, then their names. */
export function flagWords(flags: readonly Flag[]): string {
  const set = flags.filter(([, , on]) => on)
  // Sums, not ors: illumos' flags have more than 32 bits.
  const word = set.reduce((sum, [bit]) => sum + bit, 0)
  return `${word.toString(16)}<${set.map(([, name]) => name).join(',')}>`
}

/** Whether an address is the node's own. */
export const isOwn4 = (session: Session, ip: number): boolean =>
  inetOf(session.process.vnet).addresses.find(ip) !== null
export const isOwn6 = (session: Session, ip: In6Addr): boolean =>
  (ip6Of(session.process.vnet)?.addresses.find(ip) ?? null) !== null
