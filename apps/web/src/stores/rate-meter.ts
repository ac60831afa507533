// Rates from totals. The server sends, ten times a second, the totals of the slots that moved; this keeps the last WINDOW
// totals of every slot in typed arrays, so a rate is one subtraction and nothing is allocated while the lab runs.
//
//   totals[metric]   WINDOW frames of `capacity` numbers; frame `head` is the newest
//   spans            the time each frame covers, ns; a rate divides by the time between the oldest frame and the newest
//
// Quiet seconds send no counters at all: `idle` then pushes a frame with unchanged totals, and rates fall to zero.
import { C_BYTES, C_DROPS, C_PACKETS, C_QUEUE, C_REASON, C_SLOT, COUNTER_ROW } from '@etherloom/protocol'

/** Enough intervals of 100 ms for a second: a ping a second reads "1 pps" and not a flicker between 0 and 10. */
const WINDOW = 14
const SECOND_NS = 1e9
const MIN_SPAN_NS = 1e6

export class RateMeter {
  /** Experiment time of the newest counters. */
  ns = 0
  private capacity = 0
  private head = 0
  private filled = 0
  private ahead = 0
  private packets = new Float64Array(0)
  private bytes = new Float64Array(0)
  private drops = new Float64Array(0)
  private reasons = new Uint16Array(0)
  private queues = new Uint32Array(0)
  private readonly spans = new Float64Array(WINDOW)
  private cut = 0
  private part = 1
  private span = 0
  private most = -1

  constructor() {
    this.reserve(64)
  }

  ingest(ns: number, rows: Float64Array): void {
    const elapsed = ns - this.ns - this.ahead
    this.ahead = 0
    this.push(elapsed)
    this.ns = ns
    for (let at = 0; at + COUNTER_ROW <= rows.length; at += COUNTER_ROW) {
      const slot = rows[at + C_SLOT]
      this.reserve(slot + 1)
      const cell = this.head * this.capacity + slot
      this.packets[cell] = rows[at + C_PACKETS]
      this.bytes[cell] = rows[at + C_BYTES]
      this.drops[cell] = rows[at + C_DROPS]
      this.reasons[slot] = rows[at + C_REASON]
      this.queues[slot] = rows[at + C_QUEUE]
    }
  }

  /** No counters came for this long. The time is taken off the next message's, which covers it too. */
  idle(ns: number): void {
    this.ahead += ns
    this.push(ns)
  }

  /** Experiment time, quiet time since the newest counters included. */
  get nowNs(): number {
    return this.ns + this.ahead
  }

  packetRate = (slot: number): number => this.rate(this.packets, slot)
  bitRate = (slot: number): number => this.rate(this.bytes, slot) * 8
  dropRate = (slot: number): number => this.rate(this.drops, slot)
  packetTotal = (slot: number): number => this.total(this.packets, slot)
  byteTotal = (slot: number): number => this.total(this.bytes, slot)
  dropTotal = (slot: number): number => this.total(this.drops, slot)
  reason = (slot: number): number => this.reasons[slot] ?? 0
  /** Bits a second of the busiest slot. */
  busiest(): number {
    if (this.most < 0) {
      this.most = 0
      for (let slot = 0; slot < this.capacity; slot++) this.most = Math.max(this.most, this.bitRate(slot))
    }
    return this.most
  }
  queue = (slot: number): number => this.queues[slot] ?? 0

  private total(metric: Float64Array, slot: number): number {
    return slot < this.capacity ? metric[this.head * this.capacity + slot] : 0
  }

  /** Over the last second. */
  private rate(metric: Float64Array, slot: number): number {
    if (slot >= this.capacity || this.filled < 2) return 0
    const { capacity } = this
    const cut = metric[this.cut * capacity + slot]
    const whole = metric[this.head * capacity + slot] - cut
    const moved = whole + this.part * (cut - metric[((this.cut + WINDOW - 1) % WINDOW) * capacity + slot])
    return moved <= 0 ? 0 : (moved * SECOND_NS) / this.span
  }

  private push(span: number): void {
    const next = (this.head + 1) % WINDOW
    const from = this.head * this.capacity
    for (const metric of [this.packets, this.bytes, this.drops])
      metric.copyWithin(next * this.capacity, from, from + this.capacity)
    this.head = next
    this.filled = Math.min(this.filled + 1, WINDOW)
    this.spans[next] = Math.max(span, MIN_SPAN_NS)
    this.most = -1
    this.findSecond()
  }

  /** Where the last second began: the frame it cuts counts in proportion. */
  private findSecond(): void {
    this.span = 0
    for (let back = 0; back < this.filled - 1 && this.span < SECOND_NS; back++) {
      this.cut = (this.head + WINDOW - back) % WINDOW
      this.part = back === 0 ? 1 : Math.min(1, (SECOND_NS - this.span) / this.spans[this.cut])
      this.span += this.spans[this.cut] * this.part
    }
  }

  private reserve(slots: number): void {
    if (slots <= this.capacity) return
    const capacity = Math.max(slots, this.capacity * 2)
    this.packets = widen(this.packets, this.capacity, capacity)
    this.bytes = widen(this.bytes, this.capacity, capacity)
    this.drops = widen(this.drops, this.capacity, capacity)
    const reasons = new Uint16Array(capacity)
    reasons.set(this.reasons)
    this.reasons = reasons
    const queues = new Uint32Array(capacity)
    queues.set(this.queues)
    this.queues = queues
    this.capacity = capacity
  }
}

function widen(metric: Float64Array, from: number, to: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(WINDOW * to)
  for (let frame = 0; frame < WINDOW; frame++) wider.set(metric.subarray(frame * from, (frame + 1) * from), frame * to)
  return wider
}
