// How an interface takes part in IPv6, from the document into its vnet. An interface does IPv6 when it has an address, makes
// itself some (SLAAC) or tells others of a router; one that does none of it stays silent, so a lab drawn in IPv4 alone
// carries no neighbor discovery and a vnet without IPv6 has no stack for it.
import {
  ADVERTISING_DEFAULTS,
  type Advertising,
  type In6Ifaddr,
  type Ip6,
  inet6Of,
  LO_LINK_LOCAL,
} from '@etherloom/inet'
import type { Ifnet, Vnet } from '@etherloom/net'
import { familyOf, type IfaceRecord, type RouterAdvertisement } from '@etherloom/topology'
import { type Cidr6, isLoopbackIn6, linkLocalIn6, parseCidr6, sameIn6 } from '@etherloom/wire'

/** Null, or which address could not be set and why. */
export function applyAddresses6(iface: IfaceRecord, ifp: Ifnet, vnet: Vnet): string | null {
  const wanted = iface.addresses
    .filter(({ address }) => familyOf(address) === 6)
    .map(({ address }) => parseCidr6(address))
  const { autoconf, linkLocal } = iface.ipv6
  if (iface.kind === 'lo') return loopback(ifp, vnet, wanted)
  const speaks = wanted.length > 0 || autoconf || iface.ra !== null
  if (!speaks) {
    if (vnet.ip6 !== null) inet6Of(vnet).control.disable(ifp)
    return null
  }
  const ip6 = inet6Of(vnet)
  ip6.setForwarding(vnet.forwarding)
  const on = ip6.control.enable(ifp)
  const own = linkLocalIn6(ifp.mac)
  const automatic = ({ ip }: In6Ifaddr) => linkLocal && sameIn6(ip, own)
  const denied = setManual(
    ip6,
    ifp,
    wanted,
    on.addresses.filter((ifa) => ifa.origin === 'manual' && !automatic(ifa)),
  )
  if (linkLocal) ip6.control.enable(ifp)
  if (on.acceptRtadv !== autoconf) ip6.control.setAcceptRtadv(ifp, autoconf)
  advertise(ip6, ifp, iface.ra)
  return denied
}

/** ::1, and FreeBSD's fe80::1%lo0, are there as long as anything here speaks IPv6. */
function loopback(ifp: Ifnet, vnet: Vnet, wanted: readonly Cidr6[]): string | null {
  if (vnet.ip6 === null && wanted.length === 0) return null
  const ip6 = inet6Of(vnet)
  const has = (ip6.ifs.get(ifp)?.addresses ?? []).filter(({ ip }) => !isLoopbackIn6(ip) && !sameIn6(ip, LO_LINK_LOCAL))
  return setManual(ip6, ifp, wanted, has)
}

/** The order counts, as for IPv4: everything behind the first change is set anew. */
function setManual(ip6: Ip6, ifp: Ifnet, wanted: readonly Cidr6[], has: readonly In6Ifaddr[]): string | null {
  let same = 0
  while (same < has.length && same < wanted.length && sameCidr(has[same]!, wanted[same]!)) same++
  for (const ifa of has.slice(same)) ip6.removeAddress(ifp, ifa.ip)
  let denied: string | null = null
  for (const { ip, prefixLen } of wanted.slice(same)) {
    const owner = ip6.addresses.find(ip) ?? ip6.ifs.get(ifp)?.find(ip) ?? null
    if (owner === null) ip6.addAddress(ifp, ip, prefixLen)
    else denied ??= `${owner.ifp.name} of this node has the same address: change one of the two`
  }
  return denied
}

const sameCidr = (a: Cidr6, b: Cidr6) => sameIn6(a.ip, b.ip) && a.prefixLen === b.prefixLen

/** A router that goes on as it was is not started anew: hosts would hear it leave and come back. */
function advertise(ip6: Ip6, ifp: Ifnet, ra: RouterAdvertisement | null): void {
  const now = ip6.ifs.get(ifp)?.advertiser?.settings ?? null
  const wanted = ra === null ? null : advertising(ra)
  if (wanted === null ? now !== null : now === null || !sameAdvertising(now, wanted)) ip6.setAdvertising(ifp, wanted)
}

/** MinRtrAdvInterval is a third of the maximum, and at least 3 s (RFC 4861 §6.2.1). */
const advertising = (ra: RouterAdvertisement): Advertising => ({
  ...ADVERTISING_DEFAULTS,
  maxIntervalS: ra.intervalSeconds,
  minIntervalS: Math.max(3, Math.floor(ra.intervalSeconds / 3)),
  lifetimeS: ra.lifetimeSeconds,
  managed: ra.managed,
  other: ra.other,
})

const sameAdvertising = (a: Advertising, b: Advertising): boolean =>
  a.maxIntervalS === b.maxIntervalS && a.lifetimeS === b.lifetimeS && a.managed === b.managed && a.other === b.other
