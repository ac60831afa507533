// A drawn wire: two independent directions between two ifnets. A direction without impairments and tap is not here at
// all: the sender's `output` is the direct function (ifnet.ts), and the direction's counters are read from the sender's.
//
//   output ──► waiting (drop-tail) ──► on the wire: bytes at bandwidth ──► tap ──► lost? ──► flying (delay) ──► peer's input
//
// Times are computed from times, not from when a callout happened to run: a late callout delays one frame and never
// lowers the rate. Frames keep their order whatever is changed meanwhile.
import type { Callout, Kernel, Mbuf, Random } from '@etherloom/kern'
import { DROP_LINK_DOWN, DROP_LOSS, DROP_QUEUE_FULL } from '@etherloom/wire'
import { Drops, drop } from './drops.ts'
import { directOutput, type Ifnet, type IfnetFn } from './ifnet.ts'

export interface Impairment {
  /** Bits per second of frame bytes (no preamble, FCS or gap); 0 is no limit. */
  bandwidthBps: number
  delayUs: number
  lossPercent: number
  /** Frames that may wait while one is on the wire. */
  queueFrames: number
}

export const NO_IMPAIRMENT: Readonly<Impairment> = { bandwidthBps: 0, delayUs: 0, lossPercent: 0, queueFrames: 50 }

/** Sees each frame as it enters the wire, before loss and delay. Must neither keep, free nor change the mbuf. */
export type Tap = (arg: number, m: Mbuf, ns: number) => void

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

export class LinkDirection {
  readonly link: Link
  readonly from: Ifnet
  readonly to: Ifnet
  readonly drops: Drops
  readonly impairment: Impairment
  tap: Tap | null
  tapArg: number
  private readonly random: Random
  private readonly basePackets: number
  private readonly baseBytes: number
  private readonly waiting: Fifo
  private readonly flying: Fifo
  /** When the frame on the wire has left; its fraction of a nanosecond keeps the rate exact. */
  private sentNs: number
  private sending: Mbuf | null
  private readonly sent: Callout
  private readonly arrival: Callout

  constructor(link: Link, from: Ifnet, to: Ifnet, random: Random) {
    this.link = link
    this.from = from
    this.to = to
    this.drops = new Drops()
    this.impairment = { ...NO_IMPAIRMENT }
    this.tap = null
    this.tapArg = 0
    this.random = random
    this.basePackets = from.opackets
    this.baseBytes = from.obytes
    this.waiting = new Fifo()
    this.flying = new Fifo()
    this.sentNs = Number.NaN // a double from the start
    this.sending = null
    this.sent = link.kernel.callout(wireSent, this)
    this.arrival = link.kernel.callout(wireArrival, this)
  }

  /** Frames put on the wire, lost ones included. */
  get packets(): number {
    return this.from.opackets - this.basePackets
  }

  get bytes(): number {
    return this.from.obytes - this.baseBytes
  }

  /** Frames on their way now: waiting, on the wire, flying, and in the receiver's input queue. */
  get queued(): number {
    return this.waiting.length + (this.sending === null ? 0 : 1) + this.flying.length + this.to.count
  }

  outputFn(): IfnetFn {
    if (!this.link.up) return outputLinkDown
    const { bandwidthBps, delayUs, lossPercent } = this.impairment
    const plain = this.tap === null && bandwidthBps === 0 && delayUs === 0 && lossPercent === 0
    return plain && this.empty ? directOutput : wireOutput
  }

  private get empty(): boolean {
    return this.sending === null && this.flying.head === null
  }

  transmit(m: Mbuf): void {
    if (this.sending === null && this.impairment.bandwidthBps === 0) return this.depart(m, this.kernel.nowNs)
    if (this.sending === null) {
      const now = this.kernel.nowNs
      this.send(m, now)
    } else if (this.waiting.length < this.impairment.queueFrames) this.waiting.push(m)
    else drop(this.drops, DROP_QUEUE_FULL, m)
  }

  /** Puts the frame on the wire at `ns`. */
  private send(m: Mbuf, ns: number): void {
    const bps = this.impairment.bandwidthBps
    this.sending = m
    this.sentNs = bps === 0 ? ns : ns + (m.len * 8e9) / bps
    this.sent.resetAt(Math.ceil(this.sentNs))
  }

  onSent(): void {
    const m = this.sending as Mbuf
    this.sending = null
    const next = this.waiting.shift()
    if (next !== null) this.send(next, this.sentNs)
    this.depart(m, Math.ceil(this.sentNs))
  }

  onArrival(): void {
    const now = this.kernel.nowNs
    while (this.flying.head !== null && this.flying.head.dueNs <= now) this.deliver(this.flying.shift() as Mbuf)
    if (this.flying.head !== null) this.arrival.resetAt(this.flying.head.dueNs)
    else this.from.retarget()
  }

  flush(reason: number): void {
    for (let m = this.waiting.shift(); m !== null; m = this.waiting.shift()) drop(this.drops, reason, m)
    for (let m = this.flying.shift(); m !== null; m = this.flying.shift()) drop(this.drops, reason, m)
    if (this.sending !== null) drop(this.drops, reason, this.sending)
    this.sending = null
    this.sent.stop()
    this.arrival.stop()
  }

  private get kernel(): Kernel {
    return this.link.kernel
  }

  private depart(m: Mbuf, ns: number): void {
    this.from.opackets++
    this.from.obytes += m.len
    if (this.tap !== null) this.tap(this.tapArg, m, ns)
    const { delayUs, lossPercent } = this.impairment
    if (lossPercent > 0 && this.random.float() * 100 < lossPercent) drop(this.drops, DROP_LOSS, m)
    else if (delayUs === 0 && this.flying.head === null) this.deliver(m)
    else this.fly(m, ns + delayUs * 1000)
    if (this.sending === null && this.flying.head === null) this.from.retarget()
  }

  private fly(m: Mbuf, dueNs: number): void {
    const tail = this.flying.tail
    // A delay that was just lowered must not let this frame overtake the one before it.
    m.dueNs = tail === null ? dueNs : Math.max(dueNs, tail.dueNs)
    this.flying.push(m)
    if (tail === null) this.arrival.resetAt(m.dueNs)
  }

  private deliver(m: Mbuf): void {
    if (!this.from.netisr.handoff(this.to, m)) drop(this.drops, DROP_QUEUE_FULL, m)
  }
}

export class Link {
  readonly kernel: Kernel
  readonly name: string
  readonly a: Ifnet
  readonly b: Ifnet
  readonly ab: LinkDirection
  readonly ba: LinkDirection
  up: boolean
  recordId: string | null

  constructor(kernel: Kernel, a: Ifnet, b: Ifnet, name: string) {
    this.kernel = kernel
    this.name = name
    this.a = a
    this.b = b
    this.up = true
    this.recordId = null
    this.ab = new LinkDirection(this, a, b, kernel.random.fork(`${name} ab`))
    this.ba = new LinkDirection(this, b, a, kernel.random.fork(`${name} ba`))
  }

  setUp(up: boolean): void {
    if (up === this.up) return
    this.up = up
    if (!up) {
      this.ab.flush(DROP_LINK_DOWN)
      this.ba.flush(DROP_LINK_DOWN)
    }
    this.a.retarget()
    this.b.retarget()
  }

  /** Pulls the wire out. What was on it is freed; the counters stay readable. */
  destroy(): void {
    if (this.a.wire !== this.ab) return
    this.ab.flush(DROP_LINK_DOWN)
    this.ba.flush(DROP_LINK_DOWN)
    for (const ifp of [this.a, this.b]) {
      ifp.wire = null
      ifp.peer = null
      ifp.retarget()
    }
  }
}

/** Plugs a wire in. `name` seeds its losses: give the record's id. */
export function createLink(kernel: Kernel, a: Ifnet, b: Ifnet, name: string): Link {
  for (const ifp of [a, b]) if (ifp.wire !== null) throw new Error(`${ifp.name} of ${ifp.ownerName} is already wired`)
  if (a === b) throw new Error(`${a.name} cannot be wired to itself`)
  const link = new Link(kernel, a, b, name)
  a.wire = link.ab
  b.wire = link.ba
  a.peer = b
  b.peer = a
  a.retarget()
  b.retarget()
  return link
}

/** Changes the settings that are given and leaves the others alone. */
export function setImpairment(direction: LinkDirection, settings: Partial<Impairment>): void {
  Object.assign(direction.impairment, settings)
  direction.from.retarget()
}

export function setTap(direction: LinkDirection, tap: Tap | null, arg = 0): void {
  direction.tap = tap
  direction.tapArg = arg
  direction.from.retarget()
}

function wireOutput(ifp: Ifnet, m: Mbuf): void {
  ;(ifp.wire as LinkDirection).transmit(m)
}

function outputLinkDown(ifp: Ifnet, m: Mbuf): void {
  ifp.oerrors++
  drop((ifp.wire as LinkDirection).drops, DROP_LINK_DOWN, m)
}

function wireSent(direction: unknown): void {
  ;(direction as LinkDirection).onSent()
}

function wireArrival(direction: unknown): void {
  ;(direction as LinkDirection).onArrival()
}
