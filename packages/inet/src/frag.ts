// Fragments of IPv4 (RFC 791 §3.2, RFC 815): cut where a datagram is too large for the way on and may be cut, put together at
// the destination only.
//
// What is kept is bounded in datagrams, in fragments of one, and in time. Fragments that overlap end their datagram, as Linux
// has it since 5.0 (RFC 5722 argues it for IPv6): no sender makes them, and filters see something else than the receiver. One
// that came twice is dropped alone.
import { type Callout, type Mbuf, u8, u16 } from '@etherloom/kern'
import { drop, type Ifnet, type Nexthop } from '@etherloom/net'
import {
  DROP_BAD_HEADER,
  DROP_FRAGMENT_LIMIT,
  DROP_FRAGMENT_OVERLAP,
  DROP_FRAGMENT_TIMEOUT,
  DROP_NOBUFS,
  DROP_TOO_BIG,
  icmp,
  ipv4,
  put16,
  sumWords,
} from '@etherloom/wire'
import type { Ip } from './ip.ts'

const MAX_DATAGRAMS = 64
/** 65,515 bytes in pieces of an Ethernet's 1,480 are 45. */
const MAX_FRAGMENTS = 64
/** FreeBSD's IPFRAGTTL, Linux's ipfrag_time. */
const TIMEOUT_NS = 30e9
const MAX_LEN = 65_535
const OPTION_END = 0
const OPTION_NOP = 1
/** RFC 791 §3.1: the option is copied into all fragments. */
const OPTION_COPIED = 0x80
const CODE_REASSEMBLY = 1

interface Piece {
  readonly m: Mbuf
  readonly hlen: number
  /** What it covers of the datagram's data, in bytes. */
  readonly from: number
  readonly to: number
}

class Datagram {
  readonly owner: Fragments
  readonly ifp: Ifnet
  readonly src: number
  readonly dst: number
  /** Identification and protocol. */
  readonly tag: number
  /** In order of offset. */
  readonly pieces: Piece[]
  /** Bytes of data; known once the last fragment is here, -1 before. */
  total: number
  readonly timer: Callout

  constructor(owner: Fragments, ifp: Ifnet, src: number, dst: number, tag: number) {
    this.owner = owner
    this.ifp = ifp
    this.src = src
    this.dst = dst
    this.tag = tag
    this.pieces = []
    this.total = -1
    this.timer = owner.ip.vnet.kernel.callout(fragmentTimer, this)
    this.timer.reset(TIMEOUT_NS)
  }
}

export class Fragments {
  readonly ip: Ip
  /** Oldest first. */
  private readonly waiting: Datagram[]

  constructor(ip: Ip) {
    this.ip = ip
    this.waiting = []
  }

  /** A fragment for us. The whole datagram when this completes it; else null, and the fragment is kept or gone. */
  input(ifp: Ifnet, m: Mbuf): Mbuf | null {
    const hlen = ipv4.headerLen(u8, m.off)
    const flagsOffset = ipv4.flagsOffset(u8, m.off)
    const more = (flagsOffset & ipv4.MORE_FRAGMENTS) !== 0
    const from = (flagsOffset & ipv4.OFFSET_MASK) * 8
    const len = m.len - hlen
    if (len === 0 || (more && (len & 7) !== 0) || hlen + from + len > MAX_LEN) return this.refuse(m, DROP_BAD_HEADER)
    const d = this.find(m) ?? this.begin(ifp, m)
    return this.insert(d, { m, hlen, from, to: from + len }, more)
  }

  /** Cuts a datagram (`off` at its header, checksum right) into pieces of the way's MTU and sends them. 0, or why not. */
  send(hop: Nexthop, m: Mbuf, forwarded = false): number {
    const { vnet } = this.ip
    const hlen = ipv4.headerLen(u8, m.off)
    const chunk = (hop.ifp.mtu - hlen) & ~7
    if (chunk <= 0) {
      drop(vnet.drops, DROP_TOO_BIG, m)
      return DROP_TOO_BIG
    }
    const flagsOffset = ipv4.flagsOffset(u8, m.off)
    const base = flagsOffset & ipv4.OFFSET_MASK
    const last = (flagsOffset & ipv4.MORE_FRAGMENTS) === 0
    const data = m.len - hlen
    let failed = 0
    for (let from = 0; from < data; from += chunk) {
      const len = Math.min(chunk, data - from)
      const f = vnet.kernel.pool.getFor(hlen + len)
      if (f === null) {
        vnet.drops.count(DROP_NOBUFS) // the rest would be of no use either
        break
      }
      const end = last && from + len === data
      this.writePiece(f, m, hlen, from, len, (base + from / 8) | (end ? 0 : ipv4.MORE_FRAGMENTS))
      failed = this.ip.out.transmit(hop, f, forwarded)
    }
    m.free()
    return failed
  }

  onTimer(d: Datagram): void {
    const first = d.pieces[0]
    // Without the beginning nobody knows what it was about (RFC 792, time exceeded).
    if (first?.from === 0) {
      d.pieces.shift()
      this.ip.refuse(first.m, DROP_FRAGMENT_TIMEOUT, icmp.TIME_EXCEEDED, CODE_REASSEMBLY)
    }
    this.abandon(d, DROP_FRAGMENT_TIMEOUT)
  }

  destroy(): void {
    for (const d of [...this.waiting]) this.abandon(d, DROP_FRAGMENT_TIMEOUT)
  }

  private writePiece(f: Mbuf, m: Mbuf, hlen: number, from: number, len: number, flagsOffset: number): void {
    f.len = hlen + len
    u8.copyWithin(f.off, m.off, m.off + hlen)
    const data = m.off + hlen + from
    u8.copyWithin(f.off + hlen, data, data + len)
    if (from > 0 && hlen > ipv4.HEADER_LEN) blankOptions(f.off + ipv4.HEADER_LEN, f.off + hlen)
    put16(u8, f.off + ipv4.TOTAL_LEN, f.len)
    put16(u8, f.off + ipv4.FLAGS_OFFSET, flagsOffset)
    put16(u8, f.off + ipv4.CHECKSUM, 0)
    u16[(f.off + ipv4.CHECKSUM) >> 1] = ~sumWords(u16, f.off >> 1, hlen)
  }

  private insert(d: Datagram, p: Piece, more: boolean): Mbuf | null {
    const { pieces } = d
    const place = pieces.findIndex((q) => q.to > p.from)
    const after = place < 0 ? null : pieces[place]
    if (after?.from === p.from && after.to === p.to) return this.refuse(p.m, DROP_FRAGMENT_OVERLAP)
    const past = d.total >= 0 && (p.to > d.total || !more)
    const shrinks = !more && pieces.length > 0 && pieces[pieces.length - 1].to > p.to
    const reason =
      (after !== null && after.from < p.to) || past || shrinks
        ? DROP_FRAGMENT_OVERLAP
        : pieces.length >= MAX_FRAGMENTS
          ? DROP_FRAGMENT_LIMIT
          : 0
    if (reason !== 0) {
      this.abandon(d, reason)
      return this.refuse(p.m, reason)
    }
    pieces.splice(place < 0 ? pieces.length : place, 0, p)
    if (!more) d.total = p.to
    const whole = d.total >= 0 && pieces.every((q, i) => q.from === (i === 0 ? 0 : pieces[i - 1].to))
    return whole ? this.join(d) : null
  }

  /** All pieces are here: the header of the first, data of all. */
  private join(d: Datagram): Mbuf | null {
    const { m: first, hlen } = d.pieces[0]
    const fits = hlen + d.total <= MAX_LEN
    const m = fits ? this.ip.vnet.kernel.pool.getFor(hlen + d.total) : null
    if (m !== null) {
      m.len = hlen + d.total
      u8.copyWithin(m.off, first.off, first.off + hlen)
      for (const p of d.pieces) {
        const data = p.m.off + p.hlen
        u8.copyWithin(m.off + hlen + p.from, data, data + p.to - p.from)
      }
      put16(u8, m.off + ipv4.TOTAL_LEN, m.len)
      put16(u8, m.off + ipv4.FLAGS_OFFSET, 0)
      put16(u8, m.off + ipv4.CHECKSUM, 0)
      u16[(m.off + ipv4.CHECKSUM) >> 1] = ~sumWords(u16, m.off >> 1, hlen)
    } else this.ip.vnet.drops.count(fits ? DROP_NOBUFS : DROP_BAD_HEADER)
    this.forget(d)
    for (const p of d.pieces.splice(0)) p.m.free()
    return m
  }

  private find(m: Mbuf): Datagram | null {
    const src = ipv4.src(u8, m.off)
    const dst = ipv4.dst(u8, m.off)
    const tag = tagOf(m)
    return this.waiting.find((d) => d.tag === tag && d.src === src && d.dst === dst) ?? null
  }

  private begin(ifp: Ifnet, m: Mbuf): Datagram {
    if (this.waiting.length >= MAX_DATAGRAMS) this.abandon(this.waiting[0], DROP_FRAGMENT_LIMIT)
    const d = new Datagram(this, ifp, ipv4.src(u8, m.off), ipv4.dst(u8, m.off), tagOf(m))
    this.waiting.push(d)
    return d
  }

  private abandon(d: Datagram, reason: number): void {
    this.forget(d)
    for (const p of d.pieces.splice(0)) drop(this.ip.vnet.drops, reason, p.m)
  }

  private forget(d: Datagram): void {
    d.timer.stop()
    this.waiting.splice(this.waiting.indexOf(d), 1)
  }

  private refuse(m: Mbuf, reason: number): null {
    drop(this.ip.vnet.drops, reason, m)
    return null
  }
}

const tagOf = (m: Mbuf): number => ipv4.id(u8, m.off) * 256 + ipv4.protocol(u8, m.off)

/** Options that only the first fragment carries become no-operations in the others: the header keeps its length. */
function blankOptions(from: number, to: number): void {
  let o = from
  while (o < to && u8[o] !== OPTION_END) {
    const len = u8[o] === OPTION_NOP ? 1 : u8[o + 1]
    if (u8[o] !== OPTION_NOP && (len < 2 || o + len > to)) break
    if ((u8[o] & OPTION_COPIED) === 0) u8.fill(OPTION_NOP, o, o + len)
    o += len
  }
}

function fragmentTimer(datagram: unknown): void {
  const d = datagram as Datagram
  d.owner.onTimer(d)
}
