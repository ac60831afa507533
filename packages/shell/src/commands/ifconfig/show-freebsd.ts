// ifconfig(8) of FreeBSD 14 as it prints: one stanza an interface, all families in it.
import { ADDRESS_DUPLICATED, ADDRESS_TENTATIVE, inetOf } from '@etherloom/inet'
import type { Ifnet } from '@etherloom/net'
import { broadcastOf, formatIpv4, formatMac, hostOrder, isLinkLocalIn6, maskOf } from '@etherloom/wire'
import type { Session } from '../../command.ts'
import { flagWords, formatScoped, indexOf, ip6Of, isLoopback, recordOf } from '../../interfaces.ts'

/** A family to limit the output to, or all. */
export type Family = 'inet' | 'inet6' | 'ether' | null

export function stanza(session: Session, ifp: Ifnet, family: Family): string {
  const lo = isLoopback(ifp)
  const all = family === null
  const lines = [`${ifp.name}: flags=${flagsOf(ifp)} metric 0 mtu ${ifp.mtu}`]
  lines.push(lo ? 'options=680003<RXCSUM,TXCSUM,LINKSTATE,RXCSUM_IPV6,TXCSUM_IPV6>' : 'options=8<VLAN_MTU>')
  if (!lo && (all || family === 'ether')) lines.push(`ether ${formatMac(ifp.mac)}`)
  if (all || family === 'inet') lines.push(...inetLines(ifp))
  if (all || family === 'inet6') lines.push(...inet6Lines(ifp))
  if (all) lines.push(...otherLines(session, ifp))
  if (all || family === 'inet6') lines.push(`nd6 options=${nd6Options(ifp)}`)
  return `${lines.join('\n\t')}\n`
}

function flagsOf(ifp: Ifnet): string {
  const lo = isLoopback(ifp)
  return flagWords([
    [0x1, 'UP', ifp.up],
    [0x2, 'BROADCAST', !lo && !ifp.pointToPoint],
    [0x8, 'LOOPBACK', lo],
    [0x10, 'POINTOPOINT', ifp.pointToPoint],
    [0x40, 'RUNNING', ifp.up],
    [0x100, 'PROMISC', ifp.promisc],
    [0x800, 'SIMPLEX', !lo],
    [0x8000, 'MULTICAST', true],
    [0x1000000, 'LOWER_UP', ifp.carrier],
  ])
}

export const hexMask = (prefixLen: number): string => hostOrder(maskOf(prefixLen)).toString(16).padStart(8, '0')

function inetLines(ifp: Ifnet): string[] {
  if (ifp.vnet === null) return []
  const broadcast = (ip: number, len: number) =>
    isLoopback(ifp) ? '' : ` broadcast ${formatIpv4(len === 32 ? ip : broadcastOf(ip, len))}`
  return inetOf(ifp.vnet)
    .addresses.of(ifp)
    .map(({ ip, prefixLen }) => `inet ${formatIpv4(ip)} netmask 0x${hexMask(prefixLen)}${broadcast(ip, prefixLen)}`)
}

function inet6Lines(ifp: Ifnet): string[] {
  const on = ifp.vnet === null ? undefined : ip6Of(ifp.vnet)?.ifs.get(ifp)
  return (on?.addresses ?? []).map(({ ip, prefixLen, state, origin }) => {
    const words = [
      state === ADDRESS_TENTATIVE ? ' tentative' : '',
      state === ADDRESS_DUPLICATED ? ' duplicated' : '',
      origin === 'autoconf' ? ' autoconf' : '',
      isLinkLocalIn6(ip) ? ` scopeid 0x${indexOf(ifp).toString(16)}` : '',
    ]
    return `inet6 ${formatScoped(ip, ifp)} prefixlen ${prefixLen}${words.join('')}`
  })
}

/** What the interface is, and the state of its wire. A drawn wire has an end of an epair(4) at each side. */
function otherLines(session: Session, ifp: Ifnet): string[] {
  if (isLoopback(ifp)) return ['groups: lo']
  const record = recordOf(session, ifp)
  const status = `status: ${ifp.carrier ? 'active' : 'no carrier'}`
  if (record?.kind === 'vlan') {
    const parent = ifp.vnet?.ifnets.find(({ recordId }) => recordId === record.over)?.name ?? '<none>'
    const tag = `vlan: ${record.vlan?.id ?? 0} vlanproto: 802.1q vlanpcp: 0 parent interface: ${parent}`
    return ['groups: vlan', tag, MEDIA, status]
  }
  return ['groups: epair', MEDIA, status]
}

const MEDIA = 'media: Ethernet 10Gbase-T (10Gbase-T <full-duplex>)'

function nd6Options(ifp: Ifnet): string {
  const on = ifp.vnet === null ? undefined : ip6Of(ifp.vnet)?.ifs.get(ifp)
  return flagWords([
    [0x1, 'PERFORMNUD', true],
    [0x2, 'ACCEPT_RTADV', on?.acceptRtadv ?? false],
    [0x8, 'IFDISABLED', on === undefined && !isLoopback(ifp)],
    [0x20, 'AUTO_LINKLOCAL', true],
  ])
}
