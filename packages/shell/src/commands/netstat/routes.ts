// The routing table as rows, whatever the system and family: what netstat(1) and route(8) print from.
import { inetOf } from '@etherloom/inet'
import type { Ifnet, Vnet } from '@etherloom/net'
import {
  compareIn6,
  formatCidr,
  formatIn6,
  formatIpv4,
  hostOrder,
  IN6_LOOPBACK,
  type In6Addr,
  inPrefix6,
  parseIpv4,
} from '@etherloom/wire'
import { formatScoped, indexOf, ip6Of } from '../../interfaces.ts'

export interface RouteRow {
  /** `default`, an address (of a host), or a network with its prefix length. */
  readonly destination: string
  readonly prefixLen: number
  readonly host: boolean
  /** Null: the destination is on the link of `ifp`, or one of the node's own addresses. */
  readonly gateway: string | null
  readonly kind: 'unicast' | 'blackhole' | 'reject'
  /** Who it comes from: an interface's address or its network, a person or the drawing, a message from a router. */
  readonly origin: 'own' | 'connected' | 'static' | 'dynamic'
  readonly ifp: Ifnet
  /** The node's own address on that network, for connected ones. */
  readonly own: string | null
}

/** In the order of destinations, default routes first. */
export function routes4(vnet: Vnet): RouteRow[] {
  const { addresses, lo } = inetOf(vnet)
  const rows: (RouteRow & { key: number })[] = []
  for (const route of vnet.fib.list()) {
    const { dst, prefixLen, connected, kind = 'unicast', others = [] } = route
    // FreeBSD and illumos have 127.0.0.1 as a host, not its network.
    if (route.ifp === lo && connected) continue
    const words = network(prefixLen, formatIpv4(dst), formatCidr({ ip: dst, prefixLen }))
    const hops = kind === 'unicast' ? [route, ...others] : [{ ifp: lo, gateway: parseIpv4('127.0.0.1') }]
    for (const { ifp, gateway } of hops) {
      const own = connected ? addresses.source(ifp, dst) : null
      rows.push({
        ...words,
        gateway: gateway === 0 ? null : formatIpv4(gateway),
        kind,
        origin: connected ? 'connected' : 'static',
        ifp,
        own: own === null ? null : formatIpv4(own.ip),
        key: hostOrder(dst),
      })
    }
  }
  for (const { ip, ifp } of addresses.list) rows.push({ ...ownRow(formatIpv4(ip), ifp, 32), key: hostOrder(ip) })
  return rows.sort((a, b) => defaultFirst(a, b) || a.key - b.key || a.prefixLen - b.prefixLen)
}

export function routes6(vnet: Vnet): RouteRow[] {
  const ip6 = ip6Of(vnet)
  if (ip6 === null) return []
  const rows: (RouteRow & { key: In6Addr })[] = []
  for (const route of ip6.fib.list()) {
    const { dst, prefixLen, kind, origin } = route
    const connected = origin === 'connected'
    const words = network(prefixLen, formatIn6(dst), `${formatIn6(dst)}/${prefixLen}`)
    const hops = kind === 'unicast' ? route.hops : [{ ifp: ip6.lo, gateway: IN6_LOOPBACK }]
    for (const { ifp, gateway } of hops) {
      const own = connected && ip6.addresses.list.find((a) => a.ifp === ifp && inPrefix6(a.ip, dst, prefixLen))
      rows.push({
        ...words,
        gateway: gateway === null ? null : formatScoped(gateway, ifp),
        kind,
        origin,
        ifp,
        own: own ? formatIn6(own.ip) : null,
        key: dst,
      })
    }
  }
  for (const { ip, ifp } of ip6.addresses.list) rows.push({ ...ownRow(formatScoped(ip, ifp), ifp, 128), key: ip })
  return rows.sort((a, b) => defaultFirst(a, b) || compareIn6(a.key, b.key) || a.prefixLen - b.prefixLen)
}

/** Link-local networks, which the kernel keeps by interface and not in its table. Like others they go with the carrier. */
export function linkLocalNetworks(vnet: Vnet): { ifp: Ifnet; own: In6Addr }[] {
  const on = [...(ip6Of(vnet)?.ifs.values() ?? [])].filter(({ ifp, linkLocal }) => ifp.carrier && linkLocal !== null)
  return on.map(({ ifp, linkLocal }) => ({ ifp, own: linkLocal!.ip })).sort((a, b) => indexOf(a.ifp) - indexOf(b.ifp))
}

const network = (prefixLen: number, address: string, cidr: string) => {
  const host = prefixLen === (address.includes(':') ? 128 : 32)
  return { destination: prefixLen === 0 ? 'default' : host ? address : cidr, prefixLen, host }
}

const ownRow = (address: string, ifp: Ifnet, prefixLen: number): RouteRow => ({
  destination: address,
  prefixLen,
  host: true,
  gateway: null,
  kind: 'unicast',
  origin: 'own',
  ifp,
  own: address,
})

const defaultFirst = (a: RouteRow, b: RouteRow) => Number(a.prefixLen > 0) - Number(b.prefixLen > 0)
