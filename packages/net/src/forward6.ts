// What ether.ts does for IPv4, for IPv6: a packet for somebody else, whose next hop is in the cache and resolved, passed on
// in one function. Inet's `Ip6.input` and `forward` do the same in several: any change there must be reflected here, and a
// test runs random packets through both.
import { type Mbuf, u16 } from '@etherloom/kern'
import { ipv6 } from '@etherloom/wire'
import type { Ifnet } from './ifnet.ts'
import { HOP_READY } from './nexthop.ts'
import type { Vnet } from './vnet.ts'

const ETHER_HEADER_LEN = 14
const HEADERS = ETHER_HEADER_LEN + ipv6.HEADER_LEN

/** `m` is an IPv6 frame. False: it is not as plain as that, and nothing has been touched. */
export function forward6(ifp: Ifnet, vnet: Vnet, m: Mbuf): boolean {
  const cache = vnet.routeCache6
  const h = m.off >> 1
  const i = h + 7
  if (
    cache === null ||
    vnet.pfilIn6 !== null ||
    vnet.pfilOut6 !== null ||
    u16[h] !== ifp.mac0 ||
    u16[h + 1] !== ifp.mac1 ||
    u16[h + 2] !== ifp.mac2 ||
    (u16[i] & 0xf0) !== 0x60
  )
    return false
  const hop = cache.get(
    u16[i + 12] | (u16[i + 13] << 16),
    u16[i + 14] | (u16[i + 15] << 16),
    u16[i + 16] | (u16[i + 17] << 16),
    u16[i + 18] | (u16[i + 19] << 16),
  )
  const payloadLen = u16[i + 2]
  const limits = u16[i + 3] // next header, and above it the hop limit
  const s = u16[i + 4]
  const len = (((payloadLen & 0xff) << 8) | (payloadLen >>> 8)) + HEADERS
  if (
    hop === null ||
    hop.state !== HOP_READY ||
    hop.ifp === ifp || // its sender is told of the shorter way
    len !== m.len ||
    len > hop.ifp.mtu + ETHER_HEADER_LEN ||
    (limits & 0xff) === 0 || // hop-by-hop options
    limits < 0x200 ||
    (s & 0xff) >= 0xfe || // fe80::/10, ff00::/8, ::, ::1 may not travel
    s === 0
  )
    return false
  ifp.ipackets++
  ifp.ibytes += len
  vnet.forwarded6++
  u16[i + 3] = limits - 0x100
  u16[h] = hop.dst0
  u16[h + 1] = hop.dst1
  u16[h + 2] = hop.dst2
  u16[h + 3] = hop.src0
  u16[h + 4] = hop.src1
  u16[h + 5] = hop.src2
  hop.used = true
  hop.ifp.output(hop.ifp, m)
  return true
}
