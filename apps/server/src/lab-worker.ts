// The thread that does the heavy work with labs, so that the server's own thread always answers: replicas/perform.ts says what.
import { parentPort } from 'node:worker_threads'
import { CodedError } from '@etherloom/protocol'
import type { Answer, Ask } from './replicas/jobs.ts'
import { perform, Replicas } from './replicas/perform.ts'

const replicas = new Replicas()

parentPort!.on('message', ({ id, job, asks }: Ask) => {
  try {
    const answer = perform(replicas, job, asks)
    parentPort!.postMessage({ id, ok: true, answer } satisfies Answer, memoryIn(answer))
  } catch (error) {
    const code = error instanceof CodedError ? error.code : null
    const message = error instanceof Error ? error.message : String(error)
    parentPort!.postMessage({ id, ok: false, code, message } satisfies Answer)
  }
})

/** The memory of bytes in an answer is handed over, not copied. */
function memoryIn(value: unknown): ArrayBuffer[] {
  if (value instanceof Uint8Array) return [value.buffer as ArrayBuffer]
  if (Array.isArray(value) && !(value[0] instanceof Uint8Array)) return []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(memoryIn) : []
}
