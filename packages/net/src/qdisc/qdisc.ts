// Queueing disciplines: which frame goes next when the wire is free, and which goes away when too many wait.
//
//   fifo    first come, first served
//   drr     flows take turns, each with a quantum of bytes
//   wfq     the flow that has had least goes next
//   codel   first come, first served; frames are dropped while all have waited too long
//   red     first come, first served; frames are dropped by chance while the queue is long on average
import type { Mbuf } from '@etherloom/kern'
import type { Impairment } from '../impair.ts'

export type QueueDiscipline = 'fifo' | 'drr' | 'wfq' | 'codel' | 'red'

/** Takes the frames a queue gives up. */
export type Discard = (m: Mbuf, reason: number) => void

export abstract class Qdisc {
  abstract readonly name: QueueDiscipline
  /** Frames that wait, and their bytes. */
  abstract readonly length: number
  abstract readonly bytes: number
  protected readonly discard: Discard
  protected limit: number
  protected dropHead: boolean

  constructor(discard: Discard) {
    this.discard = discard
    this.limit = 0
    this.dropHead = false
  }

  /** Queues in it that are not empty. */
  get flows(): number {
    return this.length === 0 ? 0 : 1
  }

  /** A lower limit drops nobody who waits already. */
  configure({ queueFrames, queueDrop }: Readonly<Impairment>): void {
    this.limit = queueFrames
    this.dropHead = queueDrop === 'head'
  }

  /** A frame arrives: it waits, or it or another goes away. */
  abstract enqueue(m: Mbuf, now: number): void

  /** A frame that waited in another queue: it waits here, whatever the limit. */
  abstract adopt(m: Mbuf, now: number): void

  /** The wire is free: who is next? */
  abstract dequeue(now: number): Mbuf | null

  /** Takes out any frame, without judging it: the queue is being emptied. */
  abstract take(): Mbuf | null
}
