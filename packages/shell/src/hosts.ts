// Names and addresses as a node's /etc/hosts has them: the lab's (topology), localhost, and the node's own, which it knows
// also in a lab without a hosts file.
import type { Ifnet } from '@etherloom/net'
import { addressesOfHost, hostWithAddress, ifacesOf } from '@etherloom/topology'
import { formatIn6, formatIpv4, type In6Addr, tryParseIn6, tryParseIpv4 } from '@etherloom/wire'
import type { Session } from './command.ts'

const LOCALHOST = ['127.0.0.1', '::1']

/** The first IPv4 address (memory order) of a name, or what a number says; null when it is neither. */
export function resolve(session: Session, host: string): number | null {
  const number = inetAton(host)
  if (number !== null) return number
  const named = tryParseIpv4(host) === null ? addressesOf(session, host).find((each) => !each.includes(':')) : host
  return named === undefined ? null : tryParseIpv4(named)
}

/**
 * As inet_aton(3) reads addresses: one to four numbers, decimal, octal (010) or hexadecimal (0xa), the last of which fills what
 * is left, so that 127.1 is 127.0.0.1. Null: it is none.
 */
function inetAton(text: string): number | null {
  const parts = text.split('.')
  if (parts.length > 4 || !parts.every((part) => /^(0x[\da-f]{1,8}|0[0-7]{0,11}|[1-9]\d{0,9})$/i.test(part)))
    return null
  const values = parts.map((part) => (/^0\d/.test(part) ? Number.parseInt(part, 8) : Number(part)))
  const last = values.pop()!
  if (values.some((value) => value > 255) || last >= 256 ** (4 - values.length)) return null
  const octets = [...values, ...[24, 16, 8, 0].slice(values.length).map((shift) => (last / 2 ** shift) & 255)]
  return tryParseIpv4(octets.join('.'))
}

/** The same for IPv6, without a zone. */
export function resolve6(session: Session, host: string): In6Addr | null {
  const named = tryParseIn6(host) === null ? addressesOf(session, host).find((each) => each.includes(':')) : host
  return named === undefined ? null : tryParseIn6(named)
}

/** An IPv6 address with the interface it is on, for those that mean something on one link alone: `fe80::1%eth0`. */
export interface ScopedIn6 {
  readonly ip: In6Addr
  readonly ifp: Ifnet | null
}

export function resolveScoped(session: Session, host: string): ScopedIn6 | null {
  const [name, zone, ...more] = host.split('%')
  const ip = more.length > 0 ? null : resolve6(session, name!)
  const ifp = zone === undefined ? null : session.process.vnet.ifnet(zone)
  return ip === null || (zone !== undefined && ifp === null) ? null : { ip, ifp }
}

/** The node that has the address, or null. */
export const hostName = (session: Session, ip: number): string | null => nameOf(session, formatIpv4(ip))
export const hostName6 = (session: Session, ip: In6Addr): string | null => nameOf(session, formatIn6(ip))

/** Of an address as text; itself when nobody has it. */
export const nameOrAddress = (session: Session, address: string): string => nameOf(session, address) ?? address

/** `router1 (10.0.0.1)`; without a name the address stands in its place. */
export const nameAndAddress = (name: string | null, address: string): string => `${name ?? address} (${address})`

function addressesOf(session: Session, name: string): readonly string[] {
  if (name.toLowerCase() === 'localhost') return LOCALHOST
  const known = addressesOfHost(session.document(), name)
  return known.length === 0 && name === session.system.name ? ownAddresses(session) : known
}

function nameOf(session: Session, address: string): string | null {
  if (LOCALHOST.includes(address)) return 'localhost'
  const known = hostWithAddress(session.document(), address)
  return known === null && ownAddresses(session).includes(address) ? session.system.name : known
}

const ownAddresses = (session: Session): string[] =>
  ifacesOf(session.document(), session.node).flatMap(({ addresses }) => addresses.map(plainAddress))

/** Without the prefix length. */
export const plainAddress = ({ address }: { readonly address: string }): string =>
  address.slice(0, address.indexOf('/'))
