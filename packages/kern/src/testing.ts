// For the tests of ranks 0–2, and of whoever drives a kernel: seeded frames, the leak check, a clock one moves by hand.
import { ethernet, ipv4, MAC_BROADCAST, udp } from '@etherloom/wire'
import { RealClock } from './clock.ts'
import type { Kernel } from './kernel.ts'
import type { Random } from './random.ts'

/** A real clock whose time moves when the test says so. */
export class FakeClock extends RealClock {
  private readonly time: { ns: number }

  constructor() {
    const time = { ns: 0 }
    super(() => time.ns)
    this.time = time
  }

  advance(ns: number): void {
    this.time.ns += ns
  }
}

/** Throws, with the number, when buffers are still out. */
export function assertNoLeak(kernel: Kernel): void {
  const n = kernel.pool.outstanding
  if (n !== 0) throw new Error(`${n} mbuf${n === 1 ? '' : 's'} neither freed nor passed on`)
}

export interface FrameOptions {
  srcMac: number
  dstMac: number
  src: number
  dst: number
  ttl?: number
  /** Whole frame, 42 or more. */
  size?: number
  dstPort?: number
}

/** A valid UDP datagram in an Ethernet frame. */
export function udpFrame(options: FrameOptions): Uint8Array {
  const size = Math.max(options.size ?? ethernet.MIN_LEN, 42)
  const b = new Uint8Array(size)
  ethernet.emit(b, 0, { dst: options.dstMac, src: options.srcMac, type: ethernet.TYPE_IPV4 })
  const totalLen = size - ethernet.HEADER_LEN
  const ip = ethernet.HEADER_LEN
  ipv4.emit(b, ip, {
    tos: 0,
    totalLen,
    id: 0,
    flagsOffset: 0,
    ttl: options.ttl ?? ipv4.DEFAULT_TTL,
    protocol: ipv4.PROTO_UDP,
    src: options.src,
    dst: options.dst,
  })
  const length = totalLen - ipv4.HEADER_LEN
  const ports = { srcPort: 40_000, dstPort: options.dstPort ?? 9, length }
  udp.emit(b, ip + ipv4.HEADER_LEN, ports, options.src, options.dst)
  return b
}

/** A broadcast frame of an EtherType nobody handles, filled with seeded bytes. */
export function broadcastFrame(random: Random, srcMac: number, size = ethernet.MIN_LEN): Uint8Array {
  const b = new Uint8Array(size)
  random.fill(b)
  ethernet.emit(b, 0, { dst: MAC_BROADCAST, src: srcMac, type: 0x88b5 })
  return b
}
