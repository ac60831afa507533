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

/** Something frames can be handed to; ifnets extend it. */
export abstract class InputQueue {
  readonly netisr: Netisr
  input: (q: never, m: Mbuf) => void
  /** Frames in order, linked by `next`; meaningful while `count` is not 0. */
  head: Mbuf | null
  tail: Mbuf | null
  /** The queue is in the dispatcher's lists exactly while this is not 0. */
  count: number
  limit: number

  constructor(netisr: Netisr, input: (q: never, m: Mbuf) => void) {
    this.netisr = netisr
    this.input = input
    this.head = null
    this.tail = null
    this.count = 0
    this.limit = QUEUE_LIMIT
  }

  /** For a panic: whose code was running. */
  abstract get ownerName(): string

  /** Frees what waits; the owner is going away. */
  flush(): void {
    this.netisr.forget(this)
    let m = this.head
    for (; this.count > 0; this.count--) {
      const next = (m as Mbuf).next
      ;(m as Mbuf).free()
      m = next
    }
    this.head = null
    this.tail = null
  }
}

export class Netisr {
  lone: Mbuf | null
  loneQueue: InputQueue | null
  /** Queues that hold frames. */
  busy: number
  /** Longest batch taken from one queue in the round so far: what the round costs in virtual time. */
  longest: number
  /** After an exception: the frame and queue it happened with. */
  guilty: Mbuf | null
  guiltyQueue: InputQueue | null
  private work: InputQueue[]
  private round: InputQueue[]
  private at: number

  constructor() {
    this.lone = null
    this.loneQueue = null
    this.busy = 0
    this.longest = 0
    this.guilty = null
    this.guiltyQueue = null
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

  /** The same, behind everything that is queued. */
  enqueue(q: InputQueue, m: Mbuf): boolean {
    const { count } = q
    if (count >= q.limit) return false
    if (count === 0) {
      q.head = m
      this.busy++
      this.work.push(q)
    } else (q.tail as Mbuf).next = m
    q.tail = m
    q.count = count + 1
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
    this.lone = null
    try {
      q.input(q as never, m)
    } catch (error) {
      this.blame(q, m)
      throw error
    }
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
    let m = q.head as Mbuf
    try {
      // The frames stay counted while they are worked on: what `input` sends to this same queue goes behind them.
      for (let left = n - 1; left > 0; left--) {
        const next = m.next as Mbuf
        m.next = null
        q.input(q as never, m)
        m = next
      }
      this.takeOut(q, n, m)
      q.input(q as never, m)
    } catch (error) {
      this.blame(q, m)
      throw error
    }
    return n
  }

  /** Before the last frame of a batch: if nothing is left, that frame may travel on through the register. */
  private takeOut(q: InputQueue, n: number, last: Mbuf): void {
    q.count -= n
    if (q.count > 0) {
      q.head = last.next
      this.work.push(q)
    } else this.busy--
    last.next = null
  }

  /** Takes a queue that is going away out of the lists, and its frame out of the register. */
  forget(q: InputQueue): void {
    if (this.loneQueue === q) {
      this.lone?.free()
      this.lone = null
      this.loneQueue = null
    }
    if (q.count === 0) return
    this.busy--
    const waiting = this.work.indexOf(q)
    if (waiting >= 0) this.work.splice(waiting, 1)
    const later = this.round.indexOf(q, this.at)
    if (later >= 0) this.round.splice(later, 1)
  }

  private blame(q: InputQueue, m: Mbuf): void {
    this.guilty = m
    this.guiltyQueue = q
  }
}
