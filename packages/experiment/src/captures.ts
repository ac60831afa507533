// Taps on links, writing into one stream of chunks. What is not captured has no tap and costs nothing.
import { ChunkWriter } from '@etherloom/capture'
import { type Mbuf, u8 } from '@etherloom/kern'
import { setTap } from '@etherloom/net'
import type { RecordId } from '@etherloom/topology'
import type { Counters } from './counters.ts'
import type { Up } from './port.ts'

export class Captures {
  private readonly counters: Counters
  private readonly writer: ChunkWriter
  /** Captured records and how much of each frame; kept while a record is away, so that undo brings the capture back. */
  private readonly snaplens: Map<RecordId, number>
  private dirty: boolean

  constructor(counters: Counters, post: (message: Up, transfer: ArrayBuffer[]) => void) {
    this.counters = counters
    this.writer = new ChunkWriter((chunk) => post({ type: 'frames', chunk }, [chunk.buffer]))
    this.snaplens = new Map()
    this.dirty = false
  }

  start(record: RecordId, snaplen: number): void {
    this.snaplens.set(record, snaplen)
    this.attach(record)
  }

  stop(record: RecordId): void {
    this.snaplens.delete(record)
    for (const { counted } of this.counters.of(record)) setTap(counted, null)
  }

  /** A record got its slots (again): tap them if it is being captured. */
  attach(record: RecordId): void {
    const snaplen = this.snaplens.get(record)
    if (snaplen === undefined) return
    for (const { slot, counted } of this.counters.of(record))
      setTap(counted, (arg: number, m: Mbuf, ns: number, lost: number) => this.frame(arg, m, ns, lost, snaplen), slot)
  }

  /** Frames wait to be flushed. */
  get pending(): boolean {
    return this.dirty
  }

  flush(): void {
    this.dirty = false
    this.writer.flush()
  }

  consumed(chunks: number): void {
    for (let i = 0; i < chunks; i++) this.writer.returned()
    // What was lost while there was no chunk to say it in is said now, also when no other frame comes.
    if (this.writer.owes) this.dirty = true
  }

  private frame(slot: number, m: Mbuf, ns: number, lost: number, snaplen: number): void {
    this.dirty = true
    this.writer.frame(ns, slot, u8, m.off, m.len, snaplen, lost)
  }
}
