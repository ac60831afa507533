// Timers on the kernel's clock: a binary heap ordered by (time, order of setting), so that a run is a function of its
// inputs. Setting a running timer later, which TCP does for every segment, only notes the new time: the heap entry moves
// when its old time comes. Stopping takes it out at once, so that a stopped timer keeps nothing alive.

export class Callout {
  private readonly wheel: CalloutHeap
  readonly fn: (arg: unknown) => void
  readonly arg: unknown
  /** When it fires; Infinity while stopped. */
  deadlineNs: number
  seq: number
  /** Where the heap has it: a time not after `deadlineNs`, and its index or -1. */
  keyNs: number
  keySeq: number
  index: number

  constructor(wheel: CalloutHeap, fn: (arg: unknown) => void, arg: unknown) {
    this.wheel = wheel
    this.fn = fn
    this.arg = arg
    this.deadlineNs = Number.POSITIVE_INFINITY
    this.seq = 0
    this.keyNs = Number.POSITIVE_INFINITY
    this.keySeq = 0
    this.index = -1
  }

  get pending(): boolean {
    return this.index >= 0
  }

  /** Fires `delayNs` from now, at least 1 ns: a timer never stops the clock. Replaces what was set. */
  reset(delayNs: number): void {
    this.wheel.set(this, this.wheel.nowNs() + Math.max(1, delayNs))
  }

  /** Fires at an instant of the kernel's clock. */
  resetAt(ns: number): void {
    this.wheel.set(this, ns)
  }

  stop(): void {
    this.wheel.remove(this)
  }
}

export class CalloutHeap {
  /** When the first callout may be due (exact after `settle`); Infinity when there is none. */
  nextNs: number
  readonly nowNs: () => number
  private readonly heap: Callout[]
  private seq: number

  constructor(nowNs: () => number) {
    this.nextNs = Number.POSITIVE_INFINITY
    this.nowNs = nowNs
    this.heap = []
    this.seq = 0
  }

  get size(): number {
    return this.heap.length
  }

  set(c: Callout, ns: number): void {
    c.deadlineNs = ns
    c.seq = ++this.seq
    if (c.index < 0) {
      c.index = this.heap.length
      this.heap.push(c)
    } else if (ns >= c.keyNs) return
    c.keyNs = ns
    c.keySeq = c.seq
    this.siftUp(c.index)
    this.nextNs = this.heap[0].keyNs
  }

  remove(c: Callout): void {
    if (c.index < 0) return
    const at = c.index
    const last = this.heap.pop() as Callout
    c.index = -1
    c.deadlineNs = Number.POSITIVE_INFINITY
    if (last !== c) {
      this.heap[at] = last
      last.index = at
      this.siftDown(at)
      this.siftUp(last.index)
    }
    this.nextNs = this.heap.length === 0 ? Number.POSITIVE_INFINITY : this.heap[0].keyNs
  }

  /** Moves postponed callouts off the top; then `nextNs` is when something really fires. */
  settle(): number {
    while (this.heap.length > 0) {
      const top = this.heap[0]
      if (top.keySeq === top.seq) break
      top.keyNs = top.deadlineNs
      top.keySeq = top.seq
      this.siftDown(0)
      this.nextNs = this.heap[0].keyNs
    }
    return this.nextNs
  }

  /** Fires what is due, in order. What a callout sets meanwhile waits for the next call, even if due at once. */
  runDue(nowNs: number): void {
    const before = this.seq
    while (this.settle() <= nowNs) {
      const c = this.heap[0]
      if (c.seq > before) return
      this.remove(c)
      c.fn(c.arg)
    }
  }

  clear(): void {
    while (this.heap.length > 0) this.remove(this.heap[this.heap.length - 1])
  }

  private before(a: Callout, b: Callout): boolean {
    return a.keyNs < b.keyNs || (a.keyNs === b.keyNs && a.keySeq < b.keySeq)
  }

  private siftUp(from: number): void {
    const heap = this.heap
    const c = heap[from]
    let i = from
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!this.before(c, heap[parent])) break
      heap[i] = heap[parent]
      heap[i].index = i
      i = parent
    }
    heap[i] = c
    c.index = i
  }

  private siftDown(from: number): void {
    const heap = this.heap
    const c = heap[from]
    let i = from
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && this.before(heap[child + 1], heap[child])) child++
      if (!this.before(heap[child], c)) break
      heap[i] = heap[child]
      heap[i].index = i
      i = child
    }
    heap[i] = c
    c.index = i
  }
}
