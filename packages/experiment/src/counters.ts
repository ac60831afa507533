// Per-slot counters as the port sends them: rows of the slots that are watched and have changed since they were last sent.
import type { Counted, LinkDirection } from '@etherloom/net'
import type { RecordSlots } from '@etherloom/protocol'
import type { RecordId } from '@etherloom/topology'
import { dropWords } from '@etherloom/wire'
import { C_BYTES, C_DROPS, C_PACKETS, C_QUEUE, C_REASON, C_SLOT, COUNTER_ROW, type SlotDirection } from './port.ts'

interface Entry {
  readonly slot: number
  readonly record: RecordId
  readonly direction: SlotDirection
  counted: LinkDirection
  watched: boolean
  /** What was last sent. */
  packets: number
  drops: number
  queued: number
  /** Drops when reasons were last looked at, and the reasons told of. */
  dropsNoted: number
  reasons: Set<number> | null
}

/** An entry while its record has no direction: the link is down with its node, or deleted and may be brought back. */
type Away = Omit<Entry, 'counted'> & { readonly counted: Counted }

export class Counters {
  private readonly entries: Map<number, Entry>
  private readonly byRecord: Map<RecordId, Entry[]>
  private readonly away: Map<RecordId, Away[]>
  private watching: ReadonlySet<RecordId> | 'all'
  private nextSlot: number

  constructor() {
    this.entries = new Map()
    this.byRecord = new Map()
    this.away = new Map()
    this.watching = new Set()
    this.nextSlot = 1
  }

  /**
   * Give a direction its slot. One that was there before in this run has the slot it had and counts on: a node that is
   * restarted takes nothing back of what its links carried. No other gets that slot: a late capture frame can only name what
   * it came from.
   */
  add(record: RecordId, direction: SlotDirection, counted: LinkDirection): number {
    const entry = this.comeBack(record, direction, counted) ?? this.begin(record, direction, counted)
    this.entries.set(entry.slot, entry)
    const known = this.byRecord.get(record)
    if (known === undefined) this.byRecord.set(record, [entry])
    else known.push(entry)
    return entry.slot
  }

  private begin(record: RecordId, direction: SlotDirection, counted: LinkDirection): Entry {
    const slot = this.nextSlot++
    const sent = { packets: 0, drops: 0, queued: 0 }
    const watched = this.watches(record)
    return { slot, record, direction, counted, watched, ...sent, dropsNoted: 0, reasons: null }
  }

  private comeBack(record: RecordId, direction: SlotDirection, counted: LinkDirection): Entry | null {
    const before = this.away.get(record)?.find((each) => each.direction === direction)
    if (before === undefined) return null
    counted.countOn(before.counted)
    return { ...before, counted, watched: this.watches(record) }
  }

  remove(record: RecordId): void {
    const entries = this.byRecord.get(record)
    if (entries === undefined) return
    for (const { slot } of entries) this.entries.delete(slot)
    this.byRecord.delete(record)
    // The numbers alone: a direction would keep its whole node from being collected.
    this.away.set(
      record,
      entries.map(({ counted: { packets, bytes, drops }, ...entry }) => ({
        ...entry,
        counted: { packets, bytes, drops },
      })),
    )
  }

  /** It is another thing from now on: what it counted is not counted on. */
  forget(record: RecordId): void {
    this.away.delete(record)
  }

  watch(records: readonly RecordId[] | 'all'): void {
    this.watching = records === 'all' ? 'all' : new Set(records)
    for (const entry of this.entries.values()) {
      const watched = this.watches(entry.record)
      // A newly watched slot is sent once whatever it holds: the client has no older value.
      if (watched && !entry.watched) entry.packets = -1
      entry.watched = watched
    }
  }

  private watches(record: RecordId): boolean {
    return this.watching === 'all' || this.watching.has(record)
  }

  slots(): RecordSlots[] {
    return Array.from(this.byRecord, ([record, [ab, ba]]) => [record, ab!.slot, ba!.slot] as const)
  }

  of(record: RecordId): readonly { slot: number; direction: SlotDirection; counted: LinkDirection }[] {
    return this.byRecord.get(record) ?? []
  }

  /** Frames of both directions. */
  packets(record: RecordId): number {
    let packets = 0
    for (const { counted } of this.of(record)) packets += counted.packets
    return packets
  }

  all(): Iterable<{ record: RecordId; direction: SlotDirection; counted: LinkDirection }> {
    return this.entries.values()
  }

  /** Tells of each reason for which a direction dropped its first frame since the last call. */
  noteDrops(tell: (record: RecordId, direction: SlotDirection, words: string) => void): void {
    for (const entry of this.entries.values()) {
      const { drops } = entry.counted
      if (drops.total === entry.dropsNoted) continue
      entry.dropsNoted = drops.total
      entry.reasons ??= new Set()
      for (const [reason, frames] of drops.byReason.entries()) {
        if (frames === 0 || entry.reasons.has(reason)) continue
        entry.reasons.add(reason)
        tell(entry.record, entry.direction, dropWords[reason]!)
      }
    }
  }

  /** Rows of what changed since the last call. */
  changed(): Float64Array<ArrayBuffer> {
    const rows: Entry[] = []
    for (const entry of this.entries.values()) {
      const { counted } = entry
      if (!entry.watched) continue
      if (counted.packets === entry.packets && counted.drops.total === entry.drops && counted.queued === entry.queued)
        continue
      entry.packets = counted.packets
      entry.drops = counted.drops.total
      entry.queued = counted.queued
      rows.push(entry)
    }
    const values = new Float64Array(rows.length * COUNTER_ROW)
    let at = 0
    for (const { slot, counted } of rows) {
      values[at + C_SLOT] = slot
      values[at + C_PACKETS] = counted.packets
      values[at + C_BYTES] = counted.bytes
      values[at + C_DROPS] = counted.drops.total
      values[at + C_REASON] = counted.drops.last
      values[at + C_QUEUE] = counted.queued
      at += COUNTER_ROW
    }
    return values
  }
}
