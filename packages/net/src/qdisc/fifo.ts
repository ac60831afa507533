// First come, first served. When the queue is full the newest is dropped, or (`head`) the oldest, which tells senders of the
// congestion by a queue's length earlier.
import type { Mbuf } from '@etherloom/kern'
import { DROP_QUEUE_FULL } from '@etherloom/wire'
import { FrameQueue } from '../frame-queue.ts'
import { type Discard, Qdisc, type QueueDiscipline } from './qdisc.ts'

export class Fifo extends Qdisc {
  protected readonly queue: FrameQueue

  constructor(discard: Discard) {
    super(discard)
    this.queue = new FrameQueue()
  }

  get name(): QueueDiscipline {
    return 'fifo'
  }

  get length(): number {
    return this.queue.length
  }

  get bytes(): number {
    return this.queue.bytes
  }

  enqueue(m: Mbuf, _now: number): void {
    if (this.queue.length >= this.limit) {
      if (!this.dropHead) return this.discard(m, DROP_QUEUE_FULL)
      this.discard(this.queue.shift() as Mbuf, DROP_QUEUE_FULL)
    }
    this.queue.push(m)
  }

  adopt(m: Mbuf, _now: number): void {
    this.queue.push(m)
  }

  dequeue(_now: number): Mbuf | null {
    return this.queue.shift()
  }

  take(): Mbuf | null {
    return this.queue.shift()
  }
}
