// ICMPv6 (RFC 4443): answers echo, sends errors, and passes what arrives on: to neighbor and listener discovery, to path
// MTU discovery, and to whoever listens (`ping6`, sockets).
import { type Mbuf, u8, u16 } from '@etherloom/kern'
import { drop, type Ifnet } from '@etherloom/net'
import {
  DROP_BAD_CHECKSUM,
  DROP_RATE_LIMITED,
  DROP_RUNT,
  type In6Addr,
  icmp6,
  ipv6,
  isMulticastIn6,
  isUnspecifiedIn6,
  sameIn6,
  sumWords,
  swap16,
} from '@etherloom/wire'
import type { Ip6 } from './ip6.ts'
import { HOP_LIMIT_DEFAULT } from './ip6-output.ts'
import { ndInput } from './nd6-input.ts'

/** FreeBSD's net.inet6.icmp6.errppslimit: errors a second. */
const ERRORS_PER_SECOND = 100
/** An error with its quotation fits into what every link carries (RFC 4443 §2.4 (c)). */
const MAX_QUOTE = ipv6.MIN_MTU - ipv6.HEADER_LEN - icmp6.HEADER_LEN

/** The packet an error is about. */
export interface Icmp6Quote {
  src: In6Addr
  dst: In6Addr
  /** Of the upper layer, behind all extension headers; -1 when the quotation ends before. */
  protocol: number
  /** Where the upper layer begins in kern's `u8`. */
  at: number
  /** Of the quoted echo, when it is one; else -1. */
  id: number
  seq: number
}

/** Lent to listeners during the call: the bytes at `off` belong to the kernel. */
export interface Icmp6Message {
  ifp: Ifnet
  type: number
  code: number
  src: In6Addr
  dst: In6Addr
  hopLimit: number
  id: number
  seq: number
  /** MTU or pointer of an error. */
  parameter: number
  /** What is behind the first eight bytes, in kern's `u8`. */
  off: number
  len: number
  /** Set for errors. */
  quote: Icmp6Quote | null
}

export type Icmp6Listener = (message: Icmp6Message) => void

export class Icmp6 {
  private readonly ip6: Ip6
  private listeners: readonly Icmp6Listener[]
  private second: number
  private errors: number

  constructor(ip6: Ip6) {
    this.ip6 = ip6
    this.listeners = []
    this.second = 0
    this.errors = 0
  }

  /** Hears every ICMPv6 message this vnet receives, but for echo requests. Returns how to stop. */
  listen(listener: Icmp6Listener): () => void {
    this.listeners = [...this.listeners, listener]
    return () => {
      this.listeners = this.listeners.filter((l) => l !== listener)
    }
  }

  /** `off` at the IPv6 header, the message `at` bytes behind it. */
  input(ifp: Ifnet, m: Mbuf, at: number, multicast: boolean): void {
    const { vnet } = this.ip6
    const len = m.len - at
    if (len < icmp6.HEADER_LEN) return drop(vnet.drops, DROP_RUNT, m)
    const p = m.off + at
    const pseudo = sumWords(u16, (m.off + ipv6.SRC) >> 1, 32, swap16(len) + swap16(ipv6.NEXT_ICMP6))
    if (sumWords(u16, p >> 1, len, pseudo) !== 0xffff) return drop(vnet.drops, DROP_BAD_CHECKSUM, m)
    const type = icmp6.type(u8, p)
    if (type === icmp6.ECHO_REQUEST) return this.reply(ifp, m, at, multicast)
    if (type >= icmp6.ROUTER_SOLICITATION && type <= icmp6.REDIRECT) {
      const reason = ndInput(this.ip6, ifp, m, p, len)
      if (reason !== 0) return drop(vnet.drops, reason, m)
    } else if (type === icmp6.LISTENER_QUERY || type === icmp6.LISTENER_REPORT) this.ip6.mld.input(ifp, m, p, len)
    else if (type === icmp6.PACKET_TOO_BIG) this.tooBig(p, len)
    if (this.listeners.length > 0) this.tell(ifp, m, p, len)
    m.free()
  }

  /**
   * Tells the sender of `m` (`off` at its IPv6 header), which came by `ifp` or is our own, what became of it, and frees `m`.
   */
  error(m: Mbuf, ifp: Ifnet | null, type: number, code: number, parameter: number): void {
    const { ip6 } = this
    const src = ipv6.src(u8, m.off)
    const dst = ipv6.dst(u8, m.off)
    if (this.mayAnswer(m, src, dst, type, code)) {
      const quote = Math.min(m.len, MAX_QUOTE)
      const e = ip6.out.message(type, icmp6.HEADER_LEN + quote)
      if (e !== null) {
        icmp6.put(u8, e.off, { type, code, parameter })
        u8.copyWithin(e.off + icmp6.HEADER_LEN, m.off, m.off + quote)
        // RFC 4443 §2.2: from where it was sent to, if that was us; else from an address of the interface it came by, which
        // tells a traceroute most. Linux does so too.
        const on = ifp === null || ifp === ip6.lo ? undefined : ip6.ifs.get(ifp)
        const ours = ip6.ownAddress(on, dst)?.usable === true
        const from = ours ? dst : on === undefined ? null : ip6.addresses.select(src, on.ifp)
        ip6.out.output(e, from, src, ipv6.NEXT_ICMP6, HOP_LIMIT_DEFAULT, icmp6.CHECKSUM, ifp)
      }
    }
    m.free()
  }

  /** RFC 4443 §2.4 (e): never about errors, groups, or senders that are nobody or many. */
  private mayAnswer(m: Mbuf, src: In6Addr, dst: In6Addr, type: number, code: number): boolean {
    if (isUnspecifiedIn6(src) || isMulticastIn6(src)) return false
    const evenToGroups =
      type === icmp6.PACKET_TOO_BIG || (type === icmp6.PARAMETER_PROBLEM && code === icmp6.CODE_OPTION)
    if (isMulticastIn6(dst) && !evenToGroups) return false
    const about = upperLayerAt(m.off, m.off + m.len)
    if (about.protocol === ipv6.NEXT_ICMP6) {
      if (about.at < 0 || about.at >= m.off + m.len) return false
      const inner = icmp6.type(u8, about.at)
      if (icmp6.isError(inner) || inner === icmp6.REDIRECT) return false
    }
    return this.withinRate()
  }

  /** One more message that nobody asked for; false when there were enough this second. */
  withinRate(): boolean {
    const { vnet } = this.ip6
    if (vnet.kernel.seconds !== this.second) {
      this.second = vnet.kernel.seconds
      this.errors = 0
    }
    if (++this.errors <= ERRORS_PER_SECOND) return true
    vnet.drops.count(DROP_RATE_LIMITED)
    return false
  }

  /** Echo in place: the request's buffer becomes the reply. To a group: from one of our own addresses, with a new sum. */
  private reply(ifp: Ifnet, m: Mbuf, at: number, multicast: boolean): void {
    const { ip6 } = this
    const src = ipv6.src(u8, m.off)
    const dst = multicast ? null : ipv6.dst(u8, m.off)
    m.adj(at)
    u8[m.off] = icmp6.ECHO_REPLY
    if (isUnspecifiedIn6(src)) return m.free()
    ip6.out.output(m, dst, src, ipv6.NEXT_ICMP6, HOP_LIMIT_DEFAULT, icmp6.CHECKSUM, ifp)
  }

  private tooBig(p: number, len: number): void {
    const about = quoteAt(p + icmp6.HEADER_LEN, p + len)
    if (about !== null && this.ip6.addresses.list.some((a) => sameIn6(a.ip, about.src)))
      this.ip6.out.learnPathMtu(about.dst, icmp6.parameter(u8, p))
  }

  private tell(ifp: Ifnet, m: Mbuf, p: number, len: number): void {
    const type = icmp6.type(u8, p)
    const message: Icmp6Message = {
      ifp,
      type,
      code: icmp6.code(u8, p),
      src: ipv6.src(u8, m.off),
      dst: ipv6.dst(u8, m.off),
      hopLimit: ipv6.hopLimit(u8, m.off),
      id: icmp6.id(u8, p),
      seq: icmp6.seq(u8, p),
      parameter: icmp6.parameter(u8, p),
      off: p + icmp6.HEADER_LEN,
      len: len - icmp6.HEADER_LEN,
      quote: icmp6.isError(type) ? quoteAt(p + icmp6.HEADER_LEN, p + len) : null,
    }
    for (const listener of this.listeners) listener(message)
  }
}

function quoteAt(o: number, end: number): Icmp6Quote | null {
  if (end - o < ipv6.HEADER_LEN || ipv6.version(u8, o) !== 6) return null
  const { protocol, at } = upperLayerAt(o, end)
  const echo = protocol === ipv6.NEXT_ICMP6 && at >= 0 && at + icmp6.HEADER_LEN <= end
  const id = echo ? icmp6.id(u8, at) : -1
  const seq = echo ? icmp6.seq(u8, at) : -1
  return { src: ipv6.src(u8, o), dst: ipv6.dst(u8, o), protocol, at, id, seq }
}

/** The upper layer of the packet at `o`; `at` -1 when it is not in these bytes, as in all fragments but the first. */
function upperLayerAt(o: number, end: number): { protocol: number; at: number } {
  let next = ipv6.nextHeader(u8, o)
  let at = o + ipv6.HEADER_LEN
  while (ipv6.isExtension(next)) {
    if (at + 8 > end) return { protocol: -1, at: -1 }
    if (next === ipv6.NEXT_FRAGMENT && ipv6.fragmentOffset(u8, at) !== 0) return { protocol: next, at: -1 }
    const len = ipv6.extensionLen(u8, at, next)
    next = u8[at]
    at += len
  }
  return { protocol: next, at }
}
