// Taps on links. Three look through one tap: who captures now, who records to disk, and the ring that keeps the last frames of a
// quiet link. What nobody looks at and is busy has no tap and costs nothing.
//
//   frame on a link ──► live (chunks to the room, may be lost)
//                   ├─► recorder (chunks to the disk, never lost)
//                   └─► ring (only while the link is quiet)
//
// `look`, ten times a second, is where a link becomes quiet or busy.
import { ChunkWriter, FrameRing, RING_BYTES, type SlotDescription } from '@etherloom/capture'
import { type Mbuf, u8 } from '@etherloom/kern'
import { setTap, type Tap } from '@etherloom/net'
import type { RecordId } from '@etherloom/topology'
import type { Counters } from './counters.ts'
import type { SlotDirection, Up } from './port.ts'
import type { Recorder } from './recorder.ts'

/** A link with fewer frames in a second of real time is quiet. */
const QUIET_PPS = 1000
/** What the rings of an experiment may take. */
const RINGS_BYTES = 16 * 2 ** 20
const MAX_RINGS = Math.floor(RINGS_BYTES / RING_BYTES)
/** A rate over less time than this says nothing. */
const MIN_LOOK_NS = 50e6

/** What a recording calls a slot. */
export type Describe = (record: RecordId, direction: SlotDirection) => SlotDescription

/** What is done with the frames of a link or vnic. */
interface Tapped {
  /** Bytes of each frame that are wanted; 0: nobody captures. */
  live: number
  recorded: boolean
  ring: FrameRing | null
  /** Frames of both directions when last looked. */
  packets: number
  on: boolean
  tap: Tap
}

export class Captures {
  private readonly counters: Counters
  private readonly describe: Describe
  private readonly writer: ChunkWriter
  /** Captured records and how much of each frame; kept while a record is away, so that undo brings the capture back. */
  private readonly snaplens: Map<RecordId, number>
  private readonly tapped: Map<RecordId, Tapped>
  private readonly spareRings: FrameRing[]
  private rings: number
  private recorder: Recorder | null
  private lookedAt: number
  private lostTold: number
  private dirty: boolean

  constructor(counters: Counters, describe: Describe, post: (message: Up, transfer: ArrayBuffer[]) => void) {
    this.counters = counters
    this.describe = describe
    this.writer = new ChunkWriter((chunk) => post({ type: 'frames', chunk }, [chunk.buffer]))
    this.snaplens = new Map()
    this.tapped = new Map()
    this.spareRings = []
    this.rings = 0
    this.recorder = null
    this.lookedAt = 0
    this.lostTold = 0
    this.dirty = false
  }

  start(record: RecordId, snaplen: number): void {
    this.snaplens.set(record, snaplen)
    this.setLive(record, snaplen)
  }

  stop(record: RecordId): void {
    this.snaplens.delete(record)
    this.setLive(record, 0)
  }

  /** Frames of its records go to `recorder` from now on; null: no longer. */
  record(recorder: Recorder | null): void {
    this.recorder = recorder
    for (const [record, tapped] of this.tapped) {
      this.setRecorded(record, tapped)
      this.retap(record, tapped)
    }
  }

  /** A record got its slots (again): what is new is quiet. */
  attach(record: RecordId): void {
    const tapped: Tapped = {
      live: this.snaplens.get(record) ?? 0,
      recorded: false,
      ring: this.takeRing(),
      packets: this.counters.packets(record),
      on: false,
      tap: (slot, m, ns, lost) => this.frame(tapped, slot, m, ns, lost),
    }
    this.tapped.set(record, tapped)
    this.setRecorded(record, tapped)
    this.retap(record, tapped)
  }

  /** A record is about to lose its slots. */
  detach(record: RecordId): void {
    const tapped = this.tapped.get(record)
    if (tapped === undefined) return
    this.giveRing(tapped)
    this.tapped.delete(record)
  }

  /**
   * The frames kept of a quiet link, oldest first; null when there are none. Frames captured until now are on their way when this
   * returns, and later ones come after, so that nothing is seen twice.
   */
  recent(record: RecordId): Uint8Array<ArrayBuffer> | null {
    this.flush()
    return this.tapped.get(record)?.ring?.chunk() ?? null
  }

  /** Which links are quiet; `now` is real time. */
  look(now: number): void {
    const elapsed = now - this.lookedAt
    if (elapsed < MIN_LOOK_NS) return
    this.lookedAt = now
    const most = (QUIET_PPS * elapsed) / 1e9
    for (const [record, tapped] of this.tapped) {
      const packets = this.counters.packets(record)
      const quiet = packets - tapped.packets < most
      tapped.packets = packets
      if (quiet === (tapped.ring !== null)) continue
      if (quiet) tapped.ring = this.takeRing()
      else this.giveRing(tapped)
      this.retap(record, tapped)
    }
  }

  /** Frames left out since the last call because nobody took the chunks. */
  newlyLost(): number {
    const lost = this.writer.lostTotal - this.lostTold
    this.lostTold += lost
    return lost
  }

  /** Frames wait to be flushed. */
  get pending(): boolean {
    return this.dirty || this.recorder?.pending === true
  }

  flush(): void {
    this.dirty = false
    this.writer.flush()
    this.recorder?.flush()
  }

  consumed(chunks: number): void {
    for (let i = 0; i < chunks; i++) this.writer.returned()
    // What was lost while there was no chunk to say it in is said now, also when no other frame comes.
    if (this.writer.owes) this.dirty = true
  }

  /** What the file calls them is said first. */
  private setRecorded(record: RecordId, tapped: Tapped): void {
    tapped.recorded = this.recorder?.records.has(record) === true
    if (!tapped.recorded) return
    for (const { slot, direction } of this.counters.of(record))
      this.recorder?.slot(slot, this.describe(record, direction))
  }

  private setLive(record: RecordId, snaplen: number): void {
    const tapped = this.tapped.get(record)
    if (tapped === undefined) return
    tapped.live = snaplen
    this.retap(record, tapped)
  }

  private retap(record: RecordId, tapped: Tapped): void {
    const on = tapped.live > 0 || tapped.recorded || tapped.ring !== null
    if (on === tapped.on) return
    tapped.on = on
    for (const { slot, counted } of this.counters.of(record)) setTap(counted, on ? tapped.tap : null, slot)
  }

  private frame({ live, recorded, ring }: Tapped, slot: number, m: Mbuf, ns: number, lost: number): void {
    if (live > 0) {
      this.dirty = true
      this.writer.frame(ns, slot, u8, m.off, m.len, live, lost)
    }
    if (recorded) this.recorder?.frame(ns, slot, u8, m.off, m.len, lost)
    if (ring !== null) ring.frame(ns, slot, u8, m.off, m.len, lost)
  }

  /** Null when their memory is used up: a lab of thousands of links keeps the frames of some. */
  private takeRing(): FrameRing | null {
    const spare = this.spareRings.pop()
    if (spare !== undefined) return spare
    if (this.rings >= MAX_RINGS) return null
    this.rings++
    return new FrameRing()
  }

  private giveRing(tapped: Tapped): void {
    if (tapped.ring === null) return
    tapped.ring.clear()
    this.spareRings.push(tapped.ring)
    tapped.ring = null
  }
}
