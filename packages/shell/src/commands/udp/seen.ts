// Which sequence numbers have come: the newest, in memory that does not grow (the window of RFC 6479, section 2).

/** How far back a datagram is told from its duplicate. */
const WINDOW = 65_536

export class Seen {
  /** One more than the highest that came, or was said to have been sent. */
  next: number
  /** A bit each, at its place modulo the window. */
  private readonly bits: Uint32Array

  constructor() {
    this.next = 0
    this.bits = new Uint32Array(WINDOW / 32)
  }

  /** Also of one so old that it cannot be told. */
  has(seq: number): boolean {
    if (seq >= this.next) return false
    return seq < this.next - WINDOW || (this.bits[wordOf(seq)]! & bitOf(seq)) !== 0
  }

  add(seq: number): void {
    this.advance(seq + 1)
    this.bits[wordOf(seq)]! |= bitOf(seq)
  }

  /** Nothing has come of those that are passed over. */
  advance(next: number): void {
    for (let seq = Math.max(this.next, next - WINDOW); seq < next; seq++) this.bits[wordOf(seq)]! &= ~bitOf(seq)
    this.next = Math.max(this.next, next)
  }
}

const wordOf = (seq: number): number => (seq % WINDOW) >>> 5
const bitOf = (seq: number): number => 1 << (seq & 31)
