// UDP (RFC 768) of one vnet, over IPv4 and IPv6: which socket a datagram is for, ports, checksums.
//
// A datagram for one host goes to the socket that says most about it: connected before bound to the address before bound
// to the port. One for a group or a broadcast address goes to every socket that would take it. Nobody: "port unreachable".
import { type Mbuf, u8, u16 } from '@etherloom/kern'
import { drop, type Ifnet, type TransportLayer, type Vnet } from '@etherloom/net'
import {
  DROP_BAD_CHECKSUM,
  DROP_BAD_HEADER,
  DROP_NO_ADDRESS,
  DROP_NO_HEADROOM,
  DROP_NO_PORT,
  DROP_NO_ROUTE,
  DROP_NOBUFS,
  DROP_RUNT,
  type In6Addr,
  IPV4_BROADCAST,
  icmp,
  icmp6,
  ipv4,
  ipv6,
  isMulticastIn6,
  isMulticastIpv4,
  sameIn6,
  sumWords,
  swap16,
  udp,
} from '@etherloom/wire'
import { inetOf } from './attach.ts'
import { inet6Of } from './attach6.ts'
import { type Errno, errnoOf } from './errno.ts'
import type { Ip } from './ip.ts'
import { bestOf, fit, isAny, UdpFlow, wordsOf } from './udp-demux.ts'
import { errorAbout4, errorAbout6 } from './udp-errors.ts'
import { UdpPorts } from './udp-ports.ts'
import { type IpAddress, UdpSocket } from './udp-socket.ts'

export class Udp implements TransportLayer {
  readonly vnet: Vnet
  private readonly ip: Ip
  private readonly ports: UdpPorts
  private readonly open: Set<UdpSocket>
  private speaks6: boolean
  private readonly flow: UdpFlow

  constructor(vnet: Vnet) {
    this.vnet = vnet
    this.ip = inetOf(vnet)
    this.ports = new UdpPorts(vnet.kernel.random.fork(`udp ${vnet.name}`))
    this.open = new Set()
    this.speaks6 = false
    this.flow = new UdpFlow()
    this.ip.setProtocol(ipv4.PROTO_UDP, (ifp, m, broadcast) => this.input4(ifp, m, broadcast))
    this.ip.icmp.listen((message) => errorAbout4(this, message))
  }

  socket(family: 4 | 6): UdpSocket {
    if (family === 6 && !this.speaks6) {
      this.speaks6 = true
      const ip6 = inet6Of(this.vnet)
      ip6.setProtocol(ipv4.PROTO_UDP, (ifp, m, at, multicast) => this.input6(ifp, m, at, multicast))
      ip6.icmp6.listen((message) => errorAbout6(this, message))
    }
    const s = new UdpSocket(this, family)
    this.open.add(s)
    return s
  }

  /** Sockets in the order of their ports: netstat. */
  list(): UdpSocket[] {
    return this.ports.list()
  }

  destroy(): void {
    for (const s of [...this.open]) s.close()
  }

  bind(s: UdpSocket, ip: IpAddress | null, port: number): Errno | null {
    if (s.closed) return 'EBADF'
    if (s.localPort !== 0 || (ip !== null && !sameFamily(s, ip)) || port < 0 || port > 65_535) return 'EINVAL'
    if (ip !== null && !this.isLocal(ip)) return 'EADDRNOTAVAIL'
    const a = wordsOf(ip)
    const free = port === 0 ? this.ports.ephemeral(s, a) : this.ports.isFree(s, a, port) ? port : 0
    if (free === 0) return port === 0 ? 'EAGAIN' : 'EADDRINUSE'
    setLocal(s, a)
    this.ports.add(s, free)
    return null
  }

  connect(s: UdpSocket, ip: IpAddress, port: number, ifp: Ifnet | null): Errno | null {
    if (s.closed) return 'EBADF'
    if (!sameFamily(s, ip) || port <= 0 || port > 65_535) return port === 0 ? 'EADDRNOTAVAIL' : 'EINVAL'
    const src = this.sourceFor(s, ip, ifp)
    if (typeof src === 'string') return src
    const error = s.localPort === 0 ? this.bind(s, null, 0) : null
    if (error !== null) return error
    setLocal(s, wordsOf(src))
    const f = wordsOf(ip)
    s.f0 = f.w0
    s.f1 = f.w1
    s.f2 = f.w2
    s.f3 = f.w3
    s.foreignPort = port
    s.ifp = ifp
    return null
  }

  disconnect(s: UdpSocket): void {
    s.f0 = s.f1 = s.f2 = s.f3 = 0
    s.foreignPort = 0
    setLocal(s, wordsOf(null))
    s.ifp = null
  }

  send(s: UdpSocket, data: Uint8Array, ip: IpAddress, port: number, ifp: Ifnet | null): Errno | null {
    const { pool } = this.vnet.kernel
    const headers = (s.family === 4 ? ipv4.HEADER_LEN : ipv6.HEADER_LEN) + udp.HEADER_LEN
    if (data.length > 65_535 - headers) return 'EMSGSIZE'
    const m = pool.getFor(data.length + udp.HEADER_LEN)
    if (m === null) {
      this.vnet.drops.count(DROP_NOBUFS)
      return 'ENOBUFS'
    }
    m.write(data)
    return this.sendMbuf(s, m, ip, port, ifp)
  }

  sendMbuf(s: UdpSocket, m: Mbuf, ip: IpAddress, port: number, ifp: Ifnet | null): Errno | null {
    const error = this.maySend(s, ip, port)
    if (error !== null || !m.prepend(udp.HEADER_LEN)) {
      drop(this.vnet.drops, error === 'EADDRNOTAVAIL' ? DROP_NO_ADDRESS : DROP_NO_HEADROOM, m)
      return error ?? 'ENOBUFS'
    }
    const i = m.off >> 1
    u16[i] = swap16(s.localPort)
    u16[i + 1] = swap16(port)
    u16[i + 2] = swap16(m.len)
    u16[i + 3] = 0
    return errnoOf(typeof ip === 'number' ? this.output4(s, m, ip, ifp) : this.output6(s, m, ip, ifp))
  }

  join(s: UdpSocket, group: IpAddress, ifp: Ifnet): Errno | null {
    if (typeof group === 'number') return this.join4(s, group, ifp)
    const { ifs, mld } = inet6Of(this.vnet)
    const on = ifs.get(ifp)
    if (s.closed || s.family !== 6 || !isMulticastIn6(group) || on === undefined) return 'EINVAL'
    mld.join(on, group)
    s.groups.push(() => {
      if (ifs.get(ifp) === on) mld.leave(on, group)
    })
    return null
  }

  private join4(s: UdpSocket, group: number, ifp: Ifnet): Errno | null {
    const { igmp } = this.ip
    if (s.closed || s.family !== 4 || !isMulticastIpv4(group) || ifp.vnet !== this.vnet) return 'EINVAL'
    igmp.join(ifp, group)
    s.groups.push(() => igmp.leave(ifp, group))
    return null
  }

  forget(s: UdpSocket): void {
    this.open.delete(s)
    this.ports.remove(s)
  }

  /** The socket connected from this port to that address and port: who hears of errors. */
  connectedTo(family: 4 | 6, localPort: number, f: In6Addr, port: number): UdpSocket | null {
    const same = (s: UdpSocket) => s.f0 === f.w0 && s.f1 === f.w1 && s.f2 === f.w2 && s.f3 === f.w3
    const sockets = this.ports.at(localPort)
    return sockets?.find((s) => s.family === family && s.foreignPort === port && same(s)) ?? null
  }

  private input4(_ifp: Ifnet, m: Mbuf, broadcast: boolean): void {
    const { vnet, ip } = this
    const hlen = ipv4.headerLen(u8, m.off)
    const p = m.off + hlen
    const src = ipv4.src(u8, m.off)
    const dst = ipv4.dst(u8, m.off)
    const reason = this.checkLength(m, hlen)
    if (reason !== 0) return drop(vnet.drops, reason, m)
    const len = m.len - hlen
    if (u16[(p + udp.CHECKSUM) >> 1] !== 0) {
      const words = (src & 0xffff) + (src >>> 16) + (dst & 0xffff) + (dst >>> 16)
      if (sumWords(u16, p >> 1, len, words + swap16(ipv4.PROTO_UDP) + swap16(len)) !== 0xffff)
        return drop(vnet.drops, DROP_BAD_CHECKSUM, m)
    }
    const sockets = this.ports.at(udp.dstPort(u8, p))
    this.flow.set4(src, dst, udp.srcPort(u8, p))
    if (broadcast) return this.toAll(sockets, m)
    const s = bestOf(sockets, this.flow)
    if (s !== null) s.append(m)
    else ip.refuse(m, DROP_NO_PORT, icmp.UNREACHABLE, icmp.CODE_PORT)
  }

  private input6(ifp: Ifnet, m: Mbuf, at: number, multicast: boolean): void {
    const { vnet } = this
    const p = m.off + at
    const reason = this.checkLength(m, at)
    if (reason !== 0) return drop(vnet.drops, reason, m)
    const len = m.len - at
    const i = m.off >> 1
    // RFC 8200 §8.1: over IPv6 there is always a checksum.
    const pseudo = sumWords(u16, i + 4, 32, swap16(ipv4.PROTO_UDP) + swap16(len))
    if (u16[(p + udp.CHECKSUM) >> 1] === 0 || sumWords(u16, p >> 1, len, pseudo) !== 0xffff)
      return drop(vnet.drops, DROP_BAD_CHECKSUM, m)
    const sockets = this.ports.at(udp.dstPort(u8, p))
    this.flow.set6(m.off, udp.srcPort(u8, p))
    if (multicast) {
      withoutExtensions(m, at)
      return this.toAll(sockets, m)
    }
    const s = bestOf(sockets, this.flow)
    if (s === null) return inet6Of(vnet).refuse(m, ifp, DROP_NO_PORT, icmp6.UNREACHABLE, icmp6.CODE_PORT)
    withoutExtensions(m, at)
    s.append(m)
  }

  /** Cuts off what is behind the datagram. 0, or why it is void. */
  private checkLength(m: Mbuf, at: number): number {
    if (m.len - at < udp.HEADER_LEN) return DROP_RUNT
    const len = udp.length(u8, m.off + at)
    if (len < udp.HEADER_LEN || len > m.len - at) return DROP_BAD_HEADER
    m.len = at + len
    return 0
  }

  private toAll(sockets: readonly UdpSocket[] | undefined, m: Mbuf): void {
    let last: UdpSocket | null = null
    for (const s of sockets ?? []) {
      if (fit(s, this.flow) < 0) continue
      const copy = last === null ? null : m.dup()
      if (copy !== null) last?.append(copy)
      else if (last !== null) this.vnet.drops.count(DROP_NOBUFS)
      last = s
    }
    if (last === null) drop(this.vnet.drops, DROP_NO_PORT, m)
    else last.append(m)
  }

  private maySend(s: UdpSocket, ip: IpAddress, port: number): Errno | null {
    if (s.closed) return 'EBADF'
    if (!sameFamily(s, ip) || port < 0 || port > 65_535) return 'EINVAL'
    if (port === 0) return 'EADDRNOTAVAIL'
    if (typeof ip === 'number' && !s.broadcast && this.isBroadcast(ip)) return 'EACCES'
    return s.localPort === 0 ? this.bind(s, null, 0) : null
  }

  private output4(s: UdpSocket, m: Mbuf, dst: number, ifp: Ifnet | null): number {
    const src = s.l0 !== 0 && !isMulticastIpv4(s.l0) ? s.l0 : this.ip.out.sourceAddress(dst, ifp)
    if (src === 0) {
      drop(this.vnet.drops, DROP_NO_ROUTE, m)
      return DROP_NO_ROUTE
    }
    const words = (src & 0xffff) + (src >>> 16) + (dst & 0xffff) + (dst >>> 16)
    const sum = ~sumWords(u16, m.off >> 1, m.len, words + swap16(ipv4.PROTO_UDP) + swap16(m.len)) & 0xffff
    // "If the computed checksum is zero, it is transmitted as all ones" (RFC 768).
    u16[(m.off + udp.CHECKSUM) >> 1] = sum === 0 ? 0xffff : sum
    // IP_MULTICAST_TTL is 1 unless a program says otherwise: a group is of this link.
    const ttl = s.ttl >= 0 ? s.ttl : isMulticastIpv4(dst) ? 1 : this.ip.ttl
    return this.ip.out.output(m, src, dst, ipv4.PROTO_UDP, ttl, s.tos, ifp)
  }

  private output6(s: UdpSocket, m: Mbuf, dst: In6Addr, ifp: Ifnet | null): number {
    const bound = (s.l0 | s.l1 | s.l2 | s.l3) !== 0 && (s.l0 & 0xff) !== 0xff
    const src = bound ? (s.localIp as In6Addr) : null
    return inet6Of(this.vnet).out.output(m, src, dst, ipv4.PROTO_UDP, s.ttl, udp.CHECKSUM, ifp)
  }

  /** The address `s` would send from to `ip`, or why it cannot. */
  private sourceFor(s: UdpSocket, ip: IpAddress, ifp: Ifnet | null): IpAddress | Errno {
    if ((s.l0 | s.l1 | s.l2 | s.l3) !== 0) return s.localIp
    if (typeof ip === 'number') return this.ip.out.sourceAddress(ip, ifp) || 'EHOSTUNREACH'
    const { out } = inet6Of(this.vnet)
    return out.sourceFor(ip, out.hopTo(ip, ifp)) ?? 'EHOSTUNREACH'
  }

  private isLocal(ip: IpAddress): boolean {
    if (typeof ip !== 'number') {
      const { addresses } = inet6Of(this.vnet)
      return isAny(ip) || isMulticastIn6(ip) || addresses.list.some((a) => a.usable && sameIn6(a.ip, ip))
    }
    return ip === 0 || this.ip.addresses.find(ip) !== null || isMulticastIpv4(ip) || this.isBroadcast(ip)
  }

  private isBroadcast(ip: number): boolean {
    return ip === IPV4_BROADCAST || this.ip.addresses.broadcast(ip) !== null
  }
}

/** The vnet's UDP, made now if there was none; `attachInet` must have been called. */
export function udpOf(vnet: Vnet): Udp {
  if (vnet.udp instanceof Udp) return vnet.udp
  const made = new Udp(vnet)
  vnet.udp = made
  return made
}

/** `udpSocket(vnet, 4)` is socket(PF_INET, SOCK_DGRAM); close it. */
export const udpSocket = (vnet: Vnet, family: 4 | 6): UdpSocket => udpOf(vnet).socket(family)

const sameFamily = (s: UdpSocket, ip: IpAddress): boolean => (s.family === 4) === (typeof ip === 'number')

function setLocal(s: UdpSocket, a: In6Addr): void {
  s.l0 = a.w0
  s.l1 = a.w1
  s.l2 = a.w2
  s.l3 = a.w3
}

/** Takes extension headers out of a packet that has arrived, so that its upper layer is where readers look for it. */
function withoutExtensions(m: Mbuf, at: number): void {
  const n = at - ipv6.HEADER_LEN
  if (n === 0) return
  u8.copyWithin(m.off + n, m.off, m.off + ipv6.HEADER_LEN)
  m.adj(n)
}
