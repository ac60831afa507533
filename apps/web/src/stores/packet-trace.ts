// The captured frames of one link, in the chunks they came in. Nothing is parsed when a chunk arrives: a page is the chunk's
// bytes and the offsets of its frames; row n is found by a binary search over pages, and a row is only summarised when it
// is on screen. The oldest pages go when there are too many.
import { type ChunkReader, ChunkWriter, readChunk } from '@etherloom/capture'

export const MAX_ROWS = 1_000_000
export const MAX_BYTES = 512 * 1024 * 1024

export interface TraceRow {
  readonly chunk: ChunkReader
  /** Frame in the chunk. */
  readonly frame: number
}

interface Page {
  readonly chunk: ChunkReader
  /** Number of the page's first row since the trace began. */
  readonly first: number
}

export class PacketTrace {
  /** Frames the kernel or the server left out because this page could not keep up. */
  lost = 0
  /** Which way each slot's frames went; kept here because the run that numbered the slots may be over. */
  readonly directions = new Map<number, 'ab' | 'ba'>()
  private pages: Page[] = []
  private bytes = 0
  private next = 0
  private readonly maxRows: number
  private readonly maxBytes: number

  constructor(maxRows = MAX_ROWS, maxBytes = MAX_BYTES) {
    this.maxRows = maxRows
    this.maxBytes = maxBytes
  }

  /** Rows held now are `firstRow` up to, not including, `endRow`. A row's number never changes. */
  get firstRow(): number {
    return this.pages[0]?.first ?? this.next
  }

  get endRow(): number {
    return this.next
  }

  get rowCount(): number {
    return this.next - this.firstRow
  }

  get byteCount(): number {
    return this.bytes
  }

  /** Keeps the frames of these slots. A chunk that has others too is copied without them. */
  add(chunk: ChunkReader, slots: { ab: number; ba: number }): void {
    this.directions.set(slots.ab, 'ab').set(slots.ba, 'ba')
    const own = onlyOf(chunk, this.directions)
    if (own === null) return
    this.pages.push({ chunk: own, first: this.next })
    this.next += own.count
    this.bytes += own.bytes.length
    while (this.pages.length > 1 && (this.rowCount > this.maxRows || this.bytes > this.maxBytes))
      this.bytes -= this.pages.shift()!.chunk.bytes.length
  }

  /** The row of that number, or null when it has been let go. */
  row(number: number): TraceRow | null {
    let low = 0
    let high = this.pages.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const { chunk, first } = this.pages[middle]
      if (number < first) high = middle - 1
      else if (number >= first + chunk.count) low = middle + 1
      else return { chunk, frame: number - first }
    }
    return null
  }

  chunks(): ChunkReader[] {
    return this.pages.map((page) => page.chunk)
  }
}

function onlyOf(chunk: ChunkReader, slots: ReadonlyMap<number, unknown>): ChunkReader | null {
  let own = 0
  for (let i = 0; i < chunk.count; i++) if (slots.has(chunk.slot(i))) own++
  if (own === 0) return null
  if (own === chunk.count) return chunk
  let bytes: Uint8Array = chunk.bytes
  const writer = new ChunkWriter((copy) => (bytes = copy), chunk.bytes.length)
  for (let i = 0; i < chunk.count; i++)
    if (slots.has(chunk.slot(i)))
      writer.frame(chunk.ns(i), chunk.slot(i), chunk.bytes, chunk.offset(i), chunk.len(i), chunk.caplen(i))
  writer.flush()
  return readChunk(bytes) as ChunkReader
}
