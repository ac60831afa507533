// A direct-mapped cache of next hops by destination, in front of the routing table: one multiply, one compare. Any change
// of routes, addresses or neighbors that could alter an answer flushes it.
import type { Nexthop } from './nexthop.ts'

const BITS = 8
const SIZE = 1 << BITS
/** 2^32 / golden ratio: Fibonacci hashing takes the top bits of the product. */
const GOLDEN = 0x9e3779b9 | 0

/** 0 marks an empty slot, so 0.0.0.0 must miss: its slot is 0, where 1 (0.0.0.1's slot is another) stands for "empty". */
function emptyKeys(): Int32Array {
  const keys = new Int32Array(SIZE)
  keys[0] = 1
  return keys
}

const NO_KEYS = emptyKeys()
const NO_HOPS: Nexthop[] = []

export class RouteCache {
  keys: Int32Array
  hops: Nexthop[]

  constructor() {
    this.keys = NO_KEYS
    this.hops = NO_HOPS
  }

  get(dst: number): Nexthop | null {
    const k = Math.imul(dst, GOLDEN) >>> (32 - BITS)
    return this.keys[k] === dst ? this.hops[k] : null
  }

  put(dst: number, hop: Nexthop): void {
    if (dst === 0) return
    if (this.keys === NO_KEYS) {
      this.keys = emptyKeys()
      this.hops = []
      for (let i = 0; i < SIZE; i++) this.hops.push(hop)
    }
    const k = Math.imul(dst, GOLDEN) >>> (32 - BITS)
    this.keys[k] = dst
    this.hops[k] = hop
  }

  /** Forgets everything, and lets go of the next hops. */
  flush(): void {
    this.keys = NO_KEYS
    this.hops = NO_HOPS
  }
}
