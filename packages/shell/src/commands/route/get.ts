// `route get`: which route a packet to an address would take, and what both systems print of it alike.
import { inetOf } from '@etherloom/inet'
import type { Personality } from '@etherloom/machine'
import type { Vnet } from '@etherloom/net'
import {
  formatIn6,
  formatIpv4,
  IN6_ANY,
  In6Addr,
  isLinkLocalIn6,
  maskOf,
  maskWord6,
  tryParseIn6,
  tryParseIpv4,
} from '@etherloom/wire'
import type { Session } from '../../command.ts'
import { nameOrAddress } from '../../hosts.ts'
import { ip6Of } from '../../interfaces.ts'
import { type RouteRow, routes4, routes6 } from '../netstat/routes.ts'
import type { RouteWords } from './words.ts'

export interface Found {
  /** Of the route: `default` for the IPv4 one, `::` for IPv6's. */
  readonly destination: string
  /** Null for a host's route. */
  readonly mask: string | null
  readonly gateway: string | null
  readonly ifname: string
  readonly mtu: number
  readonly row: RouteRow
}

/** Null: there is no route. `address` may have a zone. */
export function lookUp(vnet: Vnet, address: string): Found | null {
  return address.includes(':') ? lookUp6(vnet, address) : lookUp4(vnet, tryParseIpv4(address)!)
}

function lookUp4(vnet: Vnet, ip: number): Found | null {
  const rows = routes4(vnet)
  const inside = ({ destination, prefixLen }: RouteRow) => {
    const network = destination === 'default' ? 0 : tryParseIpv4(destination.split('/')[0]!)!
    return ((network ^ ip) & maskOf(prefixLen)) === 0
  }
  const row = longest(rows.filter(inside))
  if (row === null) return null
  const mask = row.host ? null : row.prefixLen === 0 ? 'default' : formatIpv4(maskOf(row.prefixLen))
  return found(vnet, row, row.destination.split('/')[0]!, mask)
}

function lookUp6(vnet: Vnet, address: string): Found | null {
  const ip6 = ip6Of(vnet)
  const [text, zone] = address.split('%')
  const ip = tryParseIn6(text!)!
  if (ip6 === null) return null
  const own = ip6.ownAddress(zone === undefined ? undefined : ip6.ifs.get(vnet.ifnet(zone)!), ip)
  const rows = routes6(vnet)
  if (own !== null) {
    const row = rows.find(
      (each) => each.origin === 'own' && each.ifp === own.ifp && each.destination.startsWith(formatIn6(ip)),
    )
    return row === undefined ? null : found(vnet, row, formatIn6(ip), null)
  }
  if (isLinkLocalIn6(ip)) return null
  const route = ip6.fib.lookup(ip.w0, ip.w1, ip.w2, ip.w3)
  if (route === null) return null
  const shown = route.prefixLen === 0 ? 'default' : formatIn6(route.dst)
  const row = rows.find((each) => each.prefixLen === route.prefixLen && each.destination.split('/')[0] === shown)
  if (row === undefined) return null
  const mask = new In6Addr(
    ...([0, 1, 2, 3].map((i) => maskWord6(route.prefixLen, i)) as [number, number, number, number]),
  )
  return found(vnet, row, formatIn6(route.prefixLen === 0 ? IN6_ANY : route.dst), row.host ? null : formatIn6(mask))
}

const longest = (rows: readonly RouteRow[]): RouteRow | null =>
  rows.reduce<RouteRow | null>((best, row) => (best === null || row.prefixLen > best.prefixLen ? row : best), null)

function found(vnet: Vnet, row: RouteRow, destination: string, mask: string | null): Found {
  const out = row.origin === 'own' ? inetOf(vnet).lo : row.ifp
  return { destination, mask, gateway: row.gateway, ifname: out.name, mtu: out.mtu, row }
}

/** The address that is asked about: the destination's own, of a default route the unspecified one. */
export function askedAddress({ destination, family, typedDestination }: RouteWords): string {
  if (destination === 'default') return family === 4 ? '0.0.0.0' : '::'
  const zone = typedDestination.includes('%') ? `%${typedDestination.split('%')[1]}` : ''
  return `${destination.split('/')[0]!}${zone}`
}

/** The lines down to the gateway; by name unless `numeric`. */
export function headLines(session: Session, asked: string, found: Found, numeric: boolean): string[] {
  const name = (text: string) => (numeric ? text : nameOrAddress(session, text))
  const { destination, gateway, mask } = found
  return [
    `   route to: ${asked === '0.0.0.0' ? 'default' : name(asked)}`,
    `destination: ${name(destination)}`,
    ...(mask === null ? [] : [`       mask: ${mask}`]),
    ...(gateway === null ? [] : [`    gateway: ${name(gateway)}`]),
  ]
}

/** The flags of rtentry(9), in the order of their bits. */
export function flagNames({ gateway, host, kind, origin }: RouteRow, system: Personality): string {
  const freebsd = system === 'freebsd'
  const flags: readonly (readonly [string, boolean])[] = [
    ['UP', true],
    ['GATEWAY', gateway !== null],
    ['HOST', host],
    ['REJECT', kind === 'reject'],
    ['DYNAMIC', origin === 'dynamic'],
    ['DONE', true],
    ['STATIC', origin === 'static' || (freebsd && origin === 'own')],
    ['BLACKHOLE', kind === 'blackhole'],
    ['PINNED', freebsd && (origin === 'own' || origin === 'connected')],
  ]
  return `<${flags.flatMap(([name, set]) => (set ? [name] : [])).join(',')}>`
}

/** A row of metrics under their headings, each eight wide. */
export const metrics = (values: readonly number[]): string => `${values.map((n) => String(n).padStart(8)).join('  ')} `
