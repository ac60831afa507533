// The last row of every slot. The kernel sends only what changed; a client that begins to watch, or missed something, is
// given the whole state from here.
import { C_SLOT, COUNTER_ROW } from '@etherloom/experiment/port'

export class LatestCounters {
  ns = 0
  /** Row of slot s at s * COUNTER_ROW. A row never written has slot 0, which the kernel does not give out. */
  private rows = new Float64Array(64 * COUNTER_ROW)

  take(ns: number, values: Float64Array): void {
    this.ns = ns
    for (let at = 0; at + COUNTER_ROW <= values.length; at += COUNTER_ROW) {
      const to = values[at + C_SLOT] * COUNTER_ROW
      if (to + COUNTER_ROW > this.rows.length) this.grow(to + COUNTER_ROW)
      for (let i = 0; i < COUNTER_ROW; i++) this.rows[to + i] = values[at + i]
    }
  }

  /** Rows of all slots that are wanted and have ever counted. */
  select(wants: (slot: number) => boolean): Float64Array {
    return selectRows(this.rows, (slot) => slot !== 0 && wants(slot))
  }

  private grow(needed: number): void {
    const rows = new Float64Array(Math.max(needed, this.rows.length * 2))
    rows.set(this.rows)
    this.rows = rows
  }
}

export function selectRows(values: Float64Array, wants: (slot: number) => boolean): Float64Array {
  const some = new Float64Array(values.length)
  let length = 0
  for (let at = 0; at + COUNTER_ROW <= values.length; at += COUNTER_ROW) {
    if (!wants(values[at + C_SLOT])) continue
    for (let i = 0; i < COUNTER_ROW; i++) some[length + i] = values[at + i]
    length += COUNTER_ROW
  }
  return some.slice(0, length)
}
