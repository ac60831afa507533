// Several next hops for one IPv4 route: packets of one flow take one way, so that they stay in order (RFC 2992's modulo-N). A
// flow is both addresses and the protocol; ports are left out, because fragments have none.
import { type Mbuf, u16 } from '@etherloom/kern'
import type { Nexthop } from '@etherloom/net'

export class Multipath {
  readonly hops: readonly Nexthop[]

  constructor(hops: readonly Nexthop[]) {
    this.hops = hops
  }

  /** For the packet whose IPv4 header is at `off`. */
  pick(m: Mbuf): Nexthop {
    const i = m.off >> 1
    let h = u16[i + 4] >>> 8
    for (let k = i + 6; k < i + 10; k++) h = Math.imul(h ^ u16[k], 0x01000193)
    return this.at(h)
  }

  /** For a packet of our own, before it has a header. */
  pickTowards(dst: number): Nexthop {
    return this.at(Math.imul(dst ^ (dst >>> 16), 0x01000193))
  }

  private at(hash: number): Nexthop {
    const h = Math.imul(hash ^ (hash >>> 15), 0x9e3779b1)
    return this.hops[(h >>> 16) % this.hops.length]
  }
}
