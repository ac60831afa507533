// Gives a vnet IPv6, on first use: a lab that speaks IPv4 alone has none of it.
import type { Vnet } from '@etherloom/net'
import { IN6_LOOPBACK } from '@etherloom/wire'
import { inetOf } from './attach.ts'
import { Ip6 } from './ip6.ts'

/** The vnet's IPv6 stack, made now if there was none; `attachInet` must have been called. */
export function inet6Of(vnet: Vnet): Ip6 {
  if (vnet.ip6 instanceof Ip6) return vnet.ip6
  const { lo } = inetOf(vnet)
  const ip6 = new Ip6(vnet, lo)
  vnet.ip6 = ip6
  ip6.addAddress(lo, IN6_LOOPBACK, 128)
  return ip6
}
