// ICMP (RFC 792, RFC 1122 §3.2.2): answers echo, sends errors, and passes what arrives to whoever listens (`ping`).
import { type Mbuf, u8, u16 } from '@etherloom/kern'
import { drop, type Ifnet } from '@etherloom/net'
import {
  DROP_BAD_CHECKSUM,
  DROP_ECHO_TO_ALL,
  DROP_NOBUFS,
  DROP_RATE_LIMITED,
  DROP_RUNT,
  IPV4_ANY,
  IPV4_BROADCAST,
  icmp,
  ipv4,
  isMulticastIpv4,
  sumWords,
} from '@etherloom/wire'
import type { Ip } from './ip.ts'

/** FreeBSD's net.inet.icmp.icmplim: errors a second. */
const ERRORS_PER_SECOND = 200
/** The shortest quotation worth reading: a header and the 8 bytes that RFC 792 asks for. */
const MIN_QUOTE = ipv4.HEADER_LEN + icmp.QUOTE_PAYLOAD

/** The packet an error is about. */
export interface IcmpQuote {
  src: number
  dst: number
  protocol: number
  /** Of the quoted ICMP header, when `protocol` is ICMP; else -1. */
  id: number
  seq: number
}

/** Lent to listeners during the call: the bytes at `off` belong to the kernel. */
export interface IcmpMessage {
  ifp: Ifnet
  type: number
  code: number
  src: number
  dst: number
  ttl: number
  id: number
  seq: number
  /** Payload behind the ICMP header, in kern's `u8`. */
  off: number
  len: number
  /** Set for errors. */
  quote: IcmpQuote | null
}

export type IcmpListener = (message: IcmpMessage) => void

export class Icmp {
  /**
   * Whether it answers echo to a broadcast address or a group, which RFC 1122 §3.2.2.6 leaves open: FreeBSD does not
   * (`net.inet.icmp.bmcastecho`, icmp(4)), illumos does (`_respond_to_echo_broadcast`, ip_tunables.c).
   */
  answersToAll: boolean
  private readonly ip: Ip
  private listeners: readonly IcmpListener[]
  private second: number
  private errors: number

  constructor(ip: Ip) {
    this.answersToAll = false
    this.ip = ip
    this.listeners = []
    this.second = 0
    this.errors = 0
  }

  /** Hears every ICMP message this vnet receives, but for echo requests. Returns how to stop. */
  listen(listener: IcmpListener): () => void {
    this.listeners = [...this.listeners, listener]
    return () => {
      this.listeners = this.listeners.filter((l) => l !== listener)
    }
  }

  /** `off` at the IP header, which has been checked. */
  input(ifp: Ifnet, m: Mbuf, broadcast: boolean): void {
    const { vnet } = this.ip
    const hlen = ipv4.headerLen(u8, m.off)
    const len = m.len - hlen
    if (len < icmp.HEADER_LEN) return drop(vnet.drops, DROP_RUNT, m)
    const p = m.off + hlen
    if (sumWords(u16, p >> 1, len) !== 0xffff) return drop(vnet.drops, DROP_BAD_CHECKSUM, m)
    if (icmp.type(u8, p) === icmp.ECHO_REQUEST) {
      if (broadcast && !this.answersToAll) return drop(vnet.drops, DROP_ECHO_TO_ALL, m)
      return this.reply(m, hlen, broadcast)
    }
    if (this.listeners.length > 0) this.tell(ifp, m, p, len)
    m.free()
  }

  /**
   * Tells the sender of `m` (`off` at its IP header) what became of it, and frees `m`. The two halves of the second word mean
   * something for some errors only: the next hop's MTU, a better gateway.
   */
  error(m: Mbuf, type: number, code: number, low = 0, high = 0): void {
    const { off, len } = m
    const src = ipv4.src(u8, off)
    const dst = ipv4.dst(u8, off)
    if (this.mayAnswer(m, src, dst)) {
      const quote = Math.min(len, ipv4.headerLen(u8, off) + icmp.QUOTE_PAYLOAD)
      const e = this.ip.vnet.kernel.pool.get()
      if (e === null) this.ip.vnet.drops.count(DROP_NOBUFS)
      else {
        e.len = icmp.HEADER_LEN + quote
        u8.copyWithin(e.off + icmp.HEADER_LEN, off, off + quote)
        icmp.emit(u8, e.off, e.off + e.len, { type, code, id: high, seq: low })
        this.ip.out.output(e, 0, src, ipv4.PROTO_ICMP, this.ip.ttl)
      }
    }
    m.free()
  }

  private mayAnswer(m: Mbuf, src: number, dst: number): boolean {
    const { off, len } = m
    const nobody = src === IPV4_ANY || src === IPV4_BROADCAST || isMulticastIpv4(src)
    const everybody = dst === IPV4_BROADCAST || isMulticastIpv4(dst) || this.ip.addresses.broadcast(dst) !== null
    if (nobody || everybody || this.ip.addresses.broadcast(src) !== null) return false
    if ((ipv4.flagsOffset(u8, off) & ipv4.OFFSET_MASK) !== 0) return false
    if (ipv4.protocol(u8, off) === ipv4.PROTO_ICMP) {
      const hlen = ipv4.headerLen(u8, off)
      if (len <= hlen || icmp.isError(icmp.type(u8, off + hlen))) return false
    }
    return this.withinRate()
  }

  private withinRate(): boolean {
    const { vnet } = this.ip
    if (vnet.kernel.seconds !== this.second) {
      this.second = vnet.kernel.seconds
      this.errors = 0
    }
    if (++this.errors <= ERRORS_PER_SECOND) return true
    vnet.drops.count(DROP_RATE_LIMITED)
    return false
  }

  /** Echo in place: the request's buffer becomes the reply. */
  private reply(m: Mbuf, hlen: number, broadcast: boolean): void {
    const src = ipv4.src(u8, m.off)
    // Nobody sends from an address of many: then from that of the way back.
    const from = broadcast ? 0 : ipv4.dst(u8, m.off)
    const tos = ipv4.tos(u8, m.off)
    m.adj(hlen)
    const i = m.off >> 1
    // Type 8 becomes 0 in the low byte of its word: eight less there is eight more in the checksum.
    u16[i] -= icmp.ECHO_REQUEST
    const sum = u16[i + 1] + icmp.ECHO_REQUEST
    u16[i + 1] = sum + (sum >>> 16)
    this.ip.out.output(m, from, src, ipv4.PROTO_ICMP, this.ip.ttl, tos)
  }

  private tell(ifp: Ifnet, m: Mbuf, p: number, len: number): void {
    const type = icmp.type(u8, p)
    const message: IcmpMessage = {
      ifp,
      type,
      code: icmp.code(u8, p),
      src: ipv4.src(u8, m.off),
      dst: ipv4.dst(u8, m.off),
      ttl: ipv4.ttl(u8, m.off),
      id: icmp.id(u8, p),
      seq: icmp.seq(u8, p),
      off: p + icmp.HEADER_LEN,
      len: len - icmp.HEADER_LEN,
      quote: icmp.isError(type) ? quoteAt(p + icmp.HEADER_LEN, p + len) : null,
    }
    for (const listener of this.listeners) listener(message)
  }
}

function quoteAt(o: number, end: number): IcmpQuote | null {
  if (end - o < MIN_QUOTE || u8[o] >>> 4 !== 4) return null
  const protocol = ipv4.protocol(u8, o)
  const inner = o + ipv4.headerLen(u8, o)
  const echo = protocol === ipv4.PROTO_ICMP && inner + icmp.HEADER_LEN <= end
  const id = echo ? icmp.id(u8, inner) : -1
  const seq = echo ? icmp.seq(u8, inner) : -1
  return { src: ipv4.src(u8, o), dst: ipv4.dst(u8, o), protocol, id, seq }
}
