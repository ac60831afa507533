// Counters and captured frames, from one kernel to many clients: each gets what it asked for and can take. A client whose
// socket is full is not waited for. Counters it misses are made good with all its totals; frames it misses are counted. What several
// get alike is encoded once. All clients together get so many bytes of frames a second: whoever is left out takes turns.
import { CHUNK_HEADER, type ChunkReader, isFormatError, readChunk } from '@etherloom/capture'
import {
  COUNTERS_HEADER,
  encodeCapture,
  encodeCounters,
  FORWARD_BURST,
  FORWARD_PER_SECOND,
  type RecordSlots,
  SKIP_ABOVE_BYTES,
} from '@etherloom/protocol'
import type { RecordId } from '@etherloom/topology'
import { type Filtered, filterChunk } from './capture-filter.ts'
import type { Client } from './client.ts'
import { TokenBucket } from './flood.ts'
import { LatestCounters, selectRows } from './latest-counters.ts'
import { Slots } from './slots.ts'

/** A chunk that tells of losses alone. */
const NO_FRAMES = new Uint8Array(CHUNK_HEADER)

/** Whoever wants a record's frames without being a client; one that is slow counts what it leaves out by itself. */
export interface Tap {
  readonly record: RecordId
  /** Those of the chunk whose slots it `wants`. */
  frames(chunk: ChunkReader, wants: (slot: number) => boolean): void
  /** The run is over. */
  ended(): void
}

export class FanOut {
  readonly slots = new Slots()
  /** Hears of a client that captured frames were left out for. */
  private readonly onSkipped: (client: Client) => void
  private readonly wallMs: () => number
  private readonly budget: TokenBucket
  /** Who is first to get of a chunk. */
  private turn = 0
  private readonly latest = new LatestCounters()
  /** The totals so far of every slot, once somebody who watches everything was sent them. */
  private totals: Uint8Array | null = null

  constructor(onSkipped: (client: Client) => void, wallMs: () => number) {
    this.onSkipped = onSkipped
    this.wallMs = wallMs
    this.budget = new TokenBucket(FORWARD_BURST, FORWARD_PER_SECOND, wallMs())
  }

  setSlots(rows: readonly RecordSlots[]): void {
    this.slots.set(rows)
    this.totals = null
  }

  counters(clients: Iterable<Client>, ns: number, values: Float64Array): void {
    this.latest.take(ns, values)
    this.totals = null
    // Encoded once for all who watch everything, which is what an open canvas does.
    let whole: Uint8Array | null = null
    for (const client of clients) {
      if (client.skipped > 0 && !this.isFull(client)) this.sendFrames(client, encodeCapture(client.skipped, NO_FRAMES))
      if (this.isFull(client)) client.stale = true
      else if (client.stale) this.sendTotals(client)
      else if (client.watching === 'all') client.sendBinary((whole ??= encodeCounters(ns, values)))
      else {
        const some = selectRows(values, (slot) => this.watches(client, slot))
        // Without any row it says what time it is.
        if (some.length > 0 || values.length === 0) client.sendBinary(encodeCounters(ns, some))
      }
    }
  }

  /** The totals so far of everything this client watches. */
  sendTotals(client: Client): void {
    const totals = client.watching === 'all' ? (this.totals ??= this.totalsOf(client)) : this.totalsOf(client)
    if (totals.length > COUNTERS_HEADER) client.sendBinary(totals)
    client.stale = false
  }

  private totalsOf(client: Client): Uint8Array {
    const values = this.latest.select((slot) => this.watches(client, slot))
    return encodeCounters(this.latest.ns, values)
  }

  frames(clients: Iterable<Client>, taps: Iterable<Tap>, bytes: Uint8Array): void {
    const chunk = readChunk(bytes)
    if (isFormatError(chunk)) return
    for (const tap of taps) tap.frames(chunk, (slot) => this.slots.recordOf(slot) === tap.record)
    const alike = new Map<string, Shared>()
    const capturing = [...clients].filter(({ live }) => live.size > 0)
    this.turn = capturing.length === 0 ? 0 : (this.turn + 1) % capturing.length
    for (const client of [...capturing.slice(this.turn), ...capturing.slice(0, this.turn)]) {
      const key = keyOf(client.live)
      let shared = alike.get(key)
      if (shared === undefined) alike.set(key, (shared = { wanted: this.wantedOf(client, chunk), encoded: null }))
      this.deliver(client, shared, chunk.lost)
    }
  }

  /** Frames kept from before this client captured the link. */
  earlier(client: Client, bytes: Uint8Array): void {
    const chunk = readChunk(bytes)
    if (isFormatError(chunk)) return
    this.deliver(client, { wanted: { chunk: bytes, count: chunk.count }, encoded: null }, 0)
  }

  private deliver(client: Client, shared: Shared, lost: number): void {
    const { wanted } = shared
    if (wanted === null) return
    if (this.isFull(client) || !this.budget.take(this.wallMs(), wanted.chunk.length)) {
      client.skipped += wanted.count + lost
      this.onSkipped(client)
    } else if (client.skipped > 0) this.sendFrames(client, encodeCapture(client.skipped, wanted.chunk))
    else this.sendFrames(client, (shared.encoded ??= encodeCapture(0, wanted.chunk)))
  }

  /** What was skipped is told when the socket has drained, even if no frame ever follows. */
  private sendFrames(client: Client, message: Uint8Array): void {
    client.skipped = 0
    client.arrears.onSent(this.wallMs())
    client.sendBinary(message, () => {
      if (client.skipped > 0 && !this.isFull(client)) this.sendFrames(client, encodeCapture(client.skipped, NO_FRAMES))
    })
  }

  private wantedOf(client: Client, chunk: ChunkReader): Filtered | null {
    return filterChunk(chunk, (slot) => client.live.has(this.slots.recordOf(slot) as RecordId))
  }

  private isFull({ transport, arrears }: Client): boolean {
    return transport.bufferedAmount() >= SKIP_ABOVE_BYTES || arrears.tooMuch(this.wallMs())
  }

  private watches(client: Client, slot: number): boolean {
    const record = this.slots.recordOf(slot)
    return record !== undefined && client.watches(record)
  }
}

/** What clients that capture the same links get; `encoded` once one of them was sent it. */
interface Shared {
  readonly wanted: Filtered | null
  encoded: Uint8Array | null
}

const keyOf = (records: ReadonlySet<RecordId>) => [...records].sort().join(' ')
