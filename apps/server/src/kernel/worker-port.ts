// The port to a kernel in a thread of its own. A kernel that throws, runs out of memory or stops answering ends as a panic of
// that experiment; the server and every other experiment go on.
import { setTimeout as sleep } from 'node:timers/promises'
import { type MessagePort, Worker } from 'node:worker_threads'
import type { Down, RecordingEnd, Up } from '@etherloom/experiment/port'
import { CodedError } from '@etherloom/protocol'
import { emptyDiff } from '@etherloom/topology'
import type { OpenedRecording } from '../recordings/file-thread.ts'
import { wordsOf } from '../replicas/diff-words.ts'
import type { Pieces } from '../replicas/jobs.ts'
import { CONTROL_WORDS, HEARTBEAT, WAKE, type WorkerData } from './control.ts'
import type { ReadingPort, Start } from './start-in-words.ts'

export interface WorkerPortOptions {
  /** The bundled worker.ts. */
  script: URL
  spin: boolean
  /** A worker that has not begun a turn for so long is ended. */
  silenceMs?: number
  /** Where recordings of this lab go; throws a `CodedError` when there is no room. Without it there are none. */
  openRecording?: (file: string, control: SharedArrayBuffer) => OpenedRecording
  /** The arena lies outside this heap; what is in it is the document and the tables of the experiment. */
  maxHeapMb?: number
}

const SILENCE_MS = 5000
/** Checks within that time. Counted, not measured: a host that was asleep gives the worker its time again. */
const CHECKS = 10
/** A thread that has yet to load its program is not silent: a busy machine takes its time. */
const STARTING_CHECKS = 60
/** Building ten thousand nodes is one long turn. */
const BUILDING_CHECKS = 120
const MAX_HEAP_MB = 2048
/** What a kernel may take to say its last; and a recording, to be completed. */
const STOP_MS = 1000
const FINISH_MS = 5000

export class WorkerPort implements ReadingPort {
  readonly coarse: boolean
  private readonly worker: Worker
  private readonly control: Int32Array<SharedArrayBuffer>
  private readonly openRecording: WorkerPortOptions['openRecording']
  /** The file being recorded to. */
  private recording: string | null = null
  private building = false
  /** The kernel has stopped, and said so. */
  private stopped = false
  private closing: Promise<void> | null = null
  private onOver: () => void = () => {}
  private readonly watchdog: NodeJS.Timeout
  private readonly ended: Promise<void>
  private listener: (message: Up) => void = () => {}
  private alive = true
  private closed = false

  constructor({ script, spin, openRecording, silenceMs = SILENCE_MS, maxHeapMb = MAX_HEAP_MB }: WorkerPortOptions) {
    this.coarse = !spin
    this.openRecording = openRecording
    this.control = new Int32Array(new SharedArrayBuffer(4 * CONTROL_WORDS))
    const workerData: WorkerData = { control: this.control.buffer, spin }
    this.worker = new Worker(script, { workerData, resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } })
    this.worker.on('message', (message: Up) => this.receive(message))
    this.worker.on('error', (error) => this.die(whyDied(error, maxHeapMb), error.stack ?? ''))
    this.ended = new Promise((resolve) => {
      this.worker.on('exit', (code) => {
        this.die(`The kernel's thread ended by itself (${code}).`, '')
        resolve()
      })
    })
    this.watchdog = this.watch(silenceMs)
  }

  send(message: Down): void {
    if (!this.alive) return this.answerForTheDead(message)
    if (message.type === 'start') this.building = true
    if (message.type === 'apply') this.apply(message)
    else if (message.type === 'record') this.record(message)
    else this.post(message, [])
  }

  startInWords(start: Start, words: Pieces['pieces']): void {
    if (!this.alive) return
    this.building = true
    const inWords = { ...start, words }
    this.post(
      inWords,
      words.map(({ buffer }) => buffer),
    )
  }

  onMessage(listener: (message: Up) => void): void {
    this.listener = listener
  }

  close(): Promise<void> {
    this.closing ??= this.end()
    return this.closing
  }

  /** What was captured and counted last still comes; what was recorded is written, and the file is complete. */
  private async end(): Promise<void> {
    if (this.alive) {
      const over = new Promise<void>((resolve) => {
        this.onOver = resolve
      })
      this.post({ type: 'stop' }, [])
      await Promise.race([over, sleep(this.recording === null ? STOP_MS : FINISH_MS, undefined, { ref: false })])
    }
    this.closed = true
    this.alive = false
    clearInterval(this.watchdog)
    await this.worker.terminate()
    await this.ended
  }

  /** Of a large diff bytes are copied, not records. */
  private apply(message: Down & { type: 'apply' }): void {
    const words = wordsOf(message.diff)
    const inWords = { ...message, diff: emptyDiff, words }
    this.post(words === undefined ? message : inWords, [])
  }

  private post(message: Down, transfer: (MessagePort | ArrayBuffer)[]): void {
    this.worker.postMessage(message, transfer)
    Atomics.add(this.control, WAKE, 1)
    Atomics.notify(this.control, WAKE)
  }

  /** The kernel's frames go from its thread to the one that writes; they are only introduced here. */
  private record(message: Down & { type: 'record' }): void {
    try {
      if (this.openRecording === undefined) throw new CodedError('record/unavailable')
      const { file, port } = this.openRecording(message.file, this.control.buffer)
      this.recording = file
      const introduced = { ...message, file, recordPort: port }
      this.post(introduced, [port])
    } catch (error) {
      const code = error instanceof CodedError ? error.code : 'record/failed'
      this.recordingEnded(message.file, { code, message: error instanceof Error ? error.message : String(error) })
    }
  }

  private recordingEnded(file: string, ended: RecordingEnd): void {
    this.listener({ type: 'recording', file, frames: 0, bytes: 0, ended })
  }

  private answerForTheDead(message: Down): void {
    if (this.closed) return
    if (message.type === 'recent') this.listener({ type: 'recent', ticket: message.ticket, chunk: null })
    if (message.type !== 'query') return
    this.listener({
      type: 'answer',
      query: message.query,
      answer: { kind: 'error', message: 'The kernel of this lab has ended.' },
    })
  }

  private receive(message: Up): void {
    if (!this.alive) return
    this.listener(message)
    if (message.type === 'recording' && message.ended !== null) this.recording = null
    if (message.type === 'state') this.building = false
    if (message.type === 'state' && message.state === 'stopped') this.stopped = true
    if (this.stopped && this.recording === null) this.onOver()
    if (message.type === 'frames') this.send({ type: 'consumed', chunks: 1 })
  }

  private watch(silenceMs: number): NodeJS.Timeout {
    let last = -1
    let silent = 0
    const check = () => {
      const beat = Atomics.load(this.control, HEARTBEAT)
      silent = beat === last ? silent + 1 : 0
      last = beat
      const patience = beat === 0 ? STARTING_CHECKS : this.building ? BUILDING_CHECKS : CHECKS
      if (silent < patience) return
      this.die(`The kernel has not answered for ${((silenceMs / CHECKS) * patience) / 1000} s and was ended.`, '')
      void this.worker.terminate()
    }
    return setInterval(check, silenceMs / CHECKS).unref()
  }

  private die(message: string, backtrace: string): void {
    if (!this.alive) return
    this.alive = false
    clearInterval(this.watchdog)
    if (this.closed) return
    this.listener({ type: 'panic', message, backtrace, node: null, packet: null })
    if (this.recording !== null) this.recordingEnded(this.recording, { code: 'record/failed', message })
    this.recording = null
    this.onOver()
  }
}

function whyDied(error: Error, maxHeapMb: number): string {
  const isFull = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
  return isFull
    ? `The lab needed more than ${maxHeapMb.toLocaleString('en')} MiB of memory and was ended: make it smaller, or start the server with a larger --max-memory.`
    : error.message
}
