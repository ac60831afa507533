// Seeded chance: sfc32 (Doty-Humphrey), 128 bits of state, passes PractRand. Every object that needs chance forks its own
// generator by name, so that editing one link leaves the losses of every other link as they were.

/** FNV-1a over UTF-16 units, then a finalizer (Murmur3): names that differ in one letter get unrelated seeds. */
function hashName(name: string, seed: number): number {
  let h = 0x811c9dc5 ^ seed
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

export class Random {
  private readonly seed: number
  private a: number
  private b: number
  private c: number
  private counter: number

  constructor(seed: number) {
    this.seed = seed | 0
    this.a = hashName('a', this.seed)
    this.b = hashName('b', this.seed)
    this.c = this.seed
    this.counter = 1
    for (let i = 0; i < 12; i++) this.int32()
  }

  /** A generator that depends on this one's seed and on the name, not on what was drawn so far. */
  fork(name: string): Random {
    return new Random(hashName(name, this.seed))
  }

  int32(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0
    return t
  }

  /** 0 ≤ x < 1, 32 bits. */
  float(): number {
    return (this.int32() >>> 0) / 2 ** 32
  }

  /** 0 ≤ n < `bound`. */
  below(bound: number): number {
    return Math.floor(this.float() * bound)
  }

  fill(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.int32()
  }
}
