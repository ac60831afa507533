// A wire with bandwidth, delay and loss: one direction of it.
//
//   transmit ──► waiting (drop-tail) ──► sending: bytes at bandwidth ──► tap ──► lost? ──► flying: delay ──► peer's input
//
// Times are computed from times, not from when a callout happened to run: a late callout delays one frame and never
// lowers the rate. Frames keep their order, whatever is changed meanwhile.
import type { Callout, Mbuf, Random } from '@etherloom/kern'
import { DROP_LOSS, DROP_QUEUE_FULL } from '@etherloom/wire'
import { drop } from './drops.ts'
import type { LinkDirection } from './link.ts'

export interface Impairment {
  /** Bits per second of frame bytes (no preamble, FCS or gap); 0 is no limit. */
  bandwidthBps: number
  delayUs: number
  lossPercent: number
  /** Frames that may wait while one is on the wire. */
  queueFrames: number
}

export const NO_IMPAIRMENT: Readonly<Impairment> = { bandwidthBps: 0, delayUs: 0, lossPercent: 0, queueFrames: 50 }

export const impairs = (i: Impairment): boolean => i.bandwidthBps !== 0 || i.delayUs !== 0 || i.lossPercent !== 0

export class ImpairedWire {
  private readonly direction: LinkDirection
  private readonly random: Random
  private readonly waiting: Fifo
  private readonly flying: Fifo
  private sending: Mbuf | null
  /** When `sending` has left; the fraction of a nanosecond keeps the rate exact. */
  private sentNs: number
  private readonly sent: Callout
  private readonly arrival: Callout

  constructor(direction: LinkDirection, random: Random) {
    this.direction = direction
    this.random = random
    this.waiting = new Fifo()
    this.flying = new Fifo()
    this.sending = null
    this.sentNs = Number.NaN // a double from the start, see mbuf.ts
    const { kernel } = direction.link
    this.sent = kernel.callout(onSent, this)
    this.arrival = kernel.callout(onArrival, this)
  }

  /** Frames inside. */
  get length(): number {
    return this.waiting.length + (this.sending === null ? 0 : 1) + this.flying.length
  }

  transmit(m: Mbuf): void {
    const { bandwidthBps, queueFrames } = this.direction.impairment
    const { nowNs } = this.direction.link.kernel
    if (this.sending === null) {
      if (bandwidthBps === 0) this.depart(m, nowNs)
      else this.send(m, nowNs)
    } else if (this.waiting.length < queueFrames) this.waiting.push(m)
    else drop(this.direction.drops, DROP_QUEUE_FULL, m)
  }

  /** Drops everything inside. */
  flush(reason: number): void {
    const { drops } = this.direction
    for (let m = this.waiting.shift(); m !== null; m = this.waiting.shift()) drop(drops, reason, m)
    for (let m = this.flying.shift(); m !== null; m = this.flying.shift()) drop(drops, reason, m)
    if (this.sending !== null) drop(drops, reason, this.sending)
    this.sending = null
    this.sent.stop()
    this.arrival.stop()
  }

  sendingDone(): void {
    const m = this.sending as Mbuf
    const ns = Math.round(this.sentNs)
    this.sending = null
    const next = this.waiting.shift()
    if (next !== null) this.send(next, this.sentNs)
    this.depart(m, ns)
    this.direction.drained()
  }

  arrived(): void {
    const now = this.direction.link.kernel.nowNs
    const { flying } = this
    while (flying.head !== null && flying.head.dueNs <= now) this.direction.deliver(flying.shift() as Mbuf)
    if (flying.head !== null) this.arrival.resetAt(flying.head.dueNs)
    this.direction.drained()
  }

  /** Puts the frame on the wire at `ns`. */
  private send(m: Mbuf, ns: number): void {
    const bps = this.direction.impairment.bandwidthBps
    this.sending = m
    this.sentNs = bps === 0 ? ns : ns + (m.len * 8e9) / bps
    this.sent.resetAt(Math.round(this.sentNs))
  }

  private depart(m: Mbuf, ns: number): void {
    const { delayUs, lossPercent } = this.direction.impairment
    this.direction.putOnWire(m, ns)
    if (lossPercent > 0 && this.random.float() * 100 < lossPercent) drop(this.direction.drops, DROP_LOSS, m)
    else if (delayUs === 0 && this.flying.head === null) this.direction.deliver(m)
    else this.fly(m, ns + delayUs * 1000)
  }

  private fly(m: Mbuf, dueNs: number): void {
    const last = this.flying.tail
    // A delay that was just lowered must not let this frame overtake the one before it.
    m.dueNs = last === null ? dueNs : Math.max(dueNs, last.dueNs)
    this.flying.push(m)
    if (last === null) this.arrival.resetAt(m.dueNs)
  }
}

/** Mbufs in order, linked through `next`. */
class Fifo {
  head: Mbuf | null
  tail: Mbuf | null
  length: number

  constructor() {
    this.head = null
    this.tail = null
    this.length = 0
  }

  push(m: Mbuf): void {
    if (this.tail === null) this.head = m
    else this.tail.next = m
    this.tail = m
    this.length++
  }

  shift(): Mbuf | null {
    const m = this.head
    if (m === null) return null
    this.head = m.next
    if (this.head === null) this.tail = null
    m.next = null
    this.length--
    return m
  }
}

function onSent(wire: unknown): void {
  ;(wire as ImpairedWire).sendingDone()
}

function onArrival(wire: unknown): void {
  ;(wire as ImpairedWire).arrived()
}
