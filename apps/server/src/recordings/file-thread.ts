// The server's end of the thread that writes recordings: begun with the first recording, and begun anew should it ever die.
import { basename } from 'node:path'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { CodedError, MAX_RECORDINGS, MAX_RECORDINGS_BYTES } from '@etherloom/protocol'
import type { OpenRecording } from './messages.ts'
import type { Recordings } from './recordings.ts'

export interface OpenedRecording {
  /** The name it got. */
  file: string
  /** For the kernel's thread. */
  port: MessagePort
}

export class FileThread {
  private readonly script: URL
  private readonly recordings: Recordings
  private readonly limit: number
  private worker: Worker | null = null

  /** `limit`: bytes that the recordings of one lab may take together. */
  constructor(script: URL, recordings: Recordings, limit = MAX_RECORDINGS_BYTES) {
    this.script = script
    this.recordings = recordings
    this.limit = limit
  }

  /** Throws `capture/limit` when the lab's recordings have used it up. `control` is the kernel's, to wake it by. */
  open(lab: string, file: string, control: SharedArrayBuffer): OpenedRecording {
    const made = this.recordings.list(lab)
    if (made.length >= MAX_RECORDINGS) throw new CodedError('capture/limit', TOO_MANY)
    const limit = this.limit - made.reduce((sum, { bytes }) => sum + bytes, 0)
    const full = fullWords(this.limit)
    if (limit <= 0) throw new CodedError('capture/limit', full)
    const path = this.recordings.place(lab, file)
    const { port1, port2 } = new MessageChannel()
    const message: OpenRecording = { path, limit, full, control, port: port1 }
    this.running().postMessage(message, [port1])
    return { file: basename(path), port: port2 }
  }

  /** To be called when no kernel runs any more: then every file is complete. */
  async close(): Promise<void> {
    await this.worker?.terminate()
    this.worker = null
  }

  private running(): Worker {
    if (this.worker !== null) return this.worker
    const worker = new Worker(this.script)
    // Its kernels notice by their ports, which close.
    worker.on('error', () => {})
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = null
    })
    worker.unref()
    this.worker = worker
    return worker
  }
}

const TOO_MANY = `The lab has ${MAX_RECORDINGS.toLocaleString('en')} recordings, as many as it may: delete some.`

const fullWords = (bytes: number): string =>
  `The recordings of this lab have reached ${(bytes / 2 ** 20).toLocaleString('en')} MiB together, as much as they may take on disk: delete some, or start the server with a larger --max-recordings.`
