// Mbufs in order, in a ring that grows on use: an empty queue has none.
import type { Mbuf } from '@etherloom/kern'

const FIRST_SIZE = 16
const EMPTY: Mbuf[] = []

export class FrameQueue {
  length: number
  bytes: number
  private ring: Mbuf[]
  private mask: number
  private head: number

  constructor() {
    this.length = 0
    this.bytes = 0
    this.ring = EMPTY
    this.mask = -1
    this.head = 0
  }

  get first(): Mbuf | null {
    return this.length === 0 ? null : this.ring[this.head & this.mask]
  }

  get last(): Mbuf | null {
    return this.length === 0 ? null : this.ring[(this.head + this.length - 1) & this.mask]
  }

  push(m: Mbuf): void {
    if (this.length > this.mask) this.grow()
    this.ring[(this.head + this.length++) & this.mask] = m
    this.bytes += m.len
  }

  shift(): Mbuf | null {
    if (this.length === 0) return null
    const m = this.ring[this.head++ & this.mask]
    this.length--
    this.bytes -= m.len
    return m
  }

  /** Takes the newest out. */
  pop(): Mbuf | null {
    if (this.length === 0) return null
    const m = this.ring[(this.head + --this.length) & this.mask]
    this.bytes -= m.len
    return m
  }

  /** Puts it before all that are due later, in a queue ordered by `dueNs`. */
  insertDue(m: Mbuf): void {
    this.push(m)
    const { ring, mask } = this
    let i = this.head + this.length - 1
    for (; i > this.head && ring[(i - 1) & mask].dueNs > m.dueNs; i--) ring[i & mask] = ring[(i - 1) & mask]
    ring[i & mask] = m
  }

  private grow(): void {
    const old = this.ring
    const bigger: Mbuf[] = []
    for (let i = 0; i < old.length; i++) bigger.push(old[(this.head + i) & this.mask])
    const filler = bigger[0] ?? (null as unknown as Mbuf)
    for (let i = old.length; i < Math.max(FIRST_SIZE, 2 * old.length); i++) bigger.push(filler)
    this.ring = bigger
    this.mask = bigger.length - 1
    this.head = 0
  }
}
