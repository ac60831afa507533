// The raw sockets of traceroute(8): sends probes with a chosen TTL, and receives what routers and the target say of them.
// A probe is told by its sequence number: for UDP the destination port it went to, for ICMP the echo's own.
import { type IcmpMessage, icmpEchoRequest, inetOf } from '@etherloom/inet'
import { u8 } from '@etherloom/kern'
import { DROP_NO_ADDRESS, DROP_NO_ROUTE, DROP_NOBUFS, icmp, ipv4, udp } from '@etherloom/wire'
import { errnoWords } from './errno.ts'
import type { Process, SystemCall } from './process.ts'
import { waitUntil } from './sleep.ts'

export interface TraceReply {
  atNs: number
  /** IPv4 address in memory order. */
  from: number
  ttl: number
  type: number
  code: number
  /** Of the probe it answers. */
  seq: number
  /** For "fragmentation needed": the MTU of the way on. */
  nextMtu: number
}

export class TraceSocket {
  private readonly process: Process
  private readonly dst: number
  /** The address probes are sent from; 0 when there is no way to the target. */
  readonly src: number
  /** Echo id and UDP source port, in the range no service listens in. */
  private readonly ident: number
  private readonly dontFragment: boolean
  private readonly received: TraceReply[]
  readonly close: () => void

  /** `src` 0 takes the address of the way out. */
  constructor(process: Process, dst: number, src: number, dontFragment = false) {
    this.process = process
    this.dst = dst
    this.dontFragment = dontFragment
    this.src = src === 0 ? inetOf(process.vnet).out.sourceAddress(dst) : src
    this.ident = (process.pid & 0xffff) | 0x8000
    this.received = []
    this.close = process.onClose(inetOf(process.vnet).icmp.listen((message) => this.hear(message)))
  }

  /** Sends a UDP datagram of `size` bytes behind the UDP header; null when it is on its way, else why not. */
  sendUdp(port: number, size: number, ttl: number): string | null {
    const { vnet } = this.process
    if (this.src === 0) return errnoWords(DROP_NO_ROUTE)
    if (inetOf(vnet).addresses.find(this.src) === null) return errnoWords(DROP_NO_ADDRESS)
    const length = udp.HEADER_LEN + size
    const m = vnet.kernel.pool.getFor(length)
    if (m === null) return errnoWords(DROP_NOBUFS)
    m.len = length
    u8.fill(0, m.off, m.off + length)
    udp.emit(u8, m.off, { srcPort: this.ident, dstPort: port, length }, this.src, this.dst)
    return errnoWords(inetOf(vnet).out.output(m, this.src, this.dst, ipv4.PROTO_UDP, ttl, 0, null, this.dontFragment))
  }

  sendEcho(seq: number, size: number, ttl: number): string | null {
    const { src, dst, ident, dontFragment } = this
    return errnoWords(icmpEchoRequest(this.process.vnet, { src, dst, id: ident, seq, size, ttl, dontFragment }))
  }

  /** The next answer, or null when the kernel's clock reaches `untilNs` first. */
  *receive(untilNs: number): SystemCall<TraceReply | null> {
    yield* waitUntil(this.process, untilNs, () => this.received.length > 0)
    return this.received.shift() ?? null
  }

  private hear(message: IcmpMessage): void {
    const seq = this.probeOf(message)
    if (seq < 0) return
    const { src, ttl, type, code } = message
    const nextMtu = message.seq
    this.received.push({ atNs: this.process.kernel.clockNs(), from: src, ttl, type, code, seq, nextMtu })
    this.process.wakeup()
  }

  /** Which probe a message is about; -1: none of ours. */
  private probeOf(message: IcmpMessage): number {
    const { type, quote, off } = message
    if (type === icmp.ECHO_REPLY) return message.id === this.ident ? message.seq : -1
    if (quote === null || quote.dst !== this.dst) return -1
    if (quote.protocol === ipv4.PROTO_ICMP) return quote.id === this.ident ? quote.seq : -1
    if (quote.protocol !== ipv4.PROTO_UDP) return -1
    // inet has checked that header and 8 bytes are there.
    const header = off + ipv4.headerLen(u8, off)
    return udp.srcPort(u8, header) === this.ident ? udp.dstPort(u8, header) : -1
  }
}
