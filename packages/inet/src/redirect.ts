// Redirects (RFC 792, RFC 1812 §5.2.7.2): a router that sends a packet back out by the interface it came in tells the sender,
// if it is a neighbor there, which router to use at once. Hosts here do not follow them, as FreeBSD's hardened default and
// most of today's systems do not: the way through the first router works all the same.
import { type Mbuf, u8 } from '@etherloom/kern'
import type { Ifnet, Nexthop } from '@etherloom/net'
import { icmp, ipv4, swap16 } from '@etherloom/wire'
import { ArpEntry } from './arp.ts'
import type { Ip } from './ip.ts'

const CODE_HOST = 1

/** `m` came by `ifp` and leaves by it. It stays the caller's. */
export function maybeRedirect(ip: Ip, ifp: Ifnet, m: Mbuf, hop: Nexthop): void {
  if (!(hop.owner instanceof ArpEntry)) return
  const src = ipv4.src(u8, m.off)
  const gateway = hop.owner.ip
  // Only a neighbor in the gateway's own network can use it, and whoever asks for a route of its own knows better.
  const network = ip.addresses.of(ifp).find((a) => ((a.ip ^ gateway) & a.mask) === 0)
  if (network === undefined || ((src ^ gateway) & network.mask) !== 0 || src === gateway) return
  if (ipv4.headerLen(u8, m.off) > ipv4.HEADER_LEN) return
  const copy = m.dup()
  if (copy !== null) ip.icmp.error(copy, icmp.REDIRECT, CODE_HOST, swap16(gateway >>> 16), swap16(gateway & 0xffff))
}
