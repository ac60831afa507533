// One direction of a wire that does something to its frames (impair.ts lists what). The question it answers: when does which
// frame arrive, to the nanosecond, at the cost of one timer a direction?
//
//   transmit ─► queue (qdisc/) ─► sending ─► on the wire ─► lost, copied, corrupted? ─► flying ─► deliver
//                waits its turn    until sentNs   depart                                   until m.dueNs
//
// Times are computed from times, not from when a callout happened to run, so nothing needs to happen at the instant a frame
// has left: `settle(now)` makes up for every departure until now, each at its own instant and with the settings of then, and
// is called before anything looks at or changes the state. Only arrivals are waited for. A tap is the exception, because it must
// see frames of many wires in one order of time: while there is one, a second callout settles at each departure. It changes
// nothing else, so a tapped run equals an untapped one.
//
// Frames keep their order whatever is changed meanwhile: nobody flies past the one before him, unless `reorderPercent` picks him
// to skip the delay. A frame that is being sent keeps its time when the bandwidth changes.
import { type Callout, type Kernel, type Mbuf, type Random, u8 } from '@etherloom/kern'
import { DROP_LINK_MTU, DROP_NOBUFS, DROP_QUEUE_FULL, ethernet, vlan } from '@etherloom/wire'
import { type Drops, drop } from './drops.ts'
import { FrameQueue } from './frame-queue.ts'
import { type Impairment, NO_IMPAIRMENT } from './impair.ts'
import { drawDelay, leastDelay } from './impair-delay.ts'
import { Losses } from './impair-loss.ts'
import { createQdisc } from './qdisc/index.ts'
import type { Qdisc } from './qdisc/qdisc.ts'
import { hasTag } from './vlan.ts'

/** What an impaired wire is part of: a direction of a link, a pipe. */
export interface WireOwner {
  readonly drops: Drops
  /** Whether `putOnWire` must be called at the very instant. */
  readonly tapped: boolean
  /** The frame left the queue and is on the wire, at `ns`. `lost`: why it will get no further, 0 when it will. */
  putOnWire(m: Mbuf, ns: number, lost: number): void
  deliver(m: Mbuf): void
  /** The last frame inside is gone. */
  drained(): void
}

/** Frames and bytes, as ng_pipe(4) counts them. */
export interface WireStats {
  queueDropFrames: number
  queueDropOctets: number
  /** Lost on the wire. */
  delayDropFrames: number
  delayDropOctets: number
  /** Copies that were added. */
  duplicateFrames: number
  duplicateOctets: number
}

export class ImpairedWire {
  readonly stats: WireStats
  private readonly kernel: Kernel
  private readonly owner: WireOwner
  private readonly random: Random
  private settings: Readonly<Impairment>
  // What `settings` say, ready for use on each frame: `plain` is a wire with bandwidth and delay and nothing else.
  private bps: number
  private delayNs: number
  private leastDelayNs: number
  private plain: boolean
  private resends: boolean
  private fifo: boolean
  private queue: Qdisc
  private sending: Mbuf | null
  /** When `sending` has left; the fraction of a nanosecond keeps the rate exact. */
  private sentNs: number
  private readonly flying: FrameQueue
  private readonly losses: Losses
  private readonly duplicates: Random
  private readonly corruptions: Random
  private readonly jitter: Random
  private readonly overtakes: Random
  private readonly arrival: Callout
  private readonly departure: Callout

  constructor(kernel: Kernel, random: Random, owner: WireOwner) {
    this.stats = {
      queueDropFrames: 0,
      queueDropOctets: 0,
      delayDropFrames: 0,
      delayDropOctets: 0,
      duplicateFrames: 0,
      duplicateOctets: 0,
    }
    this.kernel = kernel
    this.owner = owner
    this.random = random
    this.settings = NO_IMPAIRMENT
    this.bps = this.delayNs = this.leastDelayNs = Number.NaN
    this.plain = true
    this.resends = false
    this.fifo = true
    this.queue = this.createQueue(NO_IMPAIRMENT)
    this.sending = null
    this.sentNs = Number.NaN // a double from the start, see kern's mbuf.ts
    this.flying = new FrameQueue()
    // One generator for each purpose: turning one on leaves what the others draw as it was.
    this.losses = new Losses(random)
    this.duplicates = random.fork('duplicate')
    this.corruptions = random.fork('corrupt')
    this.jitter = random.fork('jitter')
    this.overtakes = random.fork('reorder')
    this.arrival = kernel.callout(onArrival, this)
    this.departure = kernel.callout(onDeparture, this)
  }

  /** Frames inside. */
  get length(): number {
    return this.queue.length + (this.sending === null ? 0 : 1) + this.flying.length
  }

  /** Flows, frames and bytes that wait, and frames and bytes being sent or on their way: ng_pipe's `getrun`. */
  get run(): Record<'queues' | 'queuedFrames' | 'queuedOctets' | 'delayedFrames' | 'delayedOctets', number> {
    const { queue, sending, flying } = this
    return {
      queues: queue.flows,
      queuedFrames: queue.length,
      queuedOctets: queue.bytes,
      delayedFrames: flying.length + (sending === null ? 0 : 1),
      delayedOctets: flying.bytes + (sending?.len ?? 0),
    }
  }

  transmit(m: Mbuf): void {
    const now = this.kernel.nowNs
    const { mtu } = this.settings
    if (mtu !== 0 && isLonger(m, mtu)) return drop(this.owner.drops, DROP_LINK_MTU, m)
    if (this.sending !== null) this.settle(now)
    if (this.sending !== null) this.queue.enqueue(m, now)
    else if (this.bps === 0) {
      for (let copy = this.resend(m); copy !== null; copy = this.resend(m)) this.depart(copy, now)
      this.depart(m, now)
      this.deliverDue(now)
    } else if (this.fifo) this.send(m, now)
    else {
      this.queue.enqueue(m, now)
      this.sendNext(now)
    }
    this.arm()
  }

  /** Changes what happens to frames from now on. */
  configure(settings: Readonly<Impairment>): void {
    const now = this.kernel.nowNs
    this.settle(now)
    this.settings = settings
    this.losses.configure(settings)
    const { delayUs, jitterUs, jitterDistribution, reorderPercent } = settings
    this.bps = settings.bandwidthBps
    this.delayNs = delayUs * 1000
    this.leastDelayNs = reorderPercent !== 0 ? 0 : leastDelay(this.delayNs, jitterUs * 1000, jitterDistribution)
    this.plain =
      !this.losses.any &&
      jitterUs === 0 &&
      settings.duplicatePercent === 0 &&
      settings.flyingFrames === 0 &&
      settings.corruptPercent === 0 &&
      reorderPercent === 0
    this.resends = settings.duplicateResends && settings.duplicatePercent !== 0
    this.fifo = settings.queueDiscipline === 'fifo'
    if (settings.queueDiscipline === this.queue.name) this.queue.configure(settings)
    else {
      const before = this.queue
      this.queue = this.createQueue(settings)
      for (let m = before.take(); m !== null; m = before.take()) this.queue.adopt(m, now)
    }
    this.arm()
  }

  /** Makes up for the departures until `now`. */
  settle(now: number): void {
    while (this.sending !== null) {
      const ns = Math.round(this.sentNs)
      if (ns > now) return
      const m = this.sending
      const copy = this.resend(m)
      if (copy !== null) {
        this.send(m, this.sentNs)
        this.depart(copy, ns)
        continue
      }
      this.sendNext(this.sentNs)
      this.depart(m, ns)
    }
  }

  /** A tap came or went. */
  retap(): void {
    this.departure.stop()
    this.arm()
  }

  /** Drops everything inside. */
  flush(reason: number): void {
    this.settle(this.kernel.nowNs)
    const { drops } = this.owner
    for (let m = this.queue.take(); m !== null; m = this.queue.take()) drop(drops, reason, m)
    for (let m = this.flying.shift(); m !== null; m = this.flying.shift()) drop(drops, reason, m)
    if (this.sending !== null) drop(drops, reason, this.sending)
    this.sending = null
    this.arrival.stop()
    this.departure.stop()
  }

  arrived(): void {
    const now = this.kernel.nowNs
    this.settle(now)
    this.deliverDue(now)
    this.arm()
    if (this.sending === null && this.flying.length === 0 && this.queue.length === 0) this.owner.drained()
  }

  departed(): void {
    this.settle(this.kernel.nowNs)
    this.armDeparture()
  }

  /** The queue's next frame is on its way out since `ns`. */
  private sendNext(ns: number): void {
    const m = this.queue.dequeue(ns)
    if (m === null) this.sending = null
    else this.send(m, ns)
  }

  private send(m: Mbuf, ns: number): void {
    this.sending = m
    this.sentNs = this.bps === 0 ? ns : ns + ((m.len + this.settings.overheadBytes) * 8e9) / this.bps
  }

  private depart(m: Mbuf, ns: number): void {
    const { overheadBytes, duplicatePercent, flyingFrames } = this.settings
    const lost = this.losses.any ? this.losses.next(m.len + overheadBytes) : 0
    this.owner.putOnWire(m, ns, lost)
    if (this.plain) return this.flyFor(this.delayNs, m, ns)
    if (lost !== 0) return this.lose(m, lost)
    if (flyingFrames !== 0 && this.flying.length >= flyingFrames) return this.lose(m, DROP_QUEUE_FULL)
    const copy = !this.resends && duplicatePercent !== 0 ? this.duplicate(m) : null
    // A copy goes before the frame it was made from; they are equal.
    if (copy !== null) this.fly(copy, ns)
    this.fly(m, ns)
  }

  private lose(m: Mbuf, reason: number): void {
    this.stats.delayDropFrames++
    this.stats.delayDropOctets += m.len
    drop(this.owner.drops, reason, m)
  }

  /** A copy of the frame, if that is picked; null when it is not. */
  private duplicate(m: Mbuf): Mbuf | null {
    if (this.duplicates.float() * 100 >= this.settings.duplicatePercent) return null
    const copy = m.dup()
    if (copy === null) {
      this.owner.drops.count(DROP_NOBUFS)
      return null
    }
    this.stats.duplicateFrames++
    this.stats.duplicateOctets += m.len
    return copy
  }

  /** The copy that goes instead of a frame which is to be sent once more. */
  private resend(m: Mbuf): Mbuf | null {
    return this.resends ? this.duplicate(m) : null
  }

  private fly(m: Mbuf, ns: number): void {
    const { corruptPercent, reorderPercent, jitterUs, jitterDistribution } = this.settings
    if (corruptPercent !== 0 && this.corruptions.float() * 100 < corruptPercent) flipBit(m, this.corruptions)
    if (reorderPercent !== 0 && this.overtakes.float() * 100 < reorderPercent) {
      m.dueNs = ns
      return this.flying.insertDue(m)
    }
    const { delayNs } = this
    this.flyFor(jitterUs === 0 ? delayNs : drawDelay(this.jitter, delayNs, jitterUs * 1000, jitterDistribution), m, ns)
  }

  /** Never past the frame before. */
  private flyFor(flightNs: number, m: Mbuf, ns: number): void {
    const last = this.flying.last
    m.dueNs = last === null || last.dueNs <= ns + flightNs ? ns + flightNs : last.dueNs
    this.flying.push(m)
  }

  private deliverDue(now: number): void {
    const { flying } = this
    for (let m = flying.first; m !== null && m.dueNs <= now; m = flying.first) {
      flying.shift()
      this.owner.deliver(m)
    }
  }

  /** Sets the callout for the next arrival, or for the earliest there can be. */
  private arm(): void {
    const { first } = this.flying
    let at = first === null ? Number.POSITIVE_INFINITY : first.dueNs
    // Who is not on the wire yet arrives after those who are, but for an overtaker.
    if (this.sending !== null && (first === null || this.settings.reorderPercent !== 0))
      at = Math.min(at, Math.round(this.sentNs) + this.leastDelayNs)
    if (at === Number.POSITIVE_INFINITY) this.arrival.stop()
    else if (at !== this.arrival.deadlineNs) this.arrival.resetAt(at)
    if (this.owner.tapped) this.armDeparture()
  }

  private armDeparture(): void {
    if (this.sending === null || !this.owner.tapped) return
    const at = Math.round(this.sentNs)
    if (at !== this.departure.deadlineNs) this.departure.resetAt(at)
  }

  private createQueue(settings: Readonly<Impairment>): Qdisc {
    const queue = createQdisc(settings.queueDiscipline, (m, reason) => this.discard(m, reason), this.random)
    queue.configure(settings)
    return queue
  }

  private discard(m: Mbuf, reason: number): void {
    this.stats.queueDropFrames++
    this.stats.queueDropOctets += m.len
    drop(this.owner.drops, reason, m)
  }
}

/** A tag is not part of the packet. */
function isLonger(m: Mbuf, mtu: number): boolean {
  const packet = m.len - ethernet.HEADER_LEN
  if (packet <= mtu) return false
  return !hasTag(m) || packet - vlan.TAG_LEN > mtu
}

function flipBit(m: Mbuf, random: Random): void {
  const bit = random.below(m.len * 8)
  u8[m.off + (bit >>> 3)] ^= 1 << (bit & 7)
}

function onArrival(wire: unknown): void {
  ;(wire as ImpairedWire).arrived()
}

function onDeparture(wire: unknown): void {
  ;(wire as ImpairedWire).departed()
}
