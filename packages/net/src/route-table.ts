// A big routing table compiled for destinations that the route cache does not know: three arrays in a row, by the first two,
// the third and the fourth octet of the address (Gupta, Lin, McKeown: DIR-24-8, with its first level cut in two).
//
//   first[65,536]   ≥ 0: a path        < 0: ~block in `second`
//   second[256 n]   < LINK: a path     ≥ LINK: block in `third`
//   third[256 n]    a path
//
// A path is a gateway that routes share, and path 0 "ask the table itself": no route, one that says more than one gateway,
// or one around addresses of this node's own, which count more than routes. So the answer here is the table's or none.
import { hostOrder, maskOf } from '@etherloom/wire'
import type { Nexthop } from './nexthop.ts'
import type { Route } from './route.ts'

const LINK = 0x8000
const MAX_BLOCKS = 0x7fff

export class RouteTable {
  private readonly first: Int32Array
  private second: Uint16Array
  private third: Uint16Array
  private seconds: number
  private thirds: number
  /** By path; null until a packet has asked the slow way. */
  private readonly hops: (Nexthop | null)[]

  /** Shortest prefixes first. `plain`: the route alone decides for all of its destinations. */
  constructor(routes: readonly Route[], plain: (route: Route) => boolean) {
    this.first = new Int32Array(65_536)
    this.second = new Uint16Array(256 * 64)
    this.third = new Uint16Array(0)
    this.seconds = 0
    this.thirds = 0
    this.hops = [null]
    const paths = new Map<string, number>()
    for (const route of routes) {
      const single = !route.connected && route.others === undefined && (route.kind ?? 'unicast') === 'unicast'
      if (!single || !plain(route)) {
        this.fill(route, 0)
        continue
      }
      const key = `${route.gateway} ${route.ifp.name}`
      let path = paths.get(key)
      if (path === undefined) {
        path = this.hops.length < LINK ? this.hops.length : 0
        paths.set(key, path)
        if (path !== 0) this.hops.push(null)
      }
      this.fill(route, path)
    }
  }

  hop(dst: number): Nexthop | null {
    return this.hops[this.path(dst)]
  }

  /** What the slow way has found for a destination is found for all of its path. */
  learn(dst: number, hop: Nexthop): void {
    const path = this.path(dst)
    if (path !== 0) this.hops[path] = hop
  }

  private path(dst: number): number {
    const a = this.first[dst & 0xffff]
    if (a >= 0) return a
    const b = this.second[(~a << 8) | ((dst >>> 16) & 255)]
    return b < LINK ? b : this.third[((b - LINK) << 8) | (dst >>> 24)]
  }

  private fill({ dst, prefixLen }: Route, path: number): void {
    const value = hostOrder(dst & maskOf(prefixLen))
    if (prefixLen <= 16) {
      const from = value >>> 16
      const count = 1 << (16 - prefixLen)
      for (let k = from; k < from + count; k++) this.first[((k & 255) << 8) | (k >>> 8)] = path
      return
    }
    const block = this.blockOf(dst & 0xffff) << 8
    if (prefixLen <= 24) {
      const at = block | ((value >>> 8) & 255)
      this.second.fill(path, at, at + (1 << (24 - prefixLen)))
      return
    }
    const third = this.blockUnder(block | ((value >>> 8) & 255))
    if (third < 0) return
    const at = (third << 8) | (value & 255)
    this.third.fill(path, at, at + (1 << (32 - prefixLen)))
  }

  private blockOf(at: number): number {
    const known = this.first[at]
    if (known < 0) return ~known
    const block = this.seconds++
    if (this.second.length < this.seconds << 8) this.second = doubled(this.second)
    this.second.fill(known, block << 8, (block + 1) << 8)
    this.first[at] = ~block
    return block
  }

  /** -1: there are no more blocks, and whoever asks is sent the slow way. */
  private blockUnder(at: number): number {
    const known = this.second[at]
    if (known >= LINK) return known - LINK
    if (this.thirds >= MAX_BLOCKS) {
      this.second[at] = 0
      return -1
    }
    const block = this.thirds++
    if (this.third.length < this.thirds << 8) this.third = doubled(this.third)
    this.third.fill(known, block << 8, (block + 1) << 8)
    this.second[at] = LINK + block
    return block
  }
}

function doubled(words: Uint16Array): Uint16Array {
  const more = new Uint16Array(Math.max(256 * 64, 2 * words.length))
  more.set(words)
  return more
}
