// The other end of a wire, whose every IPv6 frame the test writes and reads: a `channel` that speaks neighbor discovery.
import { Channel } from '@etherloom/net/testing'
import {
  ethernet,
  type In6Addr,
  icmp6,
  ipv6,
  isMulticastIn6,
  isUnspecifiedIn6,
  multicastMac6,
  nd,
  putIn6,
  solicitedNodeIn6,
} from '@etherloom/wire'
import type { Lab } from './lab.ts'

/** A received ICMPv6 message: its frame, where the message begins and ends in it, and who sent it to whom. */
export interface Message6 {
  bytes: Uint8Array
  at: number
  end: number
  type: number
  src: In6Addr
  dst: In6Addr
  hopLimit: number
}

const IP = ethernet.HEADER_LEN

export class Peer6 extends Channel {
  readonly ip: In6Addr
  /** Where frames for one node go. */
  to: number

  constructor(lab: Lab, name: string, mac: number, ip: In6Addr) {
    super(lab.kernel, name, mac)
    this.ip = ip
    this.to = 0
  }

  /** A frame with an IPv6 packet of these header fields; the payload is in place as given. */
  sendIp(dst: In6Addr, next: number, payload: Uint8Array, options: { src?: In6Addr; hopLimit?: number } = {}): void {
    const b = new Uint8Array(IP + ipv6.HEADER_LEN + payload.length)
    const dstMac = isMulticastIn6(dst) ? multicastMac6(dst) : this.to || (this.peer?.mac ?? 0)
    ethernet.emit(b, 0, { dst: dstMac, src: this.mac, type: ethernet.TYPE_IPV6 })
    ipv6.emit(b, IP, {
      trafficClass: 0,
      flowLabel: 0,
      payloadLen: payload.length,
      nextHeader: next,
      hopLimit: options.hopLimit ?? 64,
      src: options.src ?? this.ip,
      dst,
    })
    b.set(payload, IP + ipv6.HEADER_LEN)
    this.send(b)
  }

  /** An ICMPv6 message: everything behind the checksum is `body`. `before` are extension headers, the first of type `next`. */
  sendIcmp(
    dst: In6Addr,
    type: number,
    body: Uint8Array,
    options: { src?: In6Addr; hopLimit?: number; code?: number; next?: number; before?: Uint8Array } = {},
  ): void {
    const before = options.before ?? new Uint8Array(0)
    const b = new Uint8Array(ipv6.HEADER_LEN + 4 + body.length)
    putIn6(b, ipv6.SRC, options.src ?? this.ip)
    putIn6(b, ipv6.DST, dst)
    b.set(body, ipv6.HEADER_LEN + 4)
    const parameter = (body[0] << 24) | (body[1] << 16) | (body[2] << 8) | body[3]
    icmp6.emit(b, ipv6.HEADER_LEN, b.length, 0, { type, code: options.code ?? 0, parameter })
    const payload = new Uint8Array([...before, ...b.subarray(ipv6.HEADER_LEN)])
    this.sendIp(dst, options.next ?? ipv6.NEXT_ICMP6, payload, options)
  }

  echo(dst: In6Addr, size = 8, options: { src?: In6Addr; hopLimit?: number; next?: number; before?: Uint8Array } = {}) {
    this.sendIcmp(dst, icmp6.ECHO_REQUEST, new Uint8Array(4 + size), options)
  }

  solicit(
    target: In6Addr,
    src: In6Addr,
    options: { hopLimit?: number; code?: number; optionLen?: number; probe?: boolean } = {},
  ): void {
    const withMac = !options.probe
    const body = new Uint8Array(nd.NS_LEN - 4 + (withMac ? nd.MAC_OPTION_LEN : 0))
    putIn6(body, nd.TARGET - 4, target)
    if (withMac) {
      nd.putMacOption(body, nd.NS_LEN - 4, nd.OPTION_SOURCE_MAC, this.mac)
      body[nd.NS_LEN - 3] = options.optionLen ?? 1
    }
    const dst = options.probe || isUnspecifiedIn6(src) ? solicitedNodeIn6(target) : target
    const { code = 0, hopLimit = nd.HOP_LIMIT } = options
    this.sendIcmp(isMulticastIn6(target) ? target : dst, icmp6.NEIGHBOR_SOLICITATION, body, { src, hopLimit, code })
  }

  /** `mac` -1: without the option; missing: our own. */
  advertise(
    target: In6Addr,
    dst: In6Addr,
    options: { solicited?: boolean; override?: boolean; router?: boolean; mac?: number } = {},
  ): void {
    const mac = options.mac ?? this.mac
    const body = new Uint8Array(nd.NA_LEN - 4 + (mac < 0 ? 0 : nd.MAC_OPTION_LEN))
    body[0] =
      (options.router ? icmp6.FLAG_ROUTER : 0) |
      (options.solicited ? icmp6.FLAG_SOLICITED : 0) |
      (options.override ? icmp6.FLAG_OVERRIDE : 0)
    putIn6(body, nd.TARGET - 4, target)
    if (mac >= 0) nd.putMacOption(body, nd.NA_LEN - 4, nd.OPTION_TARGET_MAC, mac)
    this.sendIcmp(dst, icmp6.NEIGHBOR_ADVERTISEMENT, body, { src: target, hopLimit: nd.HOP_LIMIT })
  }

  /** All ICMPv6 messages received so far, checked. */
  messages(): Message6[] {
    return this.received.flatMap(({ bytes }) => {
      const message = messageIn(bytes)
      return message === null ? [] : [message]
    })
  }

  take(type: number): Message6[] {
    return this.messages().filter((m) => m.type === type)
  }

  /** Which of the messages received was the first of this type. */
  order(type: number): number {
    return this.messages().findIndex((m) => m.type === type)
  }
}

/** The ICMPv6 message of a frame, behind extension headers; its checksum must be right. */
export function messageIn(bytes: Uint8Array): Message6 | null {
  if (ethernet.type(bytes, 0) !== ethernet.TYPE_IPV6) return null
  let next = ipv6.nextHeader(bytes, IP)
  let at = IP + ipv6.HEADER_LEN
  const end = at + ipv6.payloadLen(bytes, IP)
  while (ipv6.isExtension(next)) {
    if (next === ipv6.NEXT_FRAGMENT) return null
    const len = ipv6.extensionLen(bytes, at, next)
    next = bytes[at]
    at += len
  }
  if (next !== ipv6.NEXT_ICMP6) return null
  const reason = icmp6.check(bytes, at, end, IP)
  if (reason !== 0) throw new Error(`an ICMPv6 message was sent with drop reason ${reason}`)
  const { src, dst, hopLimit } = ipv6.parse(bytes, IP)
  return { bytes, at, end, type: icmp6.type(bytes, at), src, dst, hopLimit }
}
