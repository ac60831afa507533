// Gives a vnet IPv6, on first use: a lab that speaks IPv4 alone has none of it.
import type { Vnet } from '@etherloom/net'
import { IN6_LOOPBACK, parseIn6 } from '@etherloom/wire'
import { inetOf } from './attach.ts'
import { ADDRESS_TENTATIVE } from './in6-ifaddr.ts'
import { Ip6 } from './ip6.ts'

export const LO_LINK_LOCAL = parseIn6('fe80::1')

/** The vnet's IPv6 stack, made now if there was none; `attachInet` must have been called. */
export function inet6Of(vnet: Vnet): Ip6 {
  if (vnet.ip6 instanceof Ip6) return vnet.ip6
  const { lo, loopbackLinkLocal } = inetOf(vnet)
  const ip6 = new Ip6(vnet, lo)
  vnet.ip6 = ip6
  ip6.addAddress(lo, IN6_LOOPBACK, 128)
  if (loopbackLinkLocal) ip6.addAddress(lo, LO_LINK_LOCAL, 64)
  return ip6
}

/** When the addresses whose duplicates are looked for now will be usable, at the earliest; 0 when there is none. */
export function dadEndsNs({ ip6 }: Vnet): number {
  let ends = 0
  if (!(ip6 instanceof Ip6)) return ends
  for (const { state, timer, probes, ifp } of ip6.addresses.list) {
    if (state !== ADDRESS_TENTATIVE || timer === null || !timer.pending) continue
    const answersNs = probes > 0 ? (ip6.ifs.get(ifp)?.retransMs ?? 0) * 1e6 : 0
    ends = Math.max(ends, timer.deadlineNs + answersNs)
  }
  return ends
}
