// The route cache of IPv6: as route-cache.ts, with four words a key. Only addresses that mean the same on every interface
// are in it: no link-local ones, no groups.
import type { Nexthop } from './nexthop.ts'

const BITS = 8
const SIZE = 1 << BITS
const ROW = 4
const GOLDEN = 0x9e3779b9 | 0

const NO_KEYS = new Int32Array(SIZE * ROW)
const NO_HOPS: (Nexthop | null)[] = []
for (let i = 0; i < SIZE; i++) NO_HOPS.push(null)

export class RouteCache6 {
  private keys: Int32Array
  private hops: (Nexthop | null)[]

  constructor() {
    this.keys = NO_KEYS
    this.hops = NO_HOPS
  }

  get(w0: number, w1: number, w2: number, w3: number): Nexthop | null {
    const { keys } = this
    const k = slot(w0, w1, w2, w3)
    const i = k * ROW
    const hit = keys[i] === w0 && keys[i + 1] === w1 && keys[i + 2] === w2 && keys[i + 3] === w3
    return hit ? this.hops[k] : null // an empty slot has the key :: and no hop
  }

  put(w0: number, w1: number, w2: number, w3: number, hop: Nexthop): void {
    if (this.keys === NO_KEYS) {
      this.keys = new Int32Array(SIZE * ROW)
      this.hops = NO_HOPS.slice()
    }
    const k = slot(w0, w1, w2, w3)
    const i = k * ROW
    this.keys[i] = w0
    this.keys[i + 1] = w1
    this.keys[i + 2] = w2
    this.keys[i + 3] = w3
    this.hops[k] = hop
  }

  /** Forgets everything, and lets go of the next hops. */
  flush(): void {
    this.keys = NO_KEYS
    this.hops = NO_HOPS
  }
}

/** Subnets differ in word 1, hosts in word 3; the product's top bits depend on all bits of the sum. */
function slot(w0: number, w1: number, w2: number, w3: number): number {
  return Math.imul(w0 ^ w1 ^ w2 ^ (w3 >>> 9), GOLDEN) >>> (32 - BITS)
}
