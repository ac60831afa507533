// CoDel, controlled delay (RFC 8289). The question: is this queue a burst that will drain, or a standing one that only adds
// delay? Its answer is the least time any frame waited within an INTERVAL: a burst drains at some time within it. Once even the
// least is above TARGET for a whole INTERVAL, frames are dropped at the head, at times that come closer by the square root of
// their count, until a frame has waited less than TARGET; that is how TCP's rate answers to losses.
//
// An mbuf that waits here carries in `dueNs` when it came.
import type { Mbuf } from '@etherloom/kern'
import { DROP_EARLY } from '@etherloom/wire'
import { Fifo } from './fifo.ts'
import type { Discard, QueueDiscipline } from './qdisc.ts'

/** RFC 8289 §4.3 and §4.4. */
export const TARGET_NS = 5e6
export const INTERVAL_NS = 100e6
/** With one frame's worth or less waiting there is nothing to gain by dropping (§5.2: "maxpacket"). */
const MAX_PACKET = 1514

export class Codel extends Fifo {
  /** When the wait will have been above target for an interval; 0 while it is not above. */
  private firstAboveNs: number
  private dropNextNs: number
  private count: number
  private lastCount: number
  private dropping: boolean
  private okToDrop: boolean

  constructor(discard: Discard) {
    super(discard)
    this.firstAboveNs = Number.NaN // doubles from the start, see kern's mbuf.ts
    this.firstAboveNs = 0
    this.dropNextNs = Number.NaN
    this.dropNextNs = 0
    this.count = 0
    this.lastCount = 0
    this.dropping = false
    this.okToDrop = false
  }

  override get name(): QueueDiscipline {
    return 'codel'
  }

  override enqueue(m: Mbuf, now: number): void {
    m.dueNs = now
    super.enqueue(m, now)
  }

  override adopt(m: Mbuf, now: number): void {
    m.dueNs = now
    super.adopt(m, now)
  }

  override dequeue(now: number): Mbuf | null {
    let m = this.head(now)
    if (m === null) {
      this.dropping = false
      return null
    }
    if (this.dropping) {
      if (!this.okToDrop) this.dropping = false
      while (this.dropping && now >= this.dropNextNs) {
        this.discard(m as Mbuf, DROP_EARLY)
        this.count++
        m = this.head(now)
        if (this.okToDrop) this.dropNextNs = controlLaw(this.dropNextNs, this.count)
        else this.dropping = false
      }
    } else if (this.okToDrop) {
      this.discard(m, DROP_EARLY)
      m = this.head(now)
      this.dropping = true
      // Back within 16 intervals of the last time: the rate that controlled the queue then is where to start (§5.5).
      const delta = this.count - this.lastCount
      this.count = delta > 1 && now - this.dropNextNs < 16 * INTERVAL_NS ? delta : 1
      this.dropNextNs = controlLaw(now, this.count)
      this.lastCount = this.count
    }
    return m
  }

  /** The next frame, and whether the queue has been standing for an interval (`dodequeue` of the RFC). */
  private head(now: number): Mbuf | null {
    const m = this.queue.shift()
    this.okToDrop = false
    if (m === null || now - m.dueNs < TARGET_NS || this.queue.bytes <= MAX_PACKET) {
      this.firstAboveNs = 0
    } else if (this.firstAboveNs === 0) this.firstAboveNs = now + INTERVAL_NS
    else this.okToDrop = now >= this.firstAboveNs
    return m
  }
}

const controlLaw = (ns: number, count: number): number => ns + INTERVAL_NS / Math.sqrt(count)
