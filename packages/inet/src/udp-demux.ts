// Which socket a datagram is for: the one that says most about it. Addresses are four words, of which IPv4 uses the first.
import { u16 } from '@etherloom/kern'
import { In6Addr } from '@etherloom/wire'
import type { IpAddress, UdpSocket } from './udp-socket.ts'

/** The datagram being looked at; one object for each vnet, filled in anew for each datagram. */
export class UdpFlow {
  family: 4 | 6
  srcPort: number
  d0: number
  d1: number
  d2: number
  d3: number
  s0: number
  s1: number
  s2: number
  s3: number

  constructor() {
    this.family = 4
    this.srcPort = 0
    this.d0 = this.d1 = this.d2 = this.d3 = 0
    this.s0 = this.s1 = this.s2 = this.s3 = 0
  }

  set4(src: number, dst: number, srcPort: number): void {
    this.family = 4
    this.srcPort = srcPort
    this.s0 = src
    this.d0 = dst
    this.d1 = this.d2 = this.d3 = 0
    this.s1 = this.s2 = this.s3 = 0
  }

  /** From the IPv6 header at `off`. */
  set6(off: number, srcPort: number): void {
    const i = off >> 1
    this.family = 6
    this.srcPort = srcPort
    this.s0 = word(i + 4)
    this.s1 = word(i + 6)
    this.s2 = word(i + 8)
    this.s3 = word(i + 10)
    this.d0 = word(i + 12)
    this.d1 = word(i + 14)
    this.d2 = word(i + 16)
    this.d3 = word(i + 18)
  }
}

const word = (i: number): number => u16[i] | (u16[i + 1] << 16)

/** How much a socket says about a datagram: -1 not for it, 0 port, 1 address, 2 and more connected. */
export function fit(s: UdpSocket, flow: UdpFlow): number {
  if (s.family !== flow.family) return -1
  const bound = (s.l0 | s.l1 | s.l2 | s.l3) !== 0
  if (bound && !(s.l0 === flow.d0 && s.l1 === flow.d1 && s.l2 === flow.d2 && s.l3 === flow.d3)) return -1
  if (s.foreignPort === 0) return bound ? 1 : 0
  const from = s.f0 === flow.s0 && s.f1 === flow.s1 && s.f2 === flow.s2 && s.f3 === flow.s3
  return from && s.foreignPort === flow.srcPort ? (bound ? 3 : 2) : -1
}

export function bestOf(sockets: readonly UdpSocket[] | undefined, flow: UdpFlow): UdpSocket | null {
  if (sockets === undefined) return null
  let found: UdpSocket | null = null
  let most = -1
  for (let k = 0; k < sockets.length; k++) {
    const f = fit(sockets[k], flow)
    if (f <= most) continue
    most = f
    found = sockets[k]
  }
  return found
}

export const isAny = (a: In6Addr): boolean => (a.w0 | a.w1 | a.w2 | a.w3) === 0
const ANY = new In6Addr(0, 0, 0, 0)
export const wordsOf = (ip: IpAddress | null): In6Addr =>
  ip === null ? ANY : typeof ip === 'number' ? new In6Addr(ip, 0, 0, 0) : ip
