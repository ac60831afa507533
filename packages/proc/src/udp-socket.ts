// A UDP socket of a process: socket(2), bind, connect, sendto, recvfrom. It closes with the process at the latest.
import { type IpAddress, type UdpSocket as KernelSocket, newSender, type Sender, udpSocket } from '@etherloom/inet'
import type { Ifnet } from '@etherloom/net'
import { strerror } from './errno.ts'
import type { Process, SystemCall } from './process.ts'
import { waitUntil } from './sleep.ts'

/** A datagram was received (its whole length; the buffer may have held less), an error came, or the time was up. */
export type UdpReceived =
  | { readonly kind: 'datagram'; readonly length: number; readonly from: Sender }
  | { readonly kind: 'error'; readonly words: string }
  | { readonly kind: 'timeout' }

export class UdpSocket {
  private readonly process: Process
  private readonly socket: KernelSocket
  readonly close: () => void

  /** `family` 4 or 6: an IPv6 socket speaks IPv6 only. */
  constructor(process: Process, family: 4 | 6) {
    this.process = process
    this.socket = udpSocket(process.vnet, family)
    this.socket.onEvent = () => process.wakeup()
    this.close = process.onClose(() => this.socket.close())
  }

  /** Null for any address, 0 for any free port. Null, or why not in the words of errno(2); so with all that follow. */
  bind(ip: IpAddress | null, port: number): string | null {
    return words(this.socket.bind(ip, port))
  }

  /** The other end is fixed, and "port unreachable" is heard of. */
  connect(ip: IpAddress, port: number, ifp: Ifnet | null = null): string | null {
    return words(this.socket.connect(ip, port, ifp))
  }

  send(data: Uint8Array): string | null {
    return words(this.socket.send(data))
  }

  sendTo(data: Uint8Array, ip: IpAddress, port: number, ifp: Ifnet | null = null): string | null {
    return words(this.socket.sendTo(data, ip, port, ifp))
  }

  join(group: IpAddress, ifp: Ifnet): string | null {
    return words(this.socket.join(group, ifp))
  }

  /** TTL or hop limit of what is sent; -1 is the system's. */
  setTtl(ttl: number): void {
    this.socket.ttl = ttl
  }

  /** SO_BROADCAST, SO_REUSEADDR, SO_RCVBUF. */
  setOptions(options: { broadcast?: boolean; reuse?: boolean; receiveSpace?: number }): void {
    Object.assign(this.socket, options)
  }

  get localPort(): number {
    return this.socket.localPort
  }

  get localIp(): IpAddress {
    return this.socket.localIp
  }

  /** Whether `receive` would answer at once. */
  get ready(): boolean {
    return this.socket.readable > 0 || this.socket.hasError
  }

  /** Waits for a datagram, which goes into `into`, until the kernel's clock reaches `untilNs`. */
  *receive(into: Uint8Array, untilNs: number = Number.POSITIVE_INFINITY): SystemCall<UdpReceived> {
    const { socket } = this
    yield* waitUntil(this.process, untilNs, () => this.ready)
    const error = socket.takeError()
    if (error !== null) return { kind: 'error', words: strerror(error) }
    const from = newSender()
    const length = socket.receive(into, from)
    return length < 0 ? { kind: 'timeout' } : { kind: 'datagram', length, from }
  }
}

const words = (error: ReturnType<KernelSocket['send']>): string | null => (error === null ? null : strerror(error))
