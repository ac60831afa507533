// A raw ICMPv6 socket as ping6(8) uses it: sends echo requests under an id of its own, receives the answers to them and
// the errors about them.
import { type Icmp6Message as Heard, icmp6EchoRequest, inet6Of } from '@etherloom/inet'
import { u8 } from '@etherloom/kern'
import type { Ifnet } from '@etherloom/net'
import { type In6Addr, icmp6, ipv6 } from '@etherloom/wire'
import { errnoWords } from './errno.ts'
import type { Process, SystemCall } from './process.ts'
import { waitUntil } from './sleep.ts'

export interface Icmp6Message {
  /** When the kernel got it. */
  atNs: number
  from: In6Addr
  /** To whom: a group was asked, or one of our addresses answered. */
  to: In6Addr
  /** The interface it came by: the zone of a link-local sender. */
  ifp: Ifnet
  hopLimit: number
  type: number
  code: number
  /** Of the echo; for an error, of the request it is about. */
  seq: number
  /** Bytes of the ICMPv6 message, header included. */
  length: number
  /** For errors: the IPv6 header they are about and what follows of it. */
  quoted: Uint8Array | null
  /** MTU of "packet too big", pointer of "parameter problem". */
  parameter: number
}

export interface Echo6Options {
  /** Null: the best address for the way out. */
  src?: In6Addr | null
  /** The zone of a link-local destination or a group. */
  ifp?: Ifnet | null
  /** -1: the system's. */
  hopLimit?: number
}

/** What a socket keeps unread, as kern.ipc.maxsockbuf bounds it on FreeBSD. */
const MAX_UNREAD = 1024

export class Icmp6Socket {
  private readonly process: Process
  private readonly id: number
  private readonly received: Icmp6Message[]
  readonly close: () => void

  constructor(process: Process) {
    this.process = process
    this.id = process.pid & 0xffff
    this.received = []
    this.close = process.onClose(inet6Of(process.vnet).icmp6.listen((message) => this.hear(message)))
  }

  /** Sends one request with `size` bytes of data; null when it is on its way, else why not, in errno's words. */
  sendEcho(dst: In6Addr, seq: number, size: number, options: Echo6Options = {}): string | null {
    return errnoWords(icmp6EchoRequest(this.process.vnet, { ...options, dst, id: this.id, seq, size }))
  }

  /** The next answer or error, or null when the kernel's clock reaches `untilNs` first. */
  *receive(untilNs: number): SystemCall<Icmp6Message | null> {
    yield* waitUntil(this.process, untilNs, () => this.received.length > 0)
    return this.received.shift() ?? null
  }

  private hear(message: Heard): void {
    const { type, code, src, dst, ifp, hopLimit, quote, parameter } = message
    const echo = type === icmp6.ECHO_REPLY && message.id === this.id
    const about = quote !== null && quote.protocol === ipv6.NEXT_ICMP6 && quote.id === this.id
    if ((!echo && !about) || this.received.length >= MAX_UNREAD) return
    this.received.push({
      atNs: this.process.kernel.nowNs,
      from: src,
      to: dst,
      ifp,
      hopLimit,
      type,
      code,
      seq: echo ? message.seq : quote!.seq,
      length: message.len + icmp6.HEADER_LEN,
      quoted: echo ? null : u8.slice(message.off, message.off + message.len),
      parameter: echo ? 0 : parameter,
    })
    this.process.wakeup()
  }
}
