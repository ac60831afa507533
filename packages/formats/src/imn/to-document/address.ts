// Addresses and routes, as IMUNES writes them and as a lab has them.
import {
  familyOf,
  type IfaceAddress,
  networkPrefix,
  parseDestination,
  parseGateway,
  type StaticRoute,
} from '@etherloom/topology'

export const DEFAULT4 = '0.0.0.0/0'

export const fixedAddress = (address: string): IfaceAddress => ({ address, auto: false })

/** `0.0.0.0/0 10.0.0.1`, a destination and a gateway; null when it is something else. */
export function routeOf(text: string): StaticRoute | null {
  const words = text.trim().split(/\s+/)
  if (words.length !== 2) return null
  const [destination, gateway] = words
  const prefix = parseDestination(destination)
  const hop = parseGateway(gateway)
  if (prefix === null || hop === null || networkPrefix(prefix).address !== prefix.address) return null
  if (hop.kind === 'address' && hop.ip.family !== familyOf(destination)) return null
  return { destination: destination === DEFAULT4 ? 'default' : destination, gateway }
}

export const routeText = ({ destination, gateway }: StaticRoute): string =>
  `${destination === 'default' ? DEFAULT4 : destination} ${gateway}`

/** Which of its lists IMUNES keeps a route or an address in. */
export const routesKey = (destination: string) => (familyOf(destination) === 6 ? 'croutes6' : 'croutes4')
export const addressesKey = (address: string) => (familyOf(address) === 6 ? 'ipv6_addrs' : 'ipv4_addrs')

/** What every lo0 has without being told. */
export const LOOPBACK = { ipv4_addrs: '127.0.0.1/8', ipv6_addrs: '::1/128' } as const
export const isLoopback = (address: string): boolean =>
  address === LOOPBACK.ipv4_addrs || address === LOOPBACK.ipv6_addrs
