// udprecv: a sink of UDP traffic. What came from udpsend it tells apart by sender, and says of each how many were lost, came
// out of order or twice, how long they took and how unevenly. A tool of Etherloom's own, the same on both systems.
// Exit status: 0 when anything was received, 1 when nothing was or the port is taken, 64 when misused.

import type { IpAddress } from '@etherloom/inet'
import type { Ifnet } from '@etherloom/net'
import { Interrupted, type Program, type SystemCall, type UdpReceived, UdpSocket, waitUntil } from '@etherloom/proc'
import { formatIn6, formatIpv4, isMulticastIn6, isMulticastIpv4, tryParseIn6, tryParseIpv4 } from '@etherloom/wire'
import { type Command, fail, type Session } from '../../command.ts'
import { hostName, hostName6 } from '../../hosts.ts'
import { ip6Of, isLoopback } from '../../interfaces.ts'
import { getopt, readNumber } from '../../options.ts'
import { Datagram } from './datagram.ts'
import { Stream } from './stream.ts'

const USAGE = 'usage: udprecv [-k] [-g group[%interface]] [-p seconds] [-t seconds] port\n'
export const udprecv: Command = {
  name: 'udprecv',
  summary: 'receive UDP datagrams: loss, order, delay, jitter',
  usage: USAGE,
  run,
}

const EX_USAGE = 64
const MAX_DATAGRAM = 65_507
/** What FreeBSD's kern.ipc.maxsockbuf allows. */
const RECEIVE_SPACE = 2 << 20
/** A sender that says nothing for so long, or for three of its intervals, has ended. */
const SILENCE_NS = 3e9

function* run(session: Session, args: readonly string[]): Program {
  const parsed = getopt(args, 'g:kp:t:')
  if (typeof parsed === 'string') return fail(session, `udprecv: ${parsed}\n${USAGE}`, EX_USAGE)
  const { options, operands } = parsed
  const port = operands.length === 1 ? readNumber(operands[0]!) : null
  if (port === null || port < 1 || port > 65_535)
    return fail(
      session,
      operands.length === 1 ? `udprecv: port '${operands[0]}': give a number from 1 to 65535\n` : USAGE,
      EX_USAGE,
    )
  const seconds = options.get('t') === undefined ? Number.POSITIVE_INFINITY : Number(options.get('t'))
  if (!(seconds > 0)) return fail(session, `udprecv: time '${options.get('t')}': give seconds\n`, EX_USAGE)
  const progress = options.get('p') === undefined ? Number.POSITIVE_INFINITY : Number(options.get('p'))
  if (!(progress > 0)) return fail(session, `udprecv: progress '${options.get('p')}': give seconds\n`, EX_USAGE)
  const group = options.get('g') === undefined ? null : groupOf(session, options.get('g')!)
  if (typeof group === 'string') return fail(session, group, EX_USAGE)
  const { process } = session
  // IPv6 where the node speaks it: a socket of IPv6 alone would wake its stack.
  const families: readonly (4 | 6)[] = ip6Of(process.vnet) === null ? [4] : [4, 6]
  const sockets = families.map((family) => new UdpSocket(process, family))
  for (const socket of sockets) {
    socket.setOptions({ receiveSpace: RECEIVE_SPACE })
    const error = socket.bind(null, port)
    if (error !== null) return fail(session, `udprecv: bind: ${error}\n`)
  }
  const refused = group === null ? null : join(sockets[families.indexOf(group.family)], group)
  if (refused !== null) return fail(session, `udprecv: join: ${refused}\n`)
  process.tty.write(`udprecv: listening on port ${port}\n`)
  const sink = new Sink(session, sockets, options.has('k'), process.kernel.nowNs + seconds * 1e9, progress * 1e9)
  try {
    yield* sink.run()
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    process.tty.write('^C\n')
  }
  return sink.report()
}

interface Group {
  readonly family: 4 | 6
  readonly ip: IpAddress
  readonly ifps: readonly Ifnet[]
}

/** On the interface that is named, else on all that have an address; or what is wrong. */
function groupOf(session: Session, text: string): Group | string {
  const [address, zone] = text.split('%')
  const ip4 = tryParseIpv4(address!)
  const ip6 = tryParseIn6(address!)
  const isGroup = (ip4 !== null && isMulticastIpv4(ip4)) || (ip6 !== null && isMulticastIn6(ip6))
  if (!isGroup) return `udprecv: group '${text}': give one such as 239.1.2.3 or ff15::1234\n`
  const { ifnets } = session.process.vnet
  const ifps = ifnets.filter((ifp) => (zone === undefined ? !isLoopback(ifp) : ifp.name === zone))
  if (ifps.length === 0) return `udprecv: group '${text}': there is no interface ${zone ?? 'to join it on'}\n`
  return { family: ip4 !== null ? 4 : 6, ip: ip4 ?? ip6!, ifps }
}

/** Null, or why it could be joined on no interface. */
function join(socket: UdpSocket | undefined, { ip, ifps }: Group): string | null {
  if (socket === undefined) return 'this node speaks no IPv6: give an interface an IPv6 address'
  const refusals = ifps.map((ifp) => socket.join(ip, ifp))
  return refusals.includes(null) ? null : refusals[0]!
}

class Sink {
  private readonly session: Session
  private readonly sockets: readonly UdpSocket[]
  private readonly keep: boolean
  private readonly untilNs: number
  /** How often it says what came so far, once anything did. */
  private readonly progressNs: number
  private tellAtNs: number
  private readonly streams: Map<string, Stream>
  private readonly datagram: Datagram
  /** Datagrams that udpsend did not send. */
  private others: number
  private otherBytes: number

  constructor(session: Session, sockets: readonly UdpSocket[], keep: boolean, untilNs: number, progressNs: number) {
    this.session = session
    this.sockets = sockets
    this.keep = keep
    this.untilNs = untilNs
    this.progressNs = progressNs
    this.tellAtNs = Number.POSITIVE_INFINITY
    this.streams = new Map()
    this.datagram = new Datagram(MAX_DATAGRAM)
    this.others = 0
    this.otherBytes = 0
  }

  /** Until the time is up, or, unless it is to be kept on, until every sender has ended. */
  *run(): SystemCall<void> {
    const { process } = this.session
    while (process.kernel.nowNs < this.untilNs && !this.ended()) {
      const untilNs = Math.min(this.untilNs, this.doneAt(), this.tellAtNs)
      yield* waitUntil(process, untilNs, () => this.sockets.some(({ ready }) => ready))
      for (const socket of this.sockets)
        while (socket.ready) {
          const received: UdpReceived = yield* socket.receive(this.datagram.bytes)
          if (received.kind === 'datagram') this.take(received)
        }
      this.tell()
    }
  }

  private tell(): void {
    const { kernel, tty } = this.session.process
    if (kernel.nowNs < this.tellAtNs || this.ended()) return
    for (const [sender, stream] of this.streams) tty.write(stream.progress(sender, kernel.nowNs))
    this.tellAtNs = kernel.nowNs + this.progressNs
  }

  report(): number {
    const { tty } = this.session.process
    for (const [sender, stream] of this.streams) tty.write(stream.report(sender))
    if (this.others > 0) tty.write(`udprecv: ${this.others} other datagrams, ${this.otherBytes} bytes\n`)
    const any = this.streams.size > 0 || this.others > 0
    if (!any) tty.write('udprecv: nothing received\n')
    return any ? 0 : 1
  }

  private take({ length, from }: UdpReceived & { kind: 'datagram' }): void {
    const marks = this.datagram.read(length)
    if (marks === null) {
      this.others++
      this.otherBytes += length
      return
    }
    const v4 = typeof from.ip === 'number'
    const address = typeof from.ip === 'number' ? formatIpv4(from.ip) : formatIn6(from.ip)
    const name = typeof from.ip === 'number' ? hostName(this.session, from.ip) : hostName6(this.session, from.ip)
    const sender = `${name === null ? '' : `${name} `}${v4 ? `${address}:${from.port}` : `[${address}]:${from.port}`}`
    let stream = this.streams.get(sender)
    const { kernel } = this.session.process
    if (this.streams.size === 0) this.tellAtNs = kernel.nowNs + this.progressNs
    if (stream === undefined) this.streams.set(sender, (stream = new Stream(kernel.nowNs)))
    stream.take(marks, length, kernel.clockNs())
  }

  private ended(): boolean {
    return this.streams.size > 0 && this.doneAt() <= this.session.process.kernel.nowNs
  }

  /** When the last sender will have been silent for too long. */
  private doneAt(): number {
    if (this.keep || this.streams.size === 0) return Number.POSITIVE_INFINITY
    return Math.max(...[...this.streams.values()].map((stream) => stream.doneAtNs(SILENCE_NS)))
  }
}
