// Frames, one by one or chunk by chunk, into a pcapng file: what "download capture" and `etherloom run --capture` both are. Slots
// given the same interface name become one interface whose frames say which way they went; losses are told where they happened
// and summed at the end.
import type { ChunkReader } from '../chunk-reader.ts'
import type { Predicate } from '../filter/filter.ts'
import type { Direction } from './pcapng.ts'
import { PcapngWriter } from './pcapng-writer.ts'

export interface SlotDescription {
  /** The interface, as in `r1:eth0`. */
  readonly interface: string
  readonly description: string
  readonly snaplen: number
  /** Which way the slot's frames go, seen from that interface. */
  readonly direction: Direction
}

const everySlot = () => true
const isAccepted = (chunk: ChunkReader, i: number, accepts: Predicate | null) =>
  accepts === null || accepts(chunk.bytes, chunk.offset(i), chunk.caplen(i), chunk.len(i))

interface Totals {
  readonly iface: number
  received: number
  dropped: number
}

export class ChunkExport {
  private readonly writer: PcapngWriter
  private readonly describe: (slot: number) => SlotDescription
  private readonly slots: Map<number, { totals: Totals; direction: Direction }>
  private readonly interfaces: Map<string, Totals>
  private lost: number
  private lastNs: number

  /** `startNs`: nanoseconds of the Unix epoch at experiment time 0; 0 in virtual time. */
  constructor(describe: (slot: number) => SlotDescription, startNs: bigint = 0n) {
    this.writer = new PcapngWriter(startNs)
    this.describe = describe
    this.slots = new Map()
    this.interfaces = new Map()
    this.lost = 0
    this.lastNs = 0
  }

  /** Names the slot's interface now, so that a file has it before the first frame comes. */
  declare(slot: number): void {
    this.slot(slot)
  }

  /**
   * `wants` chooses slots when a chunk holds more than this file's, `accepts` frames. Lost frames count whatever they were.
   */
  append(chunk: ChunkReader, wants: (slot: number) => boolean = everySlot, accepts: Predicate | null = null): void {
    this.lose(chunk.lost)
    for (let i = 0; i < chunk.count; i++)
      if (wants(chunk.slot(i)) && isAccepted(chunk, i, accepts))
        this.frame(chunk.slot(i), chunk.ns(i), chunk.bytes, chunk.offset(i), chunk.caplen(i), chunk.len(i))
  }

  frame(slot: number, ns: number, bytes: Uint8Array, off: number, caplen: number, len: number): void {
    const { totals, direction } = this.slot(slot)
    this.writer.packet(totals.iface, ns, direction, this.lost, bytes, off, caplen, len)
    totals.received += this.lost + 1
    totals.dropped += this.lost
    this.lost = 0
    if (ns > this.lastNs) this.lastNs = ns
  }

  /** So many are missing before the next frame. */
  lose(frames: number): void {
    this.lost += frames
  }

  /** Counts a chunk's frames as lost instead of writing them: there is no room for them now. */
  skip(chunk: ChunkReader, wants: (slot: number) => boolean = everySlot, accepts: Predicate | null = null): void {
    this.lost += chunk.lost
    for (let i = 0; i < chunk.count; i++) if (wants(chunk.slot(i)) && isAccepted(chunk, i, accepts)) this.lost++
  }

  /** Ends the file with each interface's totals. Frames lost after the last one kept count for the first interface. */
  finish(): void {
    for (const totals of this.interfaces.values()) {
      this.writer.statistics(totals.iface, this.lastNs, totals.received + this.lost, totals.dropped + this.lost)
      this.lost = 0
    }
  }

  /** Bytes waiting in `take()`. */
  get pending(): number {
    return this.writer.pending
  }

  /** Bytes since the last take. */
  take(): Uint8Array<ArrayBuffer> {
    return this.writer.take()
  }

  private slot(slot: number): { totals: Totals; direction: Direction } {
    const known = this.slots.get(slot)
    if (known !== undefined) return known
    const described = this.describe(slot)
    let totals = this.interfaces.get(described.interface)
    if (totals === undefined) {
      const { interface: name, description, snaplen } = described
      totals = { iface: this.writer.interface({ name, description, snaplen }), received: 0, dropped: 0 }
      this.interfaces.set(name, totals)
    }
    const entry = { totals, direction: described.direction }
    this.slots.set(slot, entry)
    return entry
  }
}
