// Values by IPv6 address: open addressing with linear probing, the four words of a key side by side in one Int32Array, so
// that a look-up makes no object and touches one cache line. What is taken out closes its gap (Knuth, 6.4 algorithm R):
// no markers stay behind, so tables with much coming and going stay quick.
import type { In6Addr } from '@etherloom/wire'

const ROW = 4
const FIRST_ROWS = 4
const SMALL_ROWS = 16

/** What an empty map has: one row, never written. */
const NO_KEYS = new Int32Array(ROW)
const NO_VALUES: null[] = [null]

export class In6Map<V> {
  size: number
  private keys: Int32Array
  private values: (V | null)[]
  private mask: number

  constructor() {
    this.size = 0
    this.keys = NO_KEYS
    this.values = NO_VALUES
    this.mask = 0
  }

  get(w0: number, w1: number, w2: number, w3: number): V | null {
    const { keys, values, mask } = this
    for (let r = hash(w0, w1, w2, w3) & mask; ; r = (r + 1) & mask) {
      const value = values[r]
      if (value === null) return null
      const i = r * ROW
      if (keys[i] === w0 && keys[i + 1] === w1 && keys[i + 2] === w2 && keys[i + 3] === w3) return value
    }
  }

  find(a: In6Addr): V | null {
    return this.get(a.w0, a.w1, a.w2, a.w3)
  }

  set(a: In6Addr, value: V): void {
    // A small one may be three quarters full, a large one half: there, each further probe waits for memory.
    const rows = this.values.length
    if (this.size + 1 > (rows <= SMALL_ROWS ? (rows >> 2) * 3 : rows >> 1)) this.grow()
    const r = this.row(a.w0, a.w1, a.w2, a.w3)
    if (this.values[r] === null) this.size++
    this.put(r, a.w0, a.w1, a.w2, a.w3, value)
  }

  /** The value that was there, or null. */
  delete(a: In6Addr): V | null {
    const { keys, values, mask } = this
    let hole = this.row(a.w0, a.w1, a.w2, a.w3)
    const value = values[hole]
    if (value === null) return null
    this.size--
    for (let r = (hole + 1) & mask; values[r] !== null; r = (r + 1) & mask) {
      const i = r * ROW
      const home = hash(keys[i], keys[i + 1], keys[i + 2], keys[i + 3]) & mask
      if (((r - home) & mask) < ((r - hole) & mask)) continue
      this.put(hole, keys[i], keys[i + 1], keys[i + 2], keys[i + 3], values[r])
      hole = r
    }
    values[hole] = null
    return value
  }

  /** In no order that means anything. */
  list(): V[] {
    return this.values.filter((v) => v !== null)
  }

  /** The row of the key, or the empty one where it would go. */
  private row(w0: number, w1: number, w2: number, w3: number): number {
    const { keys, values, mask } = this
    for (let r = hash(w0, w1, w2, w3) & mask; ; r = (r + 1) & mask) {
      const i = r * ROW
      if (values[r] === null) return r
      if (keys[i] === w0 && keys[i + 1] === w1 && keys[i + 2] === w2 && keys[i + 3] === w3) return r
    }
  }

  private put(r: number, w0: number, w1: number, w2: number, w3: number, value: V | null): void {
    const i = r * ROW
    this.keys[i] = w0
    this.keys[i + 1] = w1
    this.keys[i + 2] = w2
    this.keys[i + 3] = w3
    this.values[r] = value
  }

  private grow(): void {
    const { keys, values } = this
    const rows = Math.max(FIRST_ROWS, 2 * values.length)
    this.keys = new Int32Array(rows * ROW)
    this.values = []
    for (let i = 0; i < rows; i++) this.values.push(null)
    this.mask = rows - 1
    for (let r = 0; r < values.length; r++) {
      if (values[r] === null) continue
      const i = r * ROW
      const to = this.row(keys[i], keys[i + 1], keys[i + 2], keys[i + 3])
      this.put(to, keys[i], keys[i + 1], keys[i + 2], keys[i + 3], values[r])
    }
  }
}

/** Prefixes end in zero words and hosts differ in their last bytes, which are the high bits here: both must count. */
function hash(w0: number, w1: number, w2: number, w3: number): number {
  let h = Math.imul(w0 ^ (w1 >>> 15) ^ (w1 << 17), 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 16) ^ w2 ^ (w3 >>> 13) ^ (w3 << 19), 0x85ebca6b)
  h ^= h >>> 15
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}
