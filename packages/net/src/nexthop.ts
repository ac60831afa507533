// Where a packet goes next: the interface and, for a neighbor, the first seven words of the frame ready to be written.
// One object a neighbor, shared by all destinations behind it; whoever resolves addresses (inet's arp) changes it in
// place, so that caches need not know.
import { type Mbuf, u16 } from '@etherloom/kern'
import { macWord } from '@etherloom/wire'
import { TYPE_IPV4_WORD, TYPE_IPV6_WORD } from './ether-types.ts'
import type { Ifnet } from './ifnet.ts'

/** The Ethernet words are valid: write them and send. */
export const HOP_READY = 0
/** The neighbor's address is not known (yet): `owner` keeps the packet and asks. */
export const HOP_PENDING = 1
/** One of this vnet's own addresses. */
export const HOP_LOCAL = 2
/** A broadcast address of a connected network: received here, sent to everybody, never forwarded. */
export const HOP_BROADCAST = 3
/** No route; kept so that a flood to nowhere costs no look-up either. */
export const HOP_NONE = 4
/** A blackhole route: dropped without a word. */
export const HOP_BLACKHOLE = 5
/** A reject route: the sender is told. */
export const HOP_REJECT = 6
/** Several next hops: `owner` picks one by the packet's flow. */
export const HOP_MULTI = 7
/** A multicast group on one interface: sent to its Ethernet address, never forwarded. */
export const HOP_GROUP = 8

export class Nexthop {
  readonly ifp: Ifnet
  state: number
  /** Set by each packet sent, cleared by ageing. */
  used: boolean
  dst0: number
  dst1: number
  dst2: number
  src0: number
  src1: number
  src2: number
  /** Who resolves it. */
  readonly owner: unknown

  constructor(ifp: Ifnet, state: number, owner: unknown) {
    this.ifp = ifp
    this.state = state
    this.used = false
    this.dst0 = 0
    this.dst1 = 0
    this.dst2 = 0
    this.src0 = 0
    this.src1 = 0
    this.src2 = 0
    this.owner = owner
  }

  setMac(mac: number): void {
    this.dst0 = macWord(mac, 0)
    this.dst1 = macWord(mac, 1)
    this.dst2 = macWord(mac, 2)
    this.src0 = this.ifp.mac0
    this.src1 = this.ifp.mac1
    this.src2 = this.ifp.mac2
  }
}

/** Writes the Ethernet header in front of an IPv4 packet; the caller has made the room (`off` is at the header). */
export function writeEthernet(hop: Nexthop, m: Mbuf): void {
  const h = m.off >> 1
  u16[h] = hop.dst0
  u16[h + 1] = hop.dst1
  u16[h + 2] = hop.dst2
  u16[h + 3] = hop.src0
  u16[h + 4] = hop.src1
  u16[h + 5] = hop.src2
  u16[h + 6] = TYPE_IPV4_WORD
}

/** The same for an IPv6 packet. */
export function writeEthernet6(hop: Nexthop, m: Mbuf): void {
  const h = m.off >> 1
  u16[h] = hop.dst0
  u16[h + 1] = hop.dst1
  u16[h + 2] = hop.dst2
  u16[h + 3] = hop.src0
  u16[h + 4] = hop.src1
  u16[h + 5] = hop.src2
  u16[h + 6] = TYPE_IPV6_WORD
}
