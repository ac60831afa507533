// An address or prefix of either family, as the document writes it. What has a colon is IPv6.
import { formatCidr, formatIpv4, network, parseCidr, parseIpv4, whyNotHost4 } from './ipv4.ts'
import { formatCidr6, formatIpv6, isLinkLocal, network6, parseCidr6, parseIpv6, whyNotHost6 } from './ipv6.ts'

export type IpFamily = 4 | 6
export type IpAddress =
  | { readonly family: 4; readonly address: number }
  | { readonly family: 6; readonly address: bigint }
export type IpPrefix = IpAddress & { readonly length: number }

export const familyOf = (text: string): IpFamily => (text.includes(':') ? 6 : 4)

export function parseAddress(text: string): IpAddress | null {
  if (familyOf(text) === 6) {
    const address = parseIpv6(text)
    return address === null ? null : { family: 6, address }
  }
  const address = parseIpv4(text)
  return address === null ? null : { family: 4, address }
}

/** `10.0.0.1/24` or `fc00::1/64`, host bits kept. */
export function parsePrefix(text: string): IpPrefix | null {
  if (familyOf(text) === 6) {
    const cidr = parseCidr6(text)
    return cidr === null ? null : { family: 6, ...cidr }
  }
  const cidr = parseCidr(text)
  return cidr === null ? null : { family: 4, ...cidr }
}

export const formatAddress = (ip: IpAddress) => (ip.family === 4 ? formatIpv4(ip.address) : formatIpv6(ip.address))
export const formatPrefix = (ip: IpPrefix) => (ip.family === 4 ? formatCidr(ip) : formatCidr6(ip))
export const networkPrefix = (ip: IpPrefix): IpPrefix =>
  ip.family === 4 ? { family: 4, ...network(ip) } : { family: 6, ...network6(ip) }

/** The one spelling of an address, or null when it is none. */
export function canonicalAddress(text: string): string | null {
  const ip = parseAddress(text)
  return ip === null ? null : formatAddress(ip)
}

/** The one spelling of an address with its prefix length, or null when it is none. */
export function canonicalCidr(text: string): string | null {
  const ip = parsePrefix(text)
  return ip === null ? null : formatPrefix(ip)
}

/** A route's destination: `default` is IPv4's. */
export const parseDestination = (text: string): IpPrefix | null =>
  text === 'default' ? { family: 4, address: 0, length: 0 } : parsePrefix(text)

/** A destination in one spelling, `default` for 0.0.0.0/0; null when it is none. */
export function canonicalDestination(text: string): string | null {
  const ip = parseDestination(text)
  return ip === null ? null : ip.family === 4 && ip.length === 0 ? 'default' : formatPrefix(ip)
}

export type Gateway =
  | { readonly kind: 'address'; readonly ip: IpAddress /** Of a link-local address. */; readonly iface: string | null }
  | { readonly kind: 'blackhole' | 'reject' }

/** The gateway of a route, or null when it is none. */
export function parseGateway(text: string): Gateway | null {
  if (text === 'blackhole' || text === 'reject') return { kind: text }
  const [address, iface, ...more] = text.split('%')
  const ip = parseAddress(address)
  if (ip === null || more.length > 0 || iface === '') return null
  const local = ip.family === 6 && isLinkLocal(ip.address)
  return local === (iface === undefined) ? null : { kind: 'address', ip, iface: iface ?? null }
}

const isLoopback = (ip: IpAddress) => (ip.family === 4 ? ip.address >>> 24 === 127 : ip.address === 1n)

/** Why a CIDR cannot be the address of an interface, in words, or null. */
export function whyNotIfaceAddress(text: string, loopback = false): string | null {
  const ip = parsePrefix(text)
  if (ip === null)
    return familyOf(text) === 6
      ? 'not an IPv6 address with a prefix length, such as fc00::1/64'
      : 'not an IPv4 address with a prefix length, such as 10.0.0.1/24'
  if (isLoopback(ip) && !loopback)
    return ip.family === 4 ? '127.0.0.0/8 is the loopback network' : '::1 is the loopback address'
  return ip.family === 4 ? whyNotHost4(ip) : whyNotHost6(ip)
}
