// Ethernet at the edge of a vnet: which protocol a received frame goes to.
import { type Mbuf, u16 } from '@etherloom/kern'
import { DROP_NOT_FOR_US, DROP_RUNT, DROP_UNKNOWN_TYPE, ethernet, swap16 } from '@etherloom/wire'
import { drop } from './drops.ts'
import type { Ifnet } from './ifnet.ts'
import type { Vnet } from './vnet.ts'

export const ETHER_HEADER_LEN = 14
/** EtherTypes as the little-endian view shows them. */
export const TYPE_IPV4_WORD = swap16(ethernet.TYPE_IPV4)
export const TYPE_ARP_WORD = swap16(ethernet.TYPE_ARP)
export const TYPE_IPV6_WORD = swap16(ethernet.TYPE_IPV6)

export function etherInput(ifp: Ifnet, m: Mbuf): void {
  ifp.ipackets++
  ifp.ibytes += m.len
  const h = m.off >> 1
  const ours = u16[h] === ifp.mac0 && u16[h + 1] === ifp.mac1 && u16[h + 2] === ifp.mac2
  if (ours && u16[h + 6] === TYPE_IPV4_WORD && m.len >= ETHER_HEADER_LEN) {
    const ip = (ifp.vnet as Vnet).ip
    if (ip !== null) {
      m.off += ETHER_HEADER_LEN
      m.len -= ETHER_HEADER_LEN
      ip.input(ifp, m)
      return
    }
  }
  etherInputOther(ifp, m, ours)
}

/** Everything but IPv4 to our own address. */
function etherInputOther(ifp: Ifnet, m: Mbuf, ours: boolean): void {
  if (m.len < ETHER_HEADER_LEN) {
    ifp.ierrors++
    return drop(ifp.drops, DROP_RUNT, m)
  }
  const h = m.off >> 1
  if (!ours && (u16[h] & 1) === 0) return drop(ifp.drops, DROP_NOT_FOR_US, m)
  const vnet = ifp.vnet as Vnet
  const type = u16[h + 6]
  m.adj(ETHER_HEADER_LEN)
  if (type === TYPE_IPV6_WORD && vnet.ip6 !== null) {
    if (ours) vnet.ip6.input(ifp, m)
    else vnet.ip6.inputBroadcast(ifp, m)
    return
  }
  if (type === TYPE_ARP_WORD && vnet.arp !== null) vnet.arp.input(ifp, m)
  else if (type === TYPE_IPV4_WORD && vnet.ip !== null) vnet.ip.inputBroadcast(ifp, m)
  else drop(ifp.drops, DROP_UNKNOWN_TYPE, m)
}
