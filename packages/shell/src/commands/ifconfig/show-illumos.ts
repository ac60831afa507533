// ifconfig(8) of illumos as it prints: a stanza a logical interface and family. The first address of a family is the
// interface's own (net0), each further one is net0:1, net0:2 … The MAC address is shown with the first alone.
import { ADDRESS_DUPLICATED, inetOf } from '@etherloom/inet'
import type { Ifnet } from '@etherloom/net'
import { broadcastOf, formatIn6, formatIpv4, isLinkLocalIn6 } from '@etherloom/wire'
import { type Flag, flagWords, indexOf, ip6Of, isLoopback, shortMac } from '../../interfaces.ts'
import { hexMask } from './show-freebsd.ts'

export type IllumosFamily = 'inet' | 'inet6'
const IPV6_LO_MTU = 8252

/** `null` for every logical interface, else its number. */
export function stanzas(ifp: Ifnet, family: IllumosFamily, logical: number | null): string {
  const all = family === 'inet' ? inetStanzas(ifp) : inet6Stanzas(ifp)
  return all.filter((_, i) => logical === null || i === logical).join('')
}

function inetStanzas(ifp: Ifnet): string[] {
  const lo = isLoopback(ifp)
  const addresses = ifp.vnet === null ? [] : inetOf(ifp.vnet).addresses.of(ifp)
  const shown = addresses.map(({ ip, prefixLen }) => {
    const broadcast = lo || prefixLen > 30 ? '' : ` broadcast ${formatIpv4(broadcastOf(ip, prefixLen))}`
    return `inet ${formatIpv4(ip)} netmask ${hexMask(prefixLen)}${broadcast}`
  })
  // Plumbed, without an address.
  if (shown.length === 0 && !lo) shown.push('inet 0.0.0.0 netmask 0')
  return shown.map((line, i) => stanza(ifp, i, line, IPV4, addresses.length > 0, ifp.mtu))
}

function inet6Stanzas(ifp: Ifnet): string[] {
  const on = ifp.vnet === null ? undefined : ip6Of(ifp.vnet)?.ifs.get(ifp)
  if (on === undefined) return []
  // The link-local address is what the interface is plumbed with.
  const list = [...on.addresses].sort((a, b) => Number(isLinkLocalIn6(b.ip)) - Number(isLinkLocalIn6(a.ip)))
  return list.map(({ ip, prefixLen, origin, state }, i) => {
    const len = isLinkLocalIn6(ip) ? 10 : prefixLen
    const flags: Flag[] = [
      [0x80000, 'ADDRCONF', origin === 'autoconf'],
      [0x2000000, 'IPv6', true],
      [0x4000000000, 'DUPLICATE', state === ADDRESS_DUPLICATED],
    ]
    const mtu = isLoopback(ifp) ? IPV6_LO_MTU : on.mtu
    return stanza(ifp, i, `inet6 ${formatIn6(ip)}/${len}`, flags, state !== ADDRESS_DUPLICATED, mtu)
  })
}

const IPV4: readonly Flag[] = [[0x1000000, 'IPv4', true]]

function stanza(
  ifp: Ifnet,
  logical: number,
  address: string,
  familyFlags: readonly Flag[],
  usable: boolean,
  mtu: number,
): string {
  const lo = isLoopback(ifp)
  const flags = flagWords([
    [0x1, 'UP', ifp.up && usable],
    [0x2, 'BROADCAST', !lo && familyFlags === IPV4],
    [0x8, 'LOOPBACK', lo],
    [0x40, 'RUNNING', ifp.carrier],
    [0x800, 'MULTICAST', true],
    ...familyFlags,
    [0x2000000000, 'VIRTUAL', lo],
  ])
  const name = logical === 0 ? ifp.name : `${ifp.name}:${logical}`
  const ether = lo || logical > 0 ? '' : `\tether ${shortMac(ifp.mac)}\n`
  return `${name}: flags=${flags} mtu ${mtu} index ${indexOf(ifp)}\n\t${address}\n${ether}`
}
