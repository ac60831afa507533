// Exact aggregation (RFC 4632, 5.1, and no further): two halves of a prefix with one next hop become the prefix, and so on
// upward. Nothing is covered that was not covered before, so what has no route still has none. A prefix that is in the
// drawing itself is never made out of its halves: it may lead elsewhere.
//
// Which prefixes are halves of which depends on the drawing alone, not on the router: the forest is built once, and each
// router's next hops are carried up it and read off from above.
//
//        10.0.0.0/23              made of two halves: their next hop if they agree, else MIXED
//        /          \
//   10.0.0.0/24  10.0.1.0/24      drawn: its next hop, or NONE
import { formatPrefix, type IpPrefix } from '../ip.ts'

/** No next hop: not reachable, or connected. */
export const NONE = -1
export const CONNECTED = -2
const MIXED = -3

export class PrefixForest {
  /** How many of its prefixes are drawn; they come first, in the order given. */
  readonly drawn: number
  private readonly prefixes: IpPrefix[]
  private readonly texts: (string | undefined)[]
  /** Halves of prefix `drawn + i`. */
  private readonly low: Int32Array
  private readonly high: Int32Array
  /** Prefixes that are no half of another, by address. */
  private readonly roots: Int32Array
  private readonly stack: Int32Array

  constructor(drawn: readonly IpPrefix[]) {
    this.drawn = drawn.length
    this.prefixes = [...drawn]
    const halves = joinHalves(this.prefixes)
    this.low = Int32Array.from(halves, ([low]) => low)
    this.high = Int32Array.from(halves, ([, high]) => high)
    const isHalf = new Uint8Array(this.prefixes.length)
    for (const half of halves.flat()) isHalf[half] = 1
    const roots = this.prefixes.map((_, i) => i).filter((i) => isHalf[i] === 0)
    this.roots = Int32Array.from(roots.sort((a, b) => (isBefore(this.prefixes[a], this.prefixes[b]) ? -1 : 1)))
    this.texts = new Array<string | undefined>(this.prefixes.length).fill(undefined)
    this.stack = new Int32Array(256)
  }

  get size(): number {
    return this.prefixes.length
  }

  /** Calls `emit` for each aggregated route. `via` holds the next hops to the drawn prefixes and has room for all. */
  read(via: Int32Array, emit: (destination: string, via: number) => void): void {
    const { low, high, drawn, roots, stack } = this
    for (let i = 0; i < low.length; i++) via[drawn + i] = via[low[i]] === via[high[i]] ? via[low[i]] : MIXED
    for (let i = 0; i < roots.length; i++) {
      let top = 0
      stack[top++] = roots[i]
      while (top > 0) {
        const at = stack[--top]
        const hop = via[at]
        if (hop >= 0) emit(this.text(at), hop)
        else if (hop === MIXED) {
          stack[top++] = high[at - drawn]
          stack[top++] = low[at - drawn]
        }
      }
    }
  }

  private text(at: number): string {
    let text = this.texts[at]
    if (text === undefined) {
      text = formatPrefix(this.prefixes[at])
      this.texts[at] = text
    }
    return text
  }
}

const isBefore = (a: IpPrefix, b: IpPrefix) => a.address < b.address || (a.address === b.address && a.length < b.length)

/** Appends every prefix that two others are the halves of, halves before wholes; returns those halves by number. */
function joinHalves(prefixes: IpPrefix[]): [low: number, high: number][] {
  const bits = prefixes.length > 0 && prefixes[0].family === 6 ? 128 : 32
  // By address as text: a Map hashes a bigint by its low 64 bits, which in IPv6 prefixes are all zero.
  const byLength: Map<string, number>[] = Array.from({ length: bits + 1 }, () => new Map())
  prefixes.forEach(({ address, length }, i) => {
    byLength[length].set(String(address), i)
  })
  const halves: [number, number][] = []
  for (let length = bits; length >= 2; length--) {
    const half = 1n << BigInt(bits - length)
    for (const [key, low] of byLength[length]) {
      const address = BigInt(prefixes[low].address)
      if ((address & half) !== 0n || byLength[length - 1].has(key)) continue
      const high = byLength[length].get(String(address + half))
      if (high === undefined) continue
      byLength[length - 1].set(key, prefixes.length)
      const whole = { ...prefixes[low], length: length - 1 }
      prefixes.push(whole)
      halves.push([low, high])
    }
  }
  return halves
}
