// A raw ICMP socket as ping(8) uses it: sends echo requests under an id of its own, receives the answers to them and the
// errors about them.
import { type IcmpMessage as Heard, icmpEchoRequest, inetOf } from '@etherloom/inet'
import { u8 } from '@etherloom/kern'
import { icmp, ipv4 } from '@etherloom/wire'
import { errnoWords } from './errno.ts'
import type { Process, SystemCall } from './process.ts'
import { waitUntil } from './sleep.ts'

export interface IcmpMessage {
  /** When the kernel got it. */
  atNs: number
  /** IPv4 address in memory order, as everywhere in the kernel. */
  from: number
  ttl: number
  type: number
  code: number
  /** Of the echo; for an error, of the request it is about. */
  seq: number
  /** Bytes of the ICMP message, header included. */
  length: number
  /** For errors: the IP header they are about and what follows of it. */
  quoted: Uint8Array | null
  /** For "fragmentation needed": the MTU of the way on (RFC 1191). */
  nextMtu: number
}

export interface EchoOptions {
  /** 0: the address of the way out. */
  src?: number
  ttl?: number
  /** Sets DF. */
  dontFragment?: boolean
}

/** What a socket keeps unread, as kern.ipc.maxsockbuf bounds it on FreeBSD. */
const MAX_UNREAD = 1024

export class IcmpSocket {
  private readonly process: Process
  private readonly id: number
  private readonly received: IcmpMessage[]
  readonly close: () => void

  constructor(process: Process) {
    this.process = process
    this.id = process.pid & 0xffff
    this.received = []
    this.close = process.onClose(inetOf(process.vnet).icmp.listen((message) => this.hear(message)))
  }

  /** Sends one request with `size` bytes of data; null when it is on its way, else why not, in errno's words. */
  sendEcho(dst: number, seq: number, size: number, options: EchoOptions = {}): string | null {
    return errnoWords(icmpEchoRequest(this.process.vnet, { ...options, dst, id: this.id, seq, size }))
  }

  /** The next answer or error, or null when the kernel's clock reaches `untilNs` first. */
  *receive(untilNs: number): SystemCall<IcmpMessage | null> {
    yield* waitUntil(this.process, untilNs, () => this.received.length > 0)
    return this.received.shift() ?? null
  }

  private hear(message: Heard): void {
    const { type, code, src, ttl, quote } = message
    const echo = type === icmp.ECHO_REPLY && message.id === this.id
    const about = quote !== null && quote.protocol === ipv4.PROTO_ICMP && quote.id === this.id
    if ((!echo && !about) || this.received.length >= MAX_UNREAD) return
    this.received.push({
      atNs: this.process.kernel.clockNs(),
      from: src,
      ttl,
      type,
      code,
      seq: echo ? message.seq : quote!.seq,
      length: message.len + icmp.HEADER_LEN,
      quoted: echo ? null : u8.slice(message.off, message.off + message.len),
      nextMtu: message.seq,
    })
    this.process.wakeup()
  }
}
