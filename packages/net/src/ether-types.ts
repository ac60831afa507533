// EtherTypes as the little-endian view shows them.
import { ethernet, swap16 } from '@etherloom/wire'

export const TYPE_IPV4_WORD = swap16(ethernet.TYPE_IPV4)
export const TYPE_ARP_WORD = swap16(ethernet.TYPE_ARP)
export const TYPE_IPV6_WORD = swap16(ethernet.TYPE_IPV6)
