// The server's end of the thread of labs: questions go over in order and are answered in order. Should the thread die (a file
// that needs more memory than there is), what was asked fails, and the next question begins another.
import { Worker } from 'node:worker_threads'
import { CodedError, type ErrorCode } from '@etherloom/protocol'
import type { Answer, Ask, JobName, Jobs } from './jobs.ts'
import { perform, Replicas } from './perform.ts'

export interface LabThread {
  /** Another number after the thread died: its replicas are gone. */
  readonly life: number
  /** Memory in `transfer` is handed over. */
  ask<J extends JobName>(job: J, asks: Jobs[J]['asks'], transfer?: ArrayBuffer[]): Promise<Jobs[J]['answer']>
  /** What was not answered yet fails with `room/closed`. */
  close(): Promise<void>
}

interface Waiting {
  resolve: (answer: never) => void
  reject: (error: Error) => void
}

export class WorkerLabThread implements LabThread {
  life = 0
  private readonly script: URL
  private readonly waiting = new Map<number, Waiting>()
  private worker: Worker | null = null
  private asked = 0
  private closed = false

  constructor(script: URL) {
    this.script = script
  }

  ask<J extends JobName>(job: J, asks: Jobs[J]['asks'], transfer: ArrayBuffer[] = []): Promise<Jobs[J]['answer']> {
    if (this.closed) return Promise.reject(new CodedError('room/closed'))
    const id = ++this.asked
    const worker = this.running()
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      if (this.waiting.size === 1) worker.ref()
      worker.postMessage({ id, job, asks } satisfies Ask, transfer)
    })
  }

  async close(): Promise<void> {
    this.closed = true
    this.fail(new CodedError('room/closed'))
    await this.kill()
  }

  /** As if it had died by itself. */
  async kill(): Promise<void> {
    await this.worker?.terminate()
  }

  private running(): Worker {
    if (this.worker !== null) return this.worker
    const worker = new Worker(this.script)
    let why = 'it ended'
    worker.on('message', (answer: Answer) => this.answered(worker, answer))
    worker.on('error', (error) => {
      why = error.message
    })
    worker.on('exit', () => {
      this.worker = null
      this.life++
      this.fail(new Error(`the thread that works on labs has died: ${why}`))
    })
    worker.unref()
    this.worker = worker
    return worker
  }

  private answered(worker: Worker, message: Answer): void {
    const waiting = this.waiting.get(message.id)
    this.waiting.delete(message.id)
    if (this.waiting.size === 0) worker.unref()
    if (message.ok) waiting?.resolve(message.answer as never)
    else if (message.code !== null) waiting?.reject(new CodedError(message.code as ErrorCode, message.message))
    else waiting?.reject(new Error(message.message))
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error)
    this.waiting.clear()
  }
}

/** The same without a thread: for tests, and a server that nobody else talks to meanwhile. */
export class LocalLabThread implements LabThread {
  readonly life = 0
  private readonly replicas = new Replicas()

  async ask<J extends JobName>(job: J, asks: Jobs[J]['asks']): Promise<Jobs[J]['answer']> {
    return perform(this.replicas, job, asks)
  }

  async close(): Promise<void> {}
}
