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
  /** Where the heap has it, or -1. */
  index: number

  constructor(wheel: CalloutHeap, fn: (arg: unknown) => void, arg: unknown) {
    this.wheel = wheel
    this.fn = fn
    this.arg = arg
    this.deadlineNs = Number.POSITIVE_INFINITY
    this.seq = 0
    this.index = -1
  }

  get pending(): boolean {
    return this.deadlineNs !== Number.POSITIVE_INFINITY
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

const FIRST_SIZE = 64

export class CalloutHeap {
  /** When the first callout may be due (exact after `settle`); Infinity when there is none. */
  nextNs: number
  readonly nowNs: () => number
  // The entry at i is heap[i] with its time keys[i], which is not after its deadline, and the order of setting seqs[i]. Numbers
  // lie side by side, so that finding a place touches no other object.
  private readonly heap: Callout[]
  private keys: Float64Array
  private seqs: Float64Array
  private seq: number
  /** Being fired: its entry stays where it is, since most callouts set themselves again at once. */
  private firing: Callout | null

  constructor(nowNs: () => number) {
    this.nextNs = Number.POSITIVE_INFINITY
    this.nowNs = nowNs
    this.heap = []
    this.keys = new Float64Array(FIRST_SIZE)
    this.seqs = new Float64Array(FIRST_SIZE)
    this.seq = 0
    this.firing = null
  }

  get size(): number {
    return this.heap.length
  }

  set(c: Callout, ns: number): void {
    const seq = ++this.seq
    c.deadlineNs = ns
    c.seq = seq
    if (c.index < 0) {
      const at = this.heap.length
      if (at === this.keys.length) this.grow()
      this.heap.push(c)
      this.siftUp(at, c, ns, seq)
    } else if (c === this.firing) {
      this.firing = null
      this.place(c.index, c, ns, seq)
    } else if (ns < this.keys[c.index]) this.siftUp(c.index, c, ns, seq)
    else return
    this.nextNs = this.keys[0]
  }

  remove(c: Callout): void {
    c.deadlineNs = Number.POSITIVE_INFINITY
    if (c.index >= 0 && c !== this.firing) this.extract(c)
  }

  /** Moves postponed callouts off the top; then `nextNs` is when something really fires. */
  settle(): number {
    const { heap, seqs } = this
    while (heap.length > 0) {
      const top = heap[0]
      if (seqs[0] === top.seq) break
      this.siftDown(0, top, top.deadlineNs, top.seq)
      this.nextNs = this.keys[0]
    }
    return this.nextNs
  }

  /** Fires what is due, in order. What a callout sets meanwhile waits for the next call, even if due at once. */
  runDue(nowNs: number): void {
    const before = this.seq
    while (this.settle() <= nowNs) {
      const c = this.heap[0]
      if (c.seq > before) return
      c.deadlineNs = Number.POSITIVE_INFINITY
      this.firing = c
      c.fn(c.arg)
      if (this.firing === c) {
        this.firing = null
        this.extract(c)
      }
    }
  }

  clear(): void {
    this.firing = null
    while (this.heap.length > 0) this.remove(this.heap[this.heap.length - 1])
  }

  private extract(c: Callout): void {
    const at = c.index
    const end = this.heap.length - 1
    const last = this.heap.pop() as Callout
    c.index = -1
    if (last !== c) this.place(at, last, this.keys[end], this.seqs[end])
    this.nextNs = end === 0 ? Number.POSITIVE_INFINITY : this.keys[0]
  }

  /** Puts an entry where `from` is free, up or down. */
  private place(from: number, c: Callout, ns: number, seq: number): void {
    if (from > 0 && this.before(ns, seq, (from - 1) >> 1)) this.siftUp(from, c, ns, seq)
    else this.siftDown(from, c, ns, seq)
  }

  private before(ns: number, seq: number, i: number): boolean {
    const key = this.keys[i]
    return ns < key || (ns === key && seq < this.seqs[i])
  }

  private siftUp(from: number, c: Callout, ns: number, seq: number): void {
    let i = from
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!this.before(ns, seq, parent)) break
      this.move(parent, i)
      i = parent
    }
    this.put(i, c, ns, seq)
  }

  private siftDown(from: number, c: Callout, ns: number, seq: number): void {
    const { keys, seqs } = this
    const size = this.heap.length
    let i = from
    for (;;) {
      let child = 2 * i + 1
      if (child >= size) break
      if (child + 1 < size && this.before(keys[child + 1], seqs[child + 1], child)) child++
      const key = keys[child]
      if (ns < key || (ns === key && seq < seqs[child])) break
      this.move(child, i)
      i = child
    }
    this.put(i, c, ns, seq)
  }

  private move(from: number, to: number): void {
    const c = this.heap[from]
    this.heap[to] = c
    this.keys[to] = this.keys[from]
    this.seqs[to] = this.seqs[from]
    c.index = to
  }

  private put(i: number, c: Callout, ns: number, seq: number): void {
    this.heap[i] = c
    this.keys[i] = ns
    this.seqs[i] = seq
    c.index = i
  }

  private grow(): void {
    const [keys, seqs] = [this.keys, this.seqs]
    this.keys = new Float64Array(keys.length * 2)
    this.seqs = new Float64Array(keys.length * 2)
    this.keys.set(keys)
    this.seqs.set(seqs)
  }
}
