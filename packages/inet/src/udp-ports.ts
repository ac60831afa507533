// Local ports and who has them.
import type { Random } from '@etherloom/kern'
import type { In6Addr } from '@etherloom/wire'
import { isAny } from './udp-demux.ts'
import type { UdpSocket } from './udp-socket.ts'

/** net.inet.ip.portrange.first: RFC 6335's dynamic ports. */
const FIRST_EPHEMERAL = 49_152
const EPHEMERALS = 65_536 - FIRST_EPHEMERAL

export class UdpPorts {
  private readonly random: Random
  private readonly byPort: Map<number, UdpSocket[]>

  constructor(random: Random) {
    this.random = random
    this.byPort = new Map()
  }

  /** Sockets bound to a port. */
  at(port: number): readonly UdpSocket[] | undefined {
    return this.byPort.get(port)
  }

  add(s: UdpSocket, port: number): void {
    s.localPort = port
    const sockets = this.byPort.get(port)
    if (sockets === undefined) this.byPort.set(port, [s])
    else sockets.push(s)
  }

  remove(s: UdpSocket): void {
    const sockets = this.byPort.get(s.localPort)
    if (sockets === undefined) return
    sockets.splice(sockets.indexOf(s), 1)
    if (sockets.length === 0) this.byPort.delete(s.localPort)
  }

  /** In the order of their ports. */
  list(): UdpSocket[] {
    return [...this.byPort.values()].flat().sort((a, b) => a.localPort - b.localPort)
  }

  /** Whether `s` may have the port at an address: nobody else's covers the same, unless both allow it. */
  isFree(s: UdpSocket, a: In6Addr, port: number): boolean {
    for (const other of this.byPort.get(port) ?? []) {
      if (other.family !== s.family || (other.reuse && s.reuse)) continue
      const any = isAny(a) || (other.l0 | other.l1 | other.l2 | other.l3) === 0
      if (any || (other.l0 === a.w0 && other.l1 === a.w1 && other.l2 === a.w2 && other.l3 === a.w3)) return false
    }
    return true
  }

  /** A port that nobody asked for by number; 0 when all are taken. */
  ephemeral(s: UdpSocket, a: In6Addr): number {
    const first = this.random.below(EPHEMERALS)
    for (let k = 0; k < EPHEMERALS; k++) {
      const port = FIRST_EPHEMERAL + ((first + k) % EPHEMERALS)
      if (this.isFree(s, a, port)) return port
    }
    return 0
  }
}
