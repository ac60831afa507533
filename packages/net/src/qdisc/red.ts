// RED, random early detection (Floyd and Jacobson, "Random Early Detection Gateways for Congestion Avoidance", 1993). A queue
// that is long on average drops arriving frames by chance, before it is full: senders slow down one by one instead of all
// together, and bursts find room.
//
//   average below MIN    nobody is dropped
//   MIN to MAX           with a chance that grows with the average, to MAX_P, and with the frames since the last drop, which
//                        spaces drops evenly instead of in clusters
//   average from MAX     everybody
//
// The average is a moving one over arrivals; an idle time counts as the arrivals of small queues there would have been.
import type { Mbuf, Random } from '@etherloom/kern'
import { DROP_EARLY } from '@etherloom/wire'
import type { Impairment } from '../impair.ts'
import { Fifo } from './fifo.ts'
import type { Discard, QueueDiscipline } from './qdisc.ts'

/** Section 11 of the paper: no less than 0.001. */
export const WEIGHT = 0.002
/** The authors' later advice (Floyd, "RED: Discussions of Setting Parameters", 1997). */
export const MAX_P = 0.1

/** The thresholds, from the queue's limit: the highest at half of it, the lowest at a third of that. */
export const maxThreshold = (queueFrames: number): number => queueFrames / 2
export const minThreshold = (queueFrames: number): number => queueFrames / 6

export class Red extends Fifo {
  private readonly random: Random
  private average: number
  /** Frames since the last one dropped; -1 below the lowest threshold. */
  private since: number
  private idleSinceNs: number
  private nsPerFrame: number
  private bandwidthBps: number

  constructor(discard: Discard, random: Random) {
    super(discard)
    this.random = random
    this.average = Number.NaN // doubles from the start, see kern's mbuf.ts
    this.average = 0
    this.since = -1
    this.idleSinceNs = Number.NaN
    this.idleSinceNs = 0
    this.nsPerFrame = Number.NaN
    this.nsPerFrame = 0
    this.bandwidthBps = 0
  }

  override get name(): QueueDiscipline {
    return 'red'
  }

  override configure(settings: Readonly<Impairment>): void {
    super.configure(settings)
    this.bandwidthBps = settings.bandwidthBps
  }

  override enqueue(m: Mbuf, now: number): void {
    this.observe(m, now)
    if (this.unlucky()) this.discard(m, DROP_EARLY)
    else super.enqueue(m, now)
  }

  override dequeue(now: number): Mbuf | null {
    const m = this.queue.shift()
    if (this.queue.length === 0) this.idleSinceNs = now
    return m
  }

  private observe(m: Mbuf, now: number): void {
    const { length } = this.queue
    if (length === 0 && this.bandwidthBps > 0) {
      this.nsPerFrame = (m.len * 8e9) / this.bandwidthBps
      this.average *= (1 - WEIGHT) ** Math.max(0, (now - this.idleSinceNs) / this.nsPerFrame)
    } else this.average += WEIGHT * (length - this.average)
  }

  private unlucky(): boolean {
    const [min, max] = [minThreshold(this.limit), maxThreshold(this.limit)]
    if (this.average < min) {
      this.since = -1
      return false
    }
    this.since++
    if (this.average < max) {
      const chance = (MAX_P * (this.average - min)) / (max - min)
      const spread = this.since * chance >= 1 ? 1 : chance / (1 - this.since * chance)
      if (this.random.float() >= spread) return false
    }
    this.since = 0
    return true
  }
}
