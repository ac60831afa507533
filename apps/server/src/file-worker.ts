// The thread that writes recordings to disk, one for all labs. Kernels send it chunks, each over a port of its own; it answers when
// they are written, and wakes the kernel, which may be waiting for just that.
import { type MessagePort, parentPort } from 'node:worker_threads'
import type { RecordingEnd } from '@etherloom/experiment'
import { WAKE } from './kernel/control.ts'
import type { FromFile, OpenRecording, ToFile } from './recordings/messages.ts'
import { RecordingFile } from './recordings/recording-file.ts'

class Writer {
  private readonly port: MessagePort
  private readonly control: Int32Array<SharedArrayBuffer>
  private file: RecordingFile | null

  constructor({ path, limit, full, control, port }: OpenRecording) {
    this.port = port
    this.control = new Int32Array(control)
    this.file = null
    try {
      this.file = new RecordingFile(path, limit, full)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.say({ type: 'ended', bytes: 0, frames: 0, why: { code: 'record/failed', message } })
    }
    port.on('message', (message: ToFile) => this.receive(message))
    // The kernel ended without a word: what came is kept.
    port.on('close', () => this.file?.finish())
  }

  private receive(message: ToFile): void {
    const { file } = this
    switch (message.type) {
      case 'begin':
        file?.begin(message.start, Date.now())
        return
      case 'slot':
        file?.slot(message.slot, message.described)
        return
      case 'chunk': {
        const why = file?.append(message.chunk) ?? null
        this.say({ type: 'written', chunks: 1, bytes: file?.bytes ?? 0, frames: file?.frames ?? 0 })
        if (why !== null) this.end(why)
        return
      }
      case 'end':
        this.end(file?.finish() ?? null)
    }
  }

  private end(why: RecordingEnd | null): void {
    const { file } = this
    if (file === null) return
    this.file = null
    this.say({ type: 'ended', bytes: file.bytes, frames: file.frames, why })
  }

  private say(message: FromFile): void {
    this.port.postMessage(message)
    Atomics.add(this.control, WAKE, 1)
    Atomics.notify(this.control, WAKE)
  }
}

parentPort!.on('message', (message: OpenRecording) => new Writer(message))
