// The captured frames of all links, in order of time. Nothing is parsed when a chunk arrives: its bytes are copied, as they are,
// into blocks of 1 MiB, and a row is one number, where its frame begins. A row is summarised when it is on screen.
//
//   rows     … 4711 4712 4713 …     number → place = block × BLOCK + offset
//   blocks   [header bytes header bytes …] [header bytes …]     headers as in capture/src/chunk.ts
//
// A frame's place never changes and names it; its row number grows when frames from before the capture are put in
// (`generation` then counts up). The oldest rows go when there are too many, but not those from `hold` on, which somebody reads:
// then it is the newest that are left out, and counted.
import {
  type ChunkReader,
  FLAG_EARLIER,
  FRAME_CAPLEN,
  FRAME_FLAGS,
  FRAME_HEADER,
  FRAME_LEN,
  FRAME_NS,
  FRAME_SLOT,
  type Predicate,
} from '@etherloom/capture'
import { Gaps } from './gaps.ts'
import { NumberRing } from './number-ring.ts'

export const MAX_ROWS = 1_000_000
export const MAX_BYTES = 512 * 1024 * 1024
const BLOCK = 1024 * 1024

export interface TraceLimits {
  readonly rows: number
  readonly bytes: number
  readonly block: number
}

/** A frame where it lies: `bytes[offset]` up to `offset + caplen`. */
export interface TracedFrame {
  readonly place: number
  readonly ns: number
  readonly slot: number
  readonly flags: number
  readonly bytes: Uint8Array
  readonly offset: number
  readonly caplen: number
  readonly len: number
}

interface Block {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly view: DataView
  used: number
  /** Rows that lie in it. */
  rows: number
}

export class Trace {
  /** Counts up whenever rows got other numbers. */
  generation = 0
  readonly gaps = new Gaps()
  /** Rows from this one on stay; null when the oldest may go. */
  hold: number | null = null
  /** Time of the earliest frame there ever was. */
  originNs = Number.POSITIVE_INFINITY
  private readonly limits: TraceLimits
  private readonly rows = new NumberRing()
  private blocks: (Block | null)[] = []
  /** The number of `blocks[0]`. */
  private firstBlock = 0
  private blockCount = 0
  private spare: Block | null = null
  private lastNs = Number.NEGATIVE_INFINITY
  /** Time of the newest frame of each slot, as of the chunk before. */
  private readonly lastOfSlot = new Map<number, number>()

  constructor(limits: Partial<TraceLimits> = {}) {
    this.limits = { rows: MAX_ROWS, bytes: MAX_BYTES, block: BLOCK, ...limits }
  }

  /** Rows held are `firstRow` up to, not including, `endRow`. */
  get firstRow(): number {
    return this.rows.first
  }

  get endRow(): number {
    return this.rows.end
  }

  get rowCount(): number {
    return this.rows.length
  }

  /** Memory in use for frames. */
  get byteCount(): number {
    return this.blockCount * this.limits.block
  }

  /** `skipped`: frames this page's connection was too full for, just before the chunk. */
  add(chunk: ChunkReader, skipped: number): void {
    if (skipped > 0 || chunk.lost > 0) this.gaps.lose({ kernel: chunk.lost, server: skipped, held: 0 })
    if (chunk.count === 0) return
    if (!this.makeRoom(chunk.count, chunk.bytes.length)) {
      this.gaps.lose({ kernel: 0, server: 0, held: chunk.count })
      return
    }
    const early: number[] = []
    for (let i = 0; i < chunk.count; ) i = this.copyRun(chunk, i, early)
    this.noteSlots(chunk)
    if (early.length > 0) this.putIn(early)
    this.gaps.forget(this.firstRow)
  }

  frame(row: number): TracedFrame {
    return this.frameAt(this.rows.get(row))!
  }

  /** Null when it has been let go with all that lay around it. */
  frameAt(place: number): TracedFrame | null {
    const block = this.blocks[Math.floor(place / this.limits.block) - this.firstBlock]
    if (!block) return null
    const at = this.offsetOf(place)
    const { view, bytes } = block
    return {
      place,
      ns: view.getFloat64(at + FRAME_NS, true),
      slot: view.getUint32(at + FRAME_SLOT, true),
      flags: view.getUint16(at + FRAME_FLAGS, true),
      bytes,
      offset: at + FRAME_HEADER,
      caplen: view.getUint16(at + FRAME_CAPLEN, true),
      len: view.getUint32(at + FRAME_LEN, true),
    }
  }

  ns(row: number): number {
    const place = this.rows.get(row)
    return this.blockOf(place).view.getFloat64(this.offsetOf(place) + FRAME_NS, true)
  }

  slot(row: number): number {
    const place = this.rows.get(row)
    return this.blockOf(place).view.getUint32(this.offsetOf(place) + FRAME_SLOT, true)
  }

  matches(row: number, predicate: Predicate): boolean {
    const place = this.rows.get(row)
    const { view, bytes } = this.blockOf(place)
    const at = this.offsetOf(place)
    return predicate(
      bytes,
      at + FRAME_HEADER,
      view.getUint16(at + FRAME_CAPLEN, true),
      view.getUint32(at + FRAME_LEN, true),
    )
  }

  placeOf(row: number): number {
    return this.rows.get(row)
  }

  /** The first row at or after a time. */
  rowAt(ns: number): number {
    let low = this.firstRow
    let high = this.endRow
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2)
      if (this.ns(middle) < ns) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The row of the frame at a place; null when it has been let go. */
  rowOf(place: number): number | null {
    const block = this.blocks[Math.floor(place / this.limits.block) - this.firstBlock]
    if (!block) return null
    const ns = block.view.getFloat64(this.offsetOf(place) + FRAME_NS, true)
    for (let row = this.rowAt(ns); row < this.endRow && this.ns(row) === ns; row++)
      if (this.rows.get(row) === place) return row
    return null
  }

  /** Copies frames from the i-th on, as many as lie in one piece and fit in one block. Returns the next to copy. */
  private copyRun(chunk: ChunkReader, from: number, early: number[]): number {
    let i = from
    while (i < chunk.count && this.has(chunk, i)) i++
    if (i === chunk.count) return i
    const begin = chunk.offset(i) - FRAME_HEADER
    const block = this.blockFor(FRAME_HEADER + chunk.caplen(i))
    const base = (this.firstBlock + this.blocks.length - 1) * this.limits.block
    const room = this.limits.block - block.used
    let end = begin
    for (; i < chunk.count && !this.has(chunk, i); i++) {
      const next = chunk.offset(i) + chunk.caplen(i)
      if (next - begin > room) break
      const ns = chunk.ns(i)
      const place = base + block.used + (end - begin)
      if (ns < this.lastNs) early.push(place)
      else this.push(place, ns)
      block.rows++
      end = next
    }
    block.bytes.set(chunk.bytes.subarray(begin, end), block.used)
    block.used += end - begin
    return i
  }

  /** Whether it is a frame from before a capture that an earlier capture of the same link brought already. */
  private has(chunk: ChunkReader, i: number): boolean {
    if ((chunk.flags(i) & FLAG_EARLIER) === 0) return false
    return chunk.ns(i) <= (this.lastOfSlot.get(chunk.slot(i)) ?? Number.NEGATIVE_INFINITY)
  }

  private noteSlots(chunk: ChunkReader): void {
    for (let i = 0; i < chunk.count; i++) {
      const slot = chunk.slot(i)
      const ns = chunk.ns(i)
      if (ns > (this.lastOfSlot.get(slot) ?? Number.NEGATIVE_INFINITY)) this.lastOfSlot.set(slot, ns)
    }
  }

  private push(place: number, ns: number): void {
    this.gaps.before(this.rows.end)
    this.rows.push(place)
    this.lastNs = ns
    if (ns < this.originNs) this.originNs = ns
  }

  /** Frames older than the newest: each is put where its time is. */
  private putIn(places: number[]): void {
    const early = places.map((place) => ({ place, ns: this.nsAt(place) })).sort((a, b) => a.ns - b.ns)
    // In the old numbering: the row each goes before.
    const rows = early.map(({ ns }) => this.rowAt(ns))
    const oldEnd = this.endRow
    for (const { place } of early) this.rows.push(place)
    let to = this.endRow - 1
    let from = oldEnd - 1
    for (let k = early.length - 1; k >= 0; k--) {
      for (; from >= rows[k]!; from--) this.rows.set(to--, this.rows.get(from))
      this.rows.set(to--, early[k]!.place)
    }
    this.originNs = Math.min(this.originNs, early[0]!.ns)
    this.gaps.move((row) => row + rows.filter((before) => before <= row).length)
    this.generation++
  }

  /** Lets the oldest go until so much more fits. False when it does not, because somebody reads them. */
  private makeRoom(rows: number, bytes: number): boolean {
    const { limits } = this
    const free = this.blocks.length === 0 ? 0 : limits.block - this.blocks.at(-1)!.used
    const blocks = bytes <= free ? 0 : Math.ceil(bytes / limits.block)
    while (
      this.rowCount > 0 &&
      (this.rowCount + rows > limits.rows || (this.blockCount + blocks) * limits.block > limits.bytes)
    ) {
      if (this.hold !== null && this.firstRow >= this.hold) return false
      this.dropFirst()
    }
    return true
  }

  private dropFirst(): void {
    const place = this.rows.get(this.firstRow)
    this.rows.shift()
    const index = Math.floor(place / this.limits.block) - this.firstBlock
    const block = this.blocks[index]!
    if (--block.rows === 0 && index < this.blocks.length - 1) this.free(index)
  }

  /** The last block, when so many bytes fit into it, or a new one. */
  private blockFor(bytes: number): Block {
    const last = this.blocks.at(-1)
    if (last && last.used + bytes <= this.limits.block) return last
    const block = this.spare ?? newBlock(this.limits.block)
    this.spare = null
    this.blocks.push(block)
    this.blockCount++
    if (last?.rows === 0) this.free(this.blocks.length - 2)
    return block
  }

  private free(index: number): void {
    const block = this.blocks[index]!
    block.used = 0
    this.spare = block
    this.blocks[index] = null
    this.blockCount--
    while (this.blocks.length > 1 && this.blocks[0] === null) {
      this.blocks.shift()
      this.firstBlock++
    }
  }

  private blockOf(place: number): Block {
    return this.blocks[Math.floor(place / this.limits.block) - this.firstBlock]!
  }

  private offsetOf(place: number): number {
    return place % this.limits.block
  }

  private nsAt(place: number): number {
    return this.blockOf(place).view.getFloat64(this.offsetOf(place) + FRAME_NS, true)
  }
}

function newBlock(size: number): Block {
  const bytes = new Uint8Array(size)
  return { bytes, view: new DataView(bytes.buffer), used: 0, rows: 0 }
}
