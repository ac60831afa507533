// A recording: frames of chosen links on their way to a file, of which none is ever left out. Who writes the file may be slower than
// the lab. Then chunks pile up, and when there is no room for more the host lets virtual time wait, or ends the recording in real time,
// which waits for nobody (host.ts).
import { CHUNK_SIZE, ChunkWriter, type SlotDescription } from '@etherloom/capture'
import type { ErrorCode } from '@etherloom/protocol'
import type { RecordId } from '@etherloom/topology'
import type { RecordingEnd, Up } from './port.ts'

export interface RecordingStart {
  /** Experiment time when it began, and whether that is real time. */
  ns: number
  real: boolean
}

/** Where a recording goes. What it has done is told to `written` and `ended`. */
export interface RecordSink {
  /** Chunks that may wait to be written. */
  readonly room: number
  begin(start: RecordingStart): void
  /** What a slot is in the file; before its first frame. */
  slot(slot: number, described: SlotDescription): void
  /** Owns the chunk and its buffer. */
  chunk(chunk: Uint8Array<ArrayBuffer>): void
  /** Nothing follows: complete the file. */
  end(): void
}

export class Recorder {
  readonly file: string
  readonly records: ReadonlySet<RecordId>
  readonly snaplen: number
  private readonly sink: RecordSink
  private readonly writer: ChunkWriter
  private readonly post: (message: Up) => void
  /** In the file, and its length. */
  frames: number
  bytes: number
  private waiting: number
  private dirty: boolean
  private why: RecordingEnd
  /** Frames are taken; false from `end` on. */
  on: boolean
  /** The file is complete. */
  over: boolean

  constructor(
    file: string,
    records: readonly RecordId[],
    snaplen: number,
    sink: RecordSink,
    post: (message: Up) => void,
  ) {
    this.file = file
    this.records = new Set(records)
    this.snaplen = snaplen
    this.sink = sink
    this.post = post
    this.writer = new ChunkWriter((chunk) => this.hand(chunk), CHUNK_SIZE, Number.POSITIVE_INFINITY)
    this.frames = 0
    this.bytes = 0
    this.waiting = 0
    this.dirty = false
    this.why = { code: null, message: null }
    this.on = true
    this.over = false
  }

  /** No more may come until some of it is written. */
  get full(): boolean {
    return this.waiting >= this.sink.room
  }

  get pending(): boolean {
    return this.dirty
  }

  slot(slot: number, described: SlotDescription): void {
    if (this.on) this.sink.slot(slot, described)
  }

  frame(ns: number, slot: number, bytes: Uint8Array, off: number, len: number, flags: number): void {
    if (!this.on) return
    this.dirty = true
    this.writer.frame(ns, slot, bytes, off, len, this.snaplen, flags)
  }

  flush(): void {
    this.dirty = false
    this.writer.flush()
  }

  /** Ends it, when it has not ended: what was taken is written, and then `tell` says so. */
  end(code: ErrorCode | null, message: string | null): void {
    if (!this.on) return
    this.flush()
    this.on = false
    this.why = { code, message }
    this.sink.end()
  }

  written(chunks: number, bytes: number, frames: number): void {
    this.waiting -= chunks
    this.bytes = bytes
    this.frames = frames
  }

  /** The file is complete. `why` when it is the writer that ended it. */
  ended(bytes: number, frames: number, why: RecordingEnd | null): void {
    if (this.over) return
    this.on = false
    this.over = true
    this.bytes = bytes
    this.frames = frames
    this.post(this.message(why ?? this.why))
  }

  tell(): void {
    if (!this.over) this.post(this.message(null))
  }

  private message(ended: RecordingEnd | null): Up {
    const { file, frames, bytes } = this
    return { type: 'recording', file, frames, bytes, ended }
  }

  private hand(chunk: Uint8Array<ArrayBuffer>): void {
    this.waiting++
    this.sink.chunk(chunk)
  }
}
