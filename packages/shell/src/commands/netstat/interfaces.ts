// netstat -i of both systems: packets and errors of each interface since it was made.
import { inetOf } from '@etherloom/inet'
import type { Ifnet, Vnet } from '@etherloom/net'
import { formatCidr, formatIn6, formatIpv4, formatMac, isLinkLocalIn6, networkIn6, networkOf } from '@etherloom/wire'
import { formatScoped, indexOf, ip6Of, isLoopback } from '../../interfaces.ts'

const addresses6 = (vnet: Vnet, ifp: Ifnet) => ip6Of(vnet)?.ifs.get(ifp)?.addresses ?? []

/** A line of the interface, then one of each address, for which packets are not counted apart. */
export function freebsdTable(vnet: Vnet): string {
  const line = (cells: readonly string[]) =>
    `${cells.map((cell, i) => (LEFT.has(i) ? cell.slice(0, WIDTHS[i]).padEnd(WIDTHS[i]!) : cell.padStart(WIDTHS[i]!))).join(' ')}\n`
  const address = (ifp: Ifnet, network: string, own: string) =>
    line([ifp.name, '-', network, own, '-', '-', '-', '-', '-', '-'])
  const lines = vnet.ifnets.flatMap((ifp) => [
    line([
      ifp.name,
      String(ifp.mtu),
      `<Link#${indexOf(ifp)}>`,
      isLoopback(ifp) ? ifp.name : formatMac(ifp.mac),
      ...[ifp.ipackets, ifp.ierrors, ifp.drops.total, ifp.opackets, ifp.oerrors, 0].map(String),
    ]),
    ...inetOf(vnet)
      .addresses.of(ifp)
      .map(({ ip, prefixLen }) =>
        address(ifp, formatCidr({ ip: networkOf(ip, prefixLen), prefixLen }), formatIpv4(ip)),
      ),
    ...addresses6(vnet, ifp).map(({ ip, prefixLen }) =>
      address(ifp, `${formatScoped(networkIn6(ip, prefixLen), ifp)}/${prefixLen}`, formatScoped(ip, ifp)),
    ),
  ])
  const head = ['Name', 'Mtu', 'Network', 'Address', 'Ipkts', 'Ierrs', 'Idrop', 'Opkts', 'Oerrs', 'Coll']
  return line(head) + lines.join('')
}

const WIDTHS = [5, 5, 13, 17, 8, 5, 5, 8, 5, 5]
/** Names are to the left, and cut; figures to the right. */
const LEFT = new Set([0, 2, 3])

/** One line an interface and family: its first address there. */
export function illumosTable(vnet: Vnet, family: 'inet' | 'inet6'): string {
  const widths = family === 'inet' ? [5, 4, 13, 14, 6, 5, 6, 5, 6, 5] : [5, 4, 27, 27, 6, 5, 6, 5, 6, 5]
  const line = (cells: readonly string[]) =>
    `${cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join(' ')
      .trimEnd()}\n`
  const head = ['Name', 'Mtu', 'Net/Dest', 'Address', 'Ipkts', 'Ierrs', 'Opkts', 'Oerrs', 'Collis']
  const lines = vnet.ifnets.flatMap((ifp) => {
    const ends = family === 'inet' ? inetEnds(vnet, ifp) : inet6Ends(vnet, ifp)
    const counters = [ifp.ipackets, ifp.ierrors, ifp.opackets, ifp.oerrors, 0].map(String)
    return ends === null
      ? []
      : [line([ifp.name, String(ifp.mtu), ...ends, ...counters, ...(family === 'inet' ? ['0'] : [])])]
  })
  return lines.length === 0 ? '' : `${line(family === 'inet' ? [...head, 'Queue'] : head)}${lines.join('')}\n`
}

function inetEnds(vnet: Vnet, ifp: Ifnet): [string, string] | null {
  const [first] = inetOf(vnet).addresses.of(ifp)
  return first === undefined ? null : [formatIpv4(networkOf(first.ip, first.prefixLen)), formatIpv4(first.ip)]
}

function inet6Ends(vnet: Vnet, ifp: Ifnet): [string, string] | null {
  const [first] = addresses6(vnet, ifp)
  if (first === undefined) return null
  const { ip } = first
  // illumos has the link-local network as the /10 of RFC 4291 everywhere.
  const prefixLen = isLinkLocalIn6(ip) ? 10 : first.prefixLen
  return [`${formatIn6(networkIn6(ip, prefixLen))}/${prefixLen}`, `${formatIn6(ip)}/${prefixLen}`]
}
