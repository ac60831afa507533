// Drop counters, kept where the drop happened: a link direction, an ifnet, a vnet, a switch.
import type { Mbuf } from '@etherloom/kern'
import { dropWords } from '@etherloom/wire'

const NONE: number[] = []

export class Drops {
  /** Frames by reason (wire's DROP_*); empty until the first drop. */
  byReason: number[]
  total: number
  /** The reason of the latest drop, 0 when there was none. */
  last: number

  constructor() {
    this.byReason = NONE
    this.total = 0
    this.last = 0
  }

  count(reason: number, frames = 1): void {
    if (this.byReason === NONE) this.byReason = dropWords.map(() => 0)
    this.byReason[reason] += frames
    this.total += frames
    this.last = reason
  }

  addAll({ byReason, total, last }: Drops): void {
    if (total === 0) return
    if (this.byReason === NONE) this.byReason = dropWords.map(() => 0)
    byReason.forEach((frames, reason) => {
      this.byReason[reason] += frames
    })
    this.total += total
    if (this.last === 0) this.last = last
  }

  /** Adds this object's counters to `into`, by words. */
  addTo(into: { [reason: string]: number }): void {
    this.byReason.forEach((n, reason) => {
      if (n > 0) into[dropWords[reason]] = (into[dropWords[reason]] ?? 0) + n
    })
  }
}

/** The one exit for a frame that dies: counts and frees. */
export function drop(drops: Drops, reason: number, m: Mbuf): void {
  drops.count(reason)
  m.free()
}
