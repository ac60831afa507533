// Probes of IPv6: UDP to ports nobody listens on, or echo requests.
import { type TraceReply6, TraceSocket6 } from '@etherloom/proc'
import { type In6Addr, icmp6 } from '@etherloom/wire'
import type { Session } from '../../command.ts'
import { hostName6, type ScopedIn6 } from '../../hosts.ts'
import { formatScoped } from '../../interfaces.ts'
import type { Answer, Prober } from './trace.ts'

export interface Probes6 {
  readonly target: ScopedIn6
  /** Null: the best address for the way out. */
  readonly source: In6Addr | null
  readonly icmp: boolean
  /** What the first probe is called: UDP port or echo sequence number; each next one is one more. */
  readonly firstSeq: number
  /** Bytes behind the UDP or ICMPv6 header. */
  readonly dataLen: number
}

/** Codes of "destination unreachable" (RFC 4443) as traceroute6 marks them; the port's is the target's answer. */
const marks = [' !N', ' !P', ' !S', ' !A', '', ' !P', ' !R']

export class Prober6 implements Prober {
  private readonly session: Session
  private readonly probes: Probes6
  private readonly socket: TraceSocket6

  constructor(session: Session, probes: Probes6) {
    this.session = session
    this.probes = probes
    this.socket = new TraceSocket6(session.process, probes.target.ip, probes.target.ifp, probes.source)
  }

  /** Null: there is no way to the target. */
  get source(): In6Addr | null {
    return this.socket.src
  }

  send(seq: number, hopLimit: number): string | null {
    const { icmp, dataLen, firstSeq } = this.probes
    const name = (firstSeq + seq) & 0xffff
    return icmp ? this.socket.sendEcho(name, dataLen, hopLimit) : this.socket.sendUdp(name, dataLen, hopLimit)
  }

  *answer(seq: number, untilNs: number): Generator<void, Answer | null, void> {
    for (;;) {
      const reply: TraceReply6 | null = yield* this.socket.receive(untilNs)
      if (reply === null) return null
      if (seq < 0 || reply.seq !== ((this.probes.firstSeq + seq) & 0xffff)) continue
      const answer = this.read(reply)
      if (answer !== null) return answer
    }
  }

  private read({ atNs, from, ifp, hopLimit, type, code, parameter }: TraceReply6): Answer | null {
    const who = { atNs, from: formatScoped(from, ifp), name: hostName6(this.session, from), ttl: hopLimit }
    if (type === icmp6.ECHO_REPLY) return { ...who, result: 'there', mark: '' }
    if (type === icmp6.TIME_EXCEEDED) return code === icmp6.CODE_HOP_LIMIT ? { ...who, result: 'hop', mark: '' } : null
    if (type === icmp6.PACKET_TOO_BIG) return { ...who, result: 'unreachable', mark: ` !B-${parameter}` }
    if (type !== icmp6.UNREACHABLE) return null
    const there = code === icmp6.CODE_PORT
    return { ...who, result: there ? 'there' : 'unreachable', mark: marks[code] ?? ` !<${code}>` }
  }
}
