// One family's way to ask "are you there?", so that ping(8) of both systems has one series for both families.
import { inet6Of } from '@etherloom/inet'
import { type Icmp6Message, Icmp6Socket, type IcmpMessage, IcmpSocket, type SystemCall } from '@etherloom/proc'
import { formatIpv4, type In6Addr, icmp, icmp6 } from '@etherloom/wire'
import type { Session } from '../../command.ts'
import { hostName, hostName6, type ScopedIn6 } from '../../hosts.ts'
import { formatScoped } from '../../interfaces.ts'

export interface Answer {
  readonly atNs: number
  readonly seq: number
  readonly from: string
  /** Null: nobody has a name for it. */
  readonly name: string | null
  /** Bytes of the ICMP message. */
  readonly length: number
  readonly ttl: number
  /** Set for an error about a request, null for the answer to one. */
  readonly error: { readonly v4: IcmpMessage } | { readonly v6: Icmp6Message } | null
}

export interface Pinger {
  /** Sends request `seq`; null when it is on its way, else why not, in errno's words. */
  send(seq: number): string | null
  receive(untilNs: number): SystemCall<Answer | null>
  close(): void
}

export class Pinger4 implements Pinger {
  private readonly session: Session
  private readonly socket: IcmpSocket
  private readonly to: {
    readonly target: number
    /** 0: the address of the way out. */
    readonly source: number
    readonly size: number
    readonly ttl: number
    readonly dontFragment: boolean
  }

  constructor(session: Session, to: Pinger4['to']) {
    this.session = session
    this.socket = new IcmpSocket(session.process)
    this.to = to
  }

  send(seq: number): string | null {
    const { target, size, ttl, source, dontFragment } = this.to
    return this.socket.sendEcho(target, seq, size, { src: source, ttl, dontFragment })
  }

  *receive(untilNs: number): SystemCall<Answer | null> {
    const v4: IcmpMessage | null = yield* this.socket.receive(untilNs)
    if (v4 === null) return null
    const { atNs, seq, from, length, ttl, type } = v4
    const error = type === icmp.ECHO_REPLY ? null : { v4 }
    return { atNs, seq, from: formatIpv4(from), name: hostName(this.session, from), length, ttl, error }
  }

  close(): void {
    this.socket.close()
  }
}

export class Pinger6 implements Pinger {
  private readonly session: Session
  private readonly socket: Icmp6Socket
  private readonly to: {
    readonly target: ScopedIn6
    /** Null: the best address for the way out. */
    readonly source: In6Addr | null
    readonly size: number
    readonly hopLimit: number
  }

  constructor(session: Session, to: Pinger6['to']) {
    this.session = session
    this.socket = new Icmp6Socket(session.process)
    this.to = to
  }

  send(seq: number): string | null {
    const { target, source, size, hopLimit } = this.to
    return this.socket.sendEcho(target.ip, seq, size, { src: source, ifp: target.ifp, hopLimit })
  }

  *receive(untilNs: number): SystemCall<Answer | null> {
    const v6: Icmp6Message | null = yield* this.socket.receive(untilNs)
    if (v6 === null) return null
    const { atNs, seq, from, ifp, length, hopLimit, type } = v6
    const error = type === icmp6.ECHO_REPLY ? null : { v6 }
    const name = hostName6(this.session, from)
    return { atNs, seq, from: formatScoped(from, ifp), name, length, ttl: hopLimit, error }
  }

  close(): void {
    this.socket.close()
  }
}

/** The address datagrams to a target come from; null when there is no way. */
export function sourceOf6({ process }: Session, { ip, ifp }: ScopedIn6): In6Addr | null {
  const { out } = inet6Of(process.vnet)
  return out.sourceFor(ip, out.hopTo(ip, ifp))
}
