// Fragments (RFC 8200 §4.5): made at the source only, put together at the destination only.
//
// What is kept is bounded in datagrams, in fragments of one, and in time. Fragments that overlap end their datagram
// (RFC 5722); one that came twice is dropped alone; a fragment that is the whole datagram never meets others (RFC 6946).
import { type Callout, type Mbuf, u8, u16 } from '@etherloom/kern'
import { drop, type Ifnet, type Nexthop } from '@etherloom/net'
import {
  DROP_BAD_HEADER,
  DROP_FRAGMENT_LIMIT,
  DROP_FRAGMENT_OVERLAP,
  DROP_FRAGMENT_TIMEOUT,
  DROP_NOBUFS,
  DROP_TOO_BIG,
  icmp6,
  ipv4,
  ipv6,
  put16,
  put32,
  tcp,
  udp,
} from '@etherloom/wire'
import type { Ip6 } from './ip6.ts'

const MAX_DATAGRAMS = 64
/** FreeBSD's net.inet6.ip6.maxfragsperpacket: 65,535 bytes in pieces of 1,024. */
const MAX_FRAGMENTS = 64
const TIMEOUT_NS = 60e9
const MAX_PAYLOAD = 65_535
/** Both addresses. */
const KEY_WORDS = 16

interface Piece {
  readonly m: Mbuf
  /** From `m.off`: the fragment header, and where the header in front names it. */
  readonly at: number
  readonly nextAt: number
  /** What it covers of the original, in bytes. */
  readonly from: number
  readonly to: number
}

class Datagram {
  readonly owner: Reassembly6
  readonly ifp: Ifnet
  readonly key: Uint16Array
  readonly id: number
  /** In order of offset. */
  readonly pieces: Piece[]
  /** Known once the last fragment is here; -1 before. */
  total: number
  readonly timer: Callout

  constructor(owner: Reassembly6, ifp: Ifnet, key: Uint16Array, id: number) {
    this.owner = owner
    this.ifp = ifp
    this.key = key
    this.id = id
    this.pieces = []
    this.total = -1
    this.timer = owner.ip6.vnet.kernel.callout(fragmentTimer, this)
    this.timer.reset(TIMEOUT_NS)
  }
}

export class Reassembly6 {
  readonly ip6: Ip6
  /** Oldest first. */
  private readonly waiting: Datagram[]

  constructor(ip6: Ip6) {
    this.ip6 = ip6
    this.waiting = []
  }

  /**
   * A fragment whose header is `at` bytes behind `off`; `nextAt` is where the header in front names it. The whole datagram
   * without fragment headers, when this completes it; else null, and the fragment is kept or gone.
   */
  input(ifp: Ifnet, m: Mbuf, at: number, nextAt: number): Mbuf | null {
    const h = m.off + at
    const from = ipv6.fragmentOffset(u8, h)
    const more = ipv6.moreFragments(u8, h)
    const len = m.len - at - ipv6.FRAGMENT_LEN
    if (from === 0 && !more) return withoutFragmentHeader(m, at, nextAt)
    if (more && (len & 7) !== 0) return this.bad(ifp, m, ipv6.PAYLOAD_LEN)
    if (at - ipv6.HEADER_LEN + from + len > MAX_PAYLOAD) return this.bad(ifp, m, at + ipv6.FRAGMENT_OFFSET)
    if (len === 0) return this.refuse(m, DROP_BAD_HEADER)
    if (from === 0 && !chainIsWhole(m, at)) return this.bad(ifp, m, 0, icmp6.CODE_HEADER_CHAIN)
    const d = this.find(m, ipv6.fragmentId(u8, h)) ?? this.begin(ifp, m, ipv6.fragmentId(u8, h))
    return this.insert(d, { m, at, nextAt, from, to: from + len }, more)
  }

  /** Cuts a packet of ours into pieces of `mtu` bytes. 0, or why it could not be. */
  send(hop: Nexthop, m: Mbuf, mtu: number): number {
    const { vnet, out, random } = this.ip6
    const chunk = (mtu - ipv6.HEADER_LEN - ipv6.FRAGMENT_LEN) & ~7
    if (chunk <= 0) {
      drop(vnet.drops, DROP_TOO_BIG, m)
      return DROP_TOO_BIG
    }
    const next = u8[m.off + ipv6.NEXT_HEADER]
    const payload = m.len - ipv6.HEADER_LEN
    const id = random.int32()
    for (let from = 0; from < payload; from += chunk) {
      const len = Math.min(chunk, payload - from)
      const f = vnet.kernel.pool.getFor(ipv6.HEADER_LEN + ipv6.FRAGMENT_LEN + len)
      if (f === null) {
        vnet.drops.count(DROP_NOBUFS) // the rest would be of no use either
        break
      }
      f.len = ipv6.HEADER_LEN + ipv6.FRAGMENT_LEN + len
      u8.copyWithin(f.off, m.off, m.off + ipv6.HEADER_LEN)
      const h = f.off + ipv6.HEADER_LEN
      const data = m.off + ipv6.HEADER_LEN + from
      u8.copyWithin(h + ipv6.FRAGMENT_LEN, data, data + len)
      put16(u8, f.off + ipv6.PAYLOAD_LEN, ipv6.FRAGMENT_LEN + len)
      u8[f.off + ipv6.NEXT_HEADER] = ipv6.NEXT_FRAGMENT
      u8[h] = next
      u8[h + 1] = 0
      put16(u8, h + ipv6.FRAGMENT_OFFSET, from | (from + len < payload ? 1 : 0))
      put32(u8, h + ipv6.FRAGMENT_ID, id)
      out.transmit(hop, f)
    }
    m.free()
    return 0
  }

  onTimer(d: Datagram): void {
    const first = d.pieces[0]
    // Only who sent the beginning is told: without it nobody knows what it was about (§4.5).
    if (first?.from === 0) {
      d.pieces.shift()
      this.ip6.refuse(first.m, d.ifp, DROP_FRAGMENT_TIMEOUT, icmp6.TIME_EXCEEDED, icmp6.CODE_REASSEMBLY)
    }
    this.abandon(d, DROP_FRAGMENT_TIMEOUT)
  }

  destroy(): void {
    for (const d of [...this.waiting]) this.abandon(d, DROP_FRAGMENT_TIMEOUT)
  }

  private insert(d: Datagram, p: Piece, more: boolean): Mbuf | null {
    const { pieces } = d
    const place = pieces.findIndex((q) => q.to > p.from)
    const after = place < 0 ? null : pieces[place]
    if (after?.from === p.from && after.to === p.to) return this.refuse(p.m, DROP_FRAGMENT_OVERLAP)
    const past = d.total >= 0 && (p.to > d.total || !more)
    const shrinks = !more && pieces.length > 0 && pieces[pieces.length - 1].to > p.to
    if ((after !== null && after.from < p.to) || past || shrinks) {
      this.abandon(d, DROP_FRAGMENT_OVERLAP)
      return this.refuse(p.m, DROP_FRAGMENT_OVERLAP)
    }
    if (pieces.length >= MAX_FRAGMENTS) {
      this.abandon(d, DROP_FRAGMENT_LIMIT)
      return this.refuse(p.m, DROP_FRAGMENT_LIMIT)
    }
    pieces.splice(place < 0 ? pieces.length : place, 0, p)
    if (!more) d.total = p.to
    const whole = d.total >= 0 && pieces.every((q, i) => q.from === (i === 0 ? 0 : pieces[i - 1].to))
    return whole ? this.join(d) : null
  }

  /** All pieces are here: headers of the first (what those of the others say does not count, §4.5), data of all. */
  private join(d: Datagram): Mbuf | null {
    const { m: first, at, nextAt } = d.pieces[0]
    const m = this.ip6.vnet.kernel.pool.getFor(at + d.total)
    const fits = at - ipv6.HEADER_LEN + d.total <= MAX_PAYLOAD
    if (m !== null && fits) {
      m.len = at + d.total
      u8.copyWithin(m.off, first.off, first.off + at)
      u8[m.off + nextAt] = u8[first.off + at]
      put16(u8, m.off + ipv6.PAYLOAD_LEN, m.len - ipv6.HEADER_LEN)
      for (const p of d.pieces) {
        const data = p.m.off + p.at + ipv6.FRAGMENT_LEN
        u8.copyWithin(m.off + at + p.from, data, data + p.to - p.from)
      }
    }
    this.forget(d)
    for (const p of d.pieces.splice(0)) p.m.free()
    if (m === null) this.ip6.vnet.drops.count(DROP_NOBUFS)
    else if (!fits) return this.refuse(m, DROP_BAD_HEADER)
    return m
  }

  private find(m: Mbuf, id: number): Datagram | null {
    const i = (m.off + ipv6.SRC) >> 1
    return this.waiting.find((d) => d.id === id && d.key.every((word, k) => word === u16[i + k])) ?? null
  }

  private begin(ifp: Ifnet, m: Mbuf, id: number): Datagram {
    if (this.waiting.length >= MAX_DATAGRAMS) this.abandon(this.waiting[0], DROP_FRAGMENT_LIMIT)
    const i = (m.off + ipv6.SRC) >> 1
    const d = new Datagram(this, ifp, u16.slice(i, i + KEY_WORDS), id)
    this.waiting.push(d)
    return d
  }

  private abandon(d: Datagram, reason: number): void {
    this.forget(d)
    for (const p of d.pieces.splice(0)) drop(this.ip6.vnet.drops, reason, p.m)
  }

  private forget(d: Datagram): void {
    d.timer.stop()
    this.waiting.splice(this.waiting.indexOf(d), 1)
  }

  private refuse(m: Mbuf, reason: number): null {
    drop(this.ip6.vnet.drops, reason, m)
    return null
  }

  private bad(ifp: Ifnet, m: Mbuf, pointer: number, code: number = icmp6.CODE_BAD_FIELD): null {
    this.ip6.refuse(m, ifp, DROP_BAD_HEADER, icmp6.PARAMETER_PROBLEM, code, pointer)
    return null
  }
}

/** RFC 7112 §5: all headers up to the upper layer's are in the first fragment, so that filters can see what it is. */
function chainIsWhole(m: Mbuf, fragmentAt: number): boolean {
  let next = u8[m.off + fragmentAt]
  let at = fragmentAt + ipv6.FRAGMENT_LEN
  while (ipv6.isExtension(next)) {
    if (at + 8 > m.len) return false
    const len = ipv6.extensionLen(u8, m.off + at, next)
    next = u8[m.off + at]
    at += len
  }
  return at + (next === ipv4.PROTO_TCP ? tcp.HEADER_LEN : next === ipv6.NEXT_NONE ? 0 : udp.HEADER_LEN) <= m.len
}

/** The fragment is the datagram: its header is taken out, and those in front move up. */
function withoutFragmentHeader(m: Mbuf, at: number, nextAt: number): Mbuf {
  u8[m.off + nextAt] = u8[m.off + at]
  u8.copyWithin(m.off + ipv6.FRAGMENT_LEN, m.off, m.off + at)
  m.adj(ipv6.FRAGMENT_LEN)
  put16(u8, m.off + ipv6.PAYLOAD_LEN, m.len - ipv6.HEADER_LEN)
  return m
}

function fragmentTimer(datagram: unknown): void {
  const d = datagram as Datagram
  d.owner.onTimer(d)
}
