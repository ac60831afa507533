// One UDP socket inside the kernel: addresses, a bounded queue of datagrams, errors that ICMP brought.
//
// An IPv4 socket and an IPv6 socket are of one shape: addresses are four words, of which IPv4 uses the first. Sockets of
// IPv6 speak IPv6 only (IPV6_V6ONLY, FreeBSD's default). What waits in the queue is the packet as it came, `off` at its IP
// header, so that nothing is made for it until somebody reads.
import { type Mbuf, u8, u16 } from '@etherloom/kern'
import { drop, type Ifnet } from '@etherloom/net'
import { DROP_SOCKET_FULL, In6Addr, in6At, ipv4, ipv6, udp } from '@etherloom/wire'
import type { Errno } from './errno.ts'
import type { Udp } from './udp.ts'

/** IPv4 in memory order, or IPv6. */
export type IpAddress = number | In6Addr

/** FreeBSD's net.inet.udp.recvspace. */
const RECEIVE_SPACE = 42_080
/** Datagrams that may wait, however small: each holds a buffer. */
const MAX_WAITING = 512

/** Who sent a datagram; filled in by `receive`. */
export interface Sender {
  ip: IpAddress
  port: number
  /** TTL or hop limit it arrived with. */
  ttl: number
}

export const newSender = (): Sender => ({ ip: 0, port: 0, ttl: 0 })

export class UdpSocket {
  readonly family: 4 | 6
  private readonly udp: Udp
  /** 0 before bind. */
  localPort: number
  foreignPort: number
  /** The words of both addresses; all 0: any. */
  l0: number
  l1: number
  l2: number
  l3: number
  f0: number
  f1: number
  f2: number
  f3: number
  /** The zone of a link-local or group destination. */
  ifp: Ifnet | null
  /** TTL or hop limit; -1 is the system's. */
  ttl: number
  tos: number
  /** SO_BROADCAST, SO_REUSEADDR. */
  broadcast: boolean
  reuse: boolean
  receiveSpace: number
  /** Something came: a datagram or an error. */
  onEvent: (() => void) | null
  closed: boolean
  /** What `join` is to undo when the socket closes. */
  readonly groups: (() => void)[]
  private error: Errno | null
  private head: Mbuf | null
  private tail: Mbuf | null
  private waiting: number
  private waitingBytes: number

  constructor(owner: Udp, family: 4 | 6) {
    this.family = family
    this.udp = owner
    this.localPort = 0
    this.foreignPort = 0
    this.l0 = this.l1 = this.l2 = this.l3 = 0
    this.f0 = this.f1 = this.f2 = this.f3 = 0
    this.ifp = null
    this.ttl = -1
    this.tos = 0
    this.broadcast = false
    this.reuse = false
    this.receiveSpace = RECEIVE_SPACE
    this.onEvent = null
    this.closed = false
    this.groups = []
    this.error = null
    this.head = null
    this.tail = null
    this.waiting = 0
    this.waitingBytes = 0
  }

  /** Takes an address of this node and a port; null is any address, port 0 any free port. Null, or why not. */
  bind(ip: IpAddress | null, port: number): Errno | null {
    return this.udp.bind(this, ip, port)
  }

  /** Fixes the other end: only its datagrams are received, `send` goes there, and errors about it are heard. */
  connect(ip: IpAddress, port: number, ifp: Ifnet | null = null): Errno | null {
    return this.udp.connect(this, ip, port, ifp)
  }

  /** Undoes `connect`; the local port stays. */
  disconnect(): void {
    this.udp.disconnect(this)
  }

  get connected(): boolean {
    return this.foreignPort !== 0
  }

  get localIp(): IpAddress {
    return this.family === 4 ? this.l0 : new In6Addr(this.l0, this.l1, this.l2, this.l3)
  }

  get foreignIp(): IpAddress {
    return this.family === 4 ? this.f0 : new In6Addr(this.f0, this.f1, this.f2, this.f3)
  }

  send(data: Uint8Array): Errno | null {
    const error = this.takeError()
    if (error !== null) return error
    return this.connected ? this.udp.send(this, data, this.foreignIp, this.foreignPort, this.ifp) : 'EDESTADDRREQ'
  }

  /** To anybody; not on a connected socket. Null when it is on its way. */
  sendTo(data: Uint8Array, ip: IpAddress, port: number, ifp: Ifnet | null = null): Errno | null {
    const error = this.takeError()
    if (error !== null) return error
    return this.connected ? 'EISCONN' : this.udp.send(this, data, ip, port, ifp)
  }

  /** Sends a payload that lies in an mbuf already (`off` at its start), which is taken over. */
  sendMbuf(m: Mbuf, ip: IpAddress, port: number, ifp: Ifnet | null = null): Errno | null {
    return this.udp.sendMbuf(this, m, ip, port, ifp)
  }

  /** Joins a group on an interface, until the socket closes. */
  join(group: IpAddress, ifp: Ifnet): Errno | null {
    return this.udp.join(this, group, ifp)
  }

  /** Copies the oldest datagram into `into`, what does not fit is lost; its whole length, or -1 when none waits. */
  receive(into: Uint8Array, from: Sender | null = null): number {
    const m = this.head
    if (m === null) return -1
    this.head = m.next
    if (this.head === null) this.tail = null
    m.next = null
    const at = m.off + this.headerLen(m)
    const len = m.off + m.len - at - udp.HEADER_LEN
    this.waiting--
    this.waitingBytes -= len
    const n = Math.min(len, into.length)
    const data = at + udp.HEADER_LEN
    for (let i = 0; i < n; i++) into[i] = u8[data + i]
    if (from !== null) {
      const v4 = this.family === 4
      from.ip = v4 ? ipv4.src(u8, m.off) : in6At(u8, m.off + ipv6.SRC)
      from.ttl = v4 ? ipv4.ttl(u8, m.off) : ipv6.hopLimit(u8, m.off)
      from.port = udp.srcPort(u8, at)
    }
    m.free()
    return len
  }

  /** Datagrams that wait. */
  get readable(): number {
    return this.waiting
  }

  /** The error that ICMP brought, once. */
  takeError(): Errno | null {
    const { error } = this
    this.error = null
    return error
  }

  get hasError(): boolean {
    return this.error !== null
  }

  fail(error: Errno): void {
    this.error = error
    this.onEvent?.()
  }

  /** Keeps a datagram: `off` at an IP header of the usual length for IPv6, checked and cut to the datagram's end. */
  append(m: Mbuf): void {
    const len = m.len - this.headerLen(m) - udp.HEADER_LEN
    if (this.waiting >= MAX_WAITING || this.waitingBytes + len > this.receiveSpace)
      return drop(this.udp.vnet.drops, DROP_SOCKET_FULL, m)
    this.waiting++
    this.waitingBytes += len
    m.next = null
    if (this.tail === null) this.head = m
    else this.tail.next = m
    this.tail = m
    this.onEvent?.()
  }

  /** Frees what waits and the port. */
  close(): void {
    if (this.closed) return
    this.closed = true
    this.onEvent = null
    for (const leave of this.groups.splice(0)) leave()
    for (let m = this.head; m !== null; ) {
      const { next } = m
      m.next = null
      m.free()
      m = next
    }
    this.head = null
    this.tail = null
    this.udp.forget(this)
  }

  private headerLen(m: Mbuf): number {
    return this.family === 4 ? (u16[m.off >> 1] & 15) << 2 : ipv6.HEADER_LEN
  }
}
