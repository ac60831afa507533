// Packets that wait for the answer of one neighbor, oldest first, each with where it came from. Two lists, so that a packet
// that waits costs no object of its own.
import type { Mbuf } from '@etherloom/kern'

export class HoldQueue<From> {
  private packets: Mbuf[]
  private origins: From[]

  constructor() {
    this.packets = []
    this.origins = []
  }

  get length(): number {
    return this.packets.length
  }

  get first(): Mbuf | null {
    return this.packets[0] ?? null
  }

  push(m: Mbuf, from: From): void {
    this.packets.push(m)
    this.origins.push(from)
  }

  /** Takes the oldest out, to make room. */
  shift(): Mbuf | null {
    this.origins.shift()
    return this.packets.shift() ?? null
  }

  /** Empties the queue, then hands each of its packets over: what comes meanwhile waits anew. */
  drain(each: (m: Mbuf, from: From) => void): void {
    const { packets, origins } = this
    if (packets.length === 0) return
    this.packets = []
    this.origins = []
    for (let i = 0; i < packets.length; i++) each(packets[i], origins[i])
  }
}
