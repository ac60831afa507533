// Several next hops for one route: packets of one flow take one way, so that they stay in order (RFC 2992's modulo-N). A flow is
// both addresses, the flow label (RFC 6437) and, where nothing lies in front of them, the ports, as in FreeBSD's
// fib6_calc_software_hash().
import { type Mbuf, u16 } from '@etherloom/kern'
import type { Nexthop } from '@etherloom/net'
import { ipv6 } from '@etherloom/wire'
import { hasPorts } from './multipath.ts'

const PRIME = 0x01000193

export class Multipath6 {
  readonly hops: readonly Nexthop[]

  constructor(hops: readonly Nexthop[]) {
    this.hops = hops
  }

  /** For the packet whose IPv6 header is at `off`. */
  pick(m: Mbuf): Nexthop {
    const i = m.off >> 1
    // The label is the last 20 bits of the first word, in network order: class bits and version are not part of the flow.
    let h = (u16[i] & 0x0f00) | (u16[i + 1] << 12)
    for (let k = i + 4; k < i + 20; k++) h = Math.imul(h ^ u16[k], PRIME)
    if (hasPorts(u16[i + 3] & 0xff) && m.len >= ipv6.HEADER_LEN + 4) {
      h = Math.imul(h ^ u16[i + 20], PRIME)
      h = Math.imul(h ^ u16[i + 21], PRIME)
    }
    return this.at(h)
  }

  /** For packets of our own, before they have a header; `ports` as they lie in memory, 0 where there are none. */
  pickTowards(w0: number, w1: number, w2: number, w3: number, ports = 0): Nexthop {
    const h = Math.imul(w0 ^ w1, PRIME) ^ Math.imul(w2 ^ w3, 0x85ebca6b)
    return this.at(Math.imul(h ^ ports ^ (ports >>> 16), PRIME))
  }

  private at(hash: number): Nexthop {
    const h = Math.imul(hash ^ (hash >>> 15), 0x9e3779b1)
    return this.hops[(h >>> 16) % this.hops.length]
  }
}
