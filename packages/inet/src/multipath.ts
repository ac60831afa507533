// Several next hops for one IPv4 route: packets of one flow take one way, so that they stay in order (RFC 2992's modulo-N). A
// flow is both addresses, the protocol and the ports, as in FreeBSD's fib4_calc_software_hash(). Fragments have no ports but in
// the first, so none of them counts its own, and all of one datagram stay together, as behind a network card that hashes.
import { type Mbuf, u16 } from '@etherloom/kern'
import type { Nexthop } from '@etherloom/net'
import { ipv4, swap16 } from '@etherloom/wire'

const FRAGMENT_BITS = swap16(ipv4.MORE_FRAGMENTS | ipv4.OFFSET_MASK)
const PRIME = 0x01000193

/** Whether the first four bytes of what a protocol carries are its ports. */
export const hasPorts = (protocol: number): boolean => protocol === ipv4.PROTO_UDP || protocol === ipv4.PROTO_TCP

/** The ports of a datagram whose payload is at `off`, as they lie in memory. */
export const portsAt = ({ off }: Mbuf): number => u16[off >> 1] | (u16[(off >> 1) + 1] << 16)

export class Multipath {
  readonly hops: readonly Nexthop[]

  constructor(hops: readonly Nexthop[]) {
    this.hops = hops
  }

  /** For the packet whose IPv4 header is at `off`. */
  pick(m: Mbuf): Nexthop {
    const i = m.off >> 1
    const protocol = u16[i + 4] >>> 8
    let h = protocol
    for (let k = i + 6; k < i + 10; k++) h = Math.imul(h ^ u16[k], PRIME)
    const payload = i + ((u16[i] & 0x0f) << 1)
    if (hasPorts(protocol) && (u16[i + 3] & FRAGMENT_BITS) === 0 && m.off + m.len >= (payload + 2) << 1) {
      h = Math.imul(h ^ u16[payload], PRIME)
      h = Math.imul(h ^ u16[payload + 1], PRIME)
    }
    return this.at(h)
  }

  /** For a packet of our own, before it has a header; `ports` as they lie in memory, 0 where there are none. */
  pickTowards(dst: number, ports = 0): Nexthop {
    return this.at(Math.imul(Math.imul(dst ^ (dst >>> 16), PRIME) ^ ports ^ (ports >>> 16), PRIME))
  }

  private at(hash: number): Nexthop {
    const h = Math.imul(hash ^ (hash >>> 15), 0x9e3779b1)
    return this.hops[(h >>> 16) % this.hops.length]
  }
}
