// The sockets of traceroute6(8), as trace-socket.ts has them for IPv4.
import { type Icmp6Message, icmp6EchoRequest, inet6Of } from '@etherloom/inet'
import { u8 } from '@etherloom/kern'
import type { Ifnet } from '@etherloom/net'
import { DROP_NOBUFS, type In6Addr, icmp6, ipv4, ipv6, put16, sameIn6, udp } from '@etherloom/wire'
import { errnoWords } from './errno.ts'
import type { Process, SystemCall } from './process.ts'
import { waitUntil } from './sleep.ts'

export interface TraceReply6 {
  atNs: number
  from: In6Addr
  /** The interface it came by: the zone of a link-local sender. */
  ifp: Ifnet
  hopLimit: number
  type: number
  code: number
  /** Of the probe it answers: its echo sequence number, or for UDP its destination port. */
  seq: number
  /** MTU of "packet too big". */
  parameter: number
}

export class TraceSocket6 {
  private readonly process: Process
  private readonly dst: In6Addr
  private readonly ifp: Ifnet | null
  /** The address probes are sent from; null when there is no way to the target. */
  readonly src: In6Addr | null
  private readonly ident: number
  private readonly received: TraceReply6[]
  readonly close: () => void

  /** `ifp` is the zone of a link-local target; a null `src` takes the best address for the way out. */
  constructor(process: Process, dst: In6Addr, ifp: Ifnet | null, src: In6Addr | null) {
    const { icmp6: messages, out } = inet6Of(process.vnet)
    this.process = process
    this.dst = dst
    this.ifp = ifp
    this.src = src ?? out.sourceFor(dst, out.hopTo(dst, ifp))
    this.ident = (process.pid & 0xffff) | 0x8000
    this.received = []
    this.close = process.onClose(messages.listen((message) => this.hear(message)))
  }

  /** Sends a UDP datagram of `size` bytes behind the UDP header; null when it is on its way, else why not. */
  sendUdp(port: number, size: number, hopLimit: number): string | null {
    const { vnet } = this.process
    const length = udp.HEADER_LEN + size
    const m = vnet.kernel.pool.getFor(length)
    if (m === null) return errnoWords(DROP_NOBUFS)
    m.len = length
    u8.fill(0, m.off, m.off + length)
    put16(u8, m.off + udp.SRC_PORT, this.ident)
    put16(u8, m.off + udp.DST_PORT, port)
    put16(u8, m.off + udp.LENGTH, length)
    const { out } = inet6Of(vnet)
    return errnoWords(out.output(m, this.src, this.dst, ipv4.PROTO_UDP, hopLimit, udp.CHECKSUM, this.ifp))
  }

  sendEcho(seq: number, size: number, hopLimit: number): string | null {
    const { src, dst, ifp, ident } = this
    return errnoWords(icmp6EchoRequest(this.process.vnet, { src, dst, ifp, id: ident, seq, size, hopLimit }))
  }

  /** The next answer, or null when the kernel's clock reaches `untilNs` first. */
  *receive(untilNs: number): SystemCall<TraceReply6 | null> {
    yield* waitUntil(this.process, untilNs, () => this.received.length > 0)
    return this.received.shift() ?? null
  }

  private hear(message: Icmp6Message): void {
    const seq = this.probeOf(message)
    if (seq < 0) return
    const { src, ifp, hopLimit, type, code, parameter } = message
    this.received.push({ atNs: this.process.kernel.clockNs(), from: src, ifp, hopLimit, type, code, seq, parameter })
    this.process.wakeup()
  }

  /** Which probe a message is about; -1: none of ours. */
  private probeOf({ type, id, seq, quote, off, len }: Icmp6Message): number {
    if (type === icmp6.ECHO_REPLY) return id === this.ident ? seq : -1
    if (quote === null || !sameIn6(quote.dst, this.dst)) return -1
    if (quote.protocol === ipv6.NEXT_ICMP6) return quote.id === this.ident ? quote.seq : -1
    const whole = quote.at >= 0 && quote.at + udp.HEADER_LEN <= off + len
    if (quote.protocol !== ipv4.PROTO_UDP || !whole) return -1
    return udp.srcPort(u8, quote.at) === this.ident ? udp.dstPort(u8, quote.at) : -1
  }
}
