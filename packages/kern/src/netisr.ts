// The dispatcher: who gets the next frame. There is no recursion: an interface hands a frame to the other end's input
// queue and returns, and this loop calls that queue's `input`.
//
//   nothing queued anywhere → the frame goes into the one-slot register (`lone`) and is taken first: a packet on its own
//                             crosses a chain of nodes without touching a queue
//   otherwise               → the receiver's queue; a round visits the queues in the order in which they filled, and
//                             takes at most BATCH frames of each
//
// The register is used only while nothing is queued, so a frame never overtakes another on the same wire. A full queue
// refuses the frame: a loop in the drawing is a bounded storm with a drop counter. What comes down a chain of nodes is
// dropped at the first queue, because later ones receive BATCH frames a round at most.
import type { Mbuf } from './mbuf.ts'

export const BATCH = 64
export const QUEUE_LIMIT = 1024
const FIRST_SIZE = 16

const EMPTY: Mbuf[] = []

/** Something frames can be handed to; ifnets extend it. The ring grows on use: an idle interface has none. */
export abstract class InputQueue {
  readonly netisr: Netisr
  input: (q: never, m: Mbuf) => void
  ring: Mbuf[]
  mask: number
  head: number
  count: number
  limit: number
  scheduled: boolean

  constructor(netisr: Netisr, input: (q: never, m: Mbuf) => void) {
    this.netisr = netisr
    this.input = input
    this.ring = EMPTY
    this.mask = -1
    this.head = 0
    this.count = 0
    this.limit = QUEUE_LIMIT
    this.scheduled = false
  }

  /** For a panic: whose code was running. */
  abstract get ownerName(): string

  /** Frees what waits; the owner is going away. */
  flush(): void {
    for (; this.count > 0; this.count--) this.ring[this.head++ & this.mask].free()
    this.netisr.forget(this)
  }

  /** Doubles the ring, up to the limit; false when it is reached. */
  grow(): boolean {
    const size = this.ring.length
    if (size >= this.limit) return false
    const bigger: Mbuf[] = []
    for (let i = 0; i < size; i++) bigger.push(this.ring[(this.head + i) & this.mask])
    const filler = bigger[0] ?? (null as unknown as Mbuf)
    for (let i = size; i < Math.max(FIRST_SIZE, 2 * size); i++) bigger.push(filler)
    this.ring = bigger
    this.mask = bigger.length - 1
    this.head = 0
    return true
  }
}

export class Netisr {
  lone: Mbuf | null
  loneQueue: InputQueue | null
  /** Queues that hold frames. */
  busy: number
  /** Longest batch taken from one queue in the round so far: what the round costs in virtual time. */
  longest: number
  /** The frame and queue being worked on, for a panic. */
  current: Mbuf | null
  currentQueue: InputQueue | null
  private work: InputQueue[]
  private round: InputQueue[]
  private at: number

  constructor() {
    this.lone = null
    this.loneQueue = null
    this.busy = 0
    this.longest = 0
    this.current = null
    this.currentQueue = null
    this.work = []
    this.round = []
    this.at = 0
  }

  /** Takes the frame for `q`; false when its queue is full and the caller keeps the frame. */
  handoff(q: InputQueue, m: Mbuf): boolean {
    if (this.busy === 0 && this.lone === null) {
      this.lone = m
      this.loneQueue = q
      return true
    }
    return this.enqueue(q, m)
  }

  enqueue(q: InputQueue, m: Mbuf): boolean {
    if (q.count > q.mask && !q.grow()) return false
    q.ring[(q.head + q.count++) & q.mask] = m
    if (!q.scheduled) {
      q.scheduled = true
      this.busy++
      this.work.push(q)
    }
    return true
  }

  get idle(): boolean {
    return this.busy === 0 && this.lone === null
  }

  /** True between `beginRound` and the last drain: a slice may end there and go on later. */
  get inRound(): boolean {
    return this.at < this.round.length
  }

  hop(): void {
    const m = this.lone as Mbuf
    const q = this.loneQueue as InputQueue
    this.current = m
    this.currentQueue = q
    this.lone = null
    q.input(q as never, m)
  }

  beginRound(): void {
    const spare = this.round
    spare.length = 0
    this.round = this.work
    this.work = spare
    this.at = 0
    this.longest = 0
  }

  /** Drains the round's next queue; returns how many frames it took. */
  drainNext(): number {
    const q = this.round[this.at++]
    const n = Math.min(q.count, BATCH)
    if (n > this.longest) this.longest = n
    this.currentQueue = q
    // The frames stay counted while they are worked on: what `input` sends to this same queue goes behind them.
    for (let j = 0; j < n; j++) {
      const m = q.ring[(q.head + j) & q.mask]
      if (j === n - 1) this.settle(q, n)
      this.current = m
      q.input(q as never, m)
    }
    return n
  }

  /** Before the last frame of a batch: if nothing is left, that frame may travel on through the register. */
  private settle(q: InputQueue, n: number): void {
    q.head += n - 1
    q.count -= n
    // The slot of the last frame is free from here on; it is already in the caller's hand.
    q.head = (q.head + 1) & q.mask
    if (q.count > 0) this.work.push(q)
    else {
      q.scheduled = false
      this.busy--
    }
  }

  /** Takes a queue that is going away out of every list. Its frames are freed already. */
  forget(q: InputQueue): void {
    if (this.loneQueue === q) {
      this.lone?.free()
      this.lone = null
      this.loneQueue = null
    }
    if (!q.scheduled) return
    q.scheduled = false
    this.busy--
    const waiting = this.work.indexOf(q)
    if (waiting >= 0) this.work.splice(waiting, 1)
    const later = this.round.indexOf(q, this.at)
    if (later >= 0) this.round.splice(later, 1)
  }
}
