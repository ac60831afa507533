// Probes of IPv4: UDP to ports nobody listens on, or echo requests.
import { type TraceReply, TraceSocket } from '@etherloom/proc'
import { formatIpv4, icmp } from '@etherloom/wire'
import type { Session } from '../../command.ts'
import { hostName } from '../../hosts.ts'
import type { Answer, Prober } from './trace.ts'

export interface Probes4 {
  readonly target: number
  /** 0: of the way out. */
  readonly source: number
  readonly icmp: boolean
  /** What the first probe is called: UDP port or echo sequence number; each next one is one more. */
  readonly firstSeq: number
  /** Every UDP probe goes to the same port, so that answers are told by order alone. */
  readonly fixedPort: boolean
  /** Sets DF. */
  readonly dontFragment: boolean
  /** Bytes of the whole IP packet. */
  readonly packetLen: number
}

/** IP header and UDP or ICMP header. */
export const HEADERS4 = 28

/** Codes of "destination unreachable" (RFC 792, RFC 1122, RFC 1812) as traceroute marks them. */
const marks = ['N', 'H', 'P', '', 'F', 'S', 'U', 'W', 'I', 'A', 'Z', 'Q', 'T', 'X', 'V', 'C']

export class Prober4 implements Prober {
  private readonly session: Session
  private readonly probes: Probes4
  private readonly socket: TraceSocket

  constructor(session: Session, probes: Probes4) {
    this.session = session
    this.probes = probes
    this.socket = new TraceSocket(session.process, probes.target, probes.source, probes.dontFragment)
  }

  /** 0: there is no way to the target. */
  get source(): number {
    return this.socket.src
  }

  send(seq: number, ttl: number): string | null {
    const { icmp: echo, packetLen } = this.probes
    const name = this.nameOf(seq)
    return echo
      ? this.socket.sendEcho(name, packetLen - HEADERS4, ttl)
      : this.socket.sendUdp(name, packetLen - HEADERS4, ttl)
  }

  *answer(seq: number, untilNs: number): Generator<void, Answer | null, void> {
    for (;;) {
      const reply: TraceReply | null = yield* this.socket.receive(untilNs)
      if (reply === null) return null
      if (seq >= 0 && reply.seq === this.nameOf(seq)) {
        const answer = this.read(reply)
        if (answer !== null) return answer
      }
    }
  }

  private nameOf(seq: number): number {
    const { firstSeq, fixedPort, icmp: echo } = this.probes
    return (firstSeq + (fixedPort && !echo ? 0 : seq)) & 0xffff
  }

  private read(reply: TraceReply): Answer | null {
    const { atNs, from, ttl, type, code } = reply
    const who = { atNs, from: formatIpv4(from), name: hostName(this.session, from), ttl }
    if (type === icmp.ECHO_REPLY) return { ...who, result: 'there', mark: '' }
    if (type === icmp.TIME_EXCEEDED) return code === 0 ? { ...who, result: 'hop', mark: '' } : null
    if (type !== icmp.UNREACHABLE) return null
    const letter = marks[code] ?? `<${code}>`
    const mark = letter === '' ? '' : ` !${letter}${code === icmp.CODE_NEEDS_FRAG ? `-${reply.nextMtu}` : ''}`
    const there = code === icmp.CODE_PORT || code === icmp.CODE_PROTOCOL
    return { ...who, result: there ? 'there' : 'unreachable', mark }
  }
}
