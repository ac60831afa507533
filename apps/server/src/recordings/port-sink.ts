// The kernel's end of a recording: what it records goes over a port to the thread that writes, without passing the server. Messages
// are taken by hand, as worker.ts takes all.
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import type { SlotDescription } from '@etherloom/capture'
import type { Recorder, RecordingStart, RecordSink } from '@etherloom/experiment'
import type { FromFile, ToFile } from './messages.ts'

/** Chunks of 256 KiB: what a disk that is busy for a second has to catch up with. */
const ROOM = 256

export class PortSink implements RecordSink {
  readonly room = ROOM
  /** The other thread has died. */
  private cut: boolean
  private readonly port: MessagePort

  constructor(port: MessagePort) {
    this.port = port
    this.cut = false
    port.on('close', () => {
      this.cut = true
    })
  }

  begin(start: RecordingStart): void {
    this.post({ type: 'begin', start })
  }

  slot(slot: number, described: SlotDescription): void {
    this.post({ type: 'slot', slot, described })
  }

  chunk(chunk: Uint8Array<ArrayBuffer>): void {
    this.port.postMessage({ type: 'chunk', chunk } satisfies ToFile, [chunk.buffer])
  }

  end(): void {
    this.post({ type: 'end' })
  }

  /** Tells the recorder what was written meanwhile. */
  drain(recorder: Recorder): void {
    for (let next = receiveMessageOnPort(this.port); next !== undefined; next = receiveMessageOnPort(this.port)) {
      const message = next.message as FromFile
      if (message.type === 'written') recorder.written(message.chunks, message.bytes, message.frames)
      else this.close(recorder, message)
    }
    if (this.cut) {
      const why = { code: 'record/failed', message: 'the thread that writes recordings has ended' } as const
      this.close(recorder, { type: 'ended', bytes: recorder.bytes, frames: recorder.frames, why })
    }
  }

  private close(recorder: Recorder, { bytes, frames, why }: FromFile & { type: 'ended' }): void {
    recorder.ended(bytes, frames, why)
    this.port.close()
  }

  private post(message: ToFile): void {
    this.port.postMessage(message)
  }
}
