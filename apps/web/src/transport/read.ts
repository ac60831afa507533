import type { BinaryFrame } from '@etherloom/protocol'
import { putBack } from './pieces.ts'
import type { ReadAnswer } from './read.worker.ts'

type Part = Extract<BinaryFrame, { kind: 'part' }>

/** The parts of a long message, until the last of them is here. */
export class LongMessage {
  private parts: Uint8Array[] = []

  /** All of them with the last one; before, null. */
  add({ last, text }: Part): readonly Uint8Array[] | null {
    this.parts.push(text)
    if (!last) return null
    const { parts } = this
    this.parts = []
    return parts
  }

  clear(): void {
    this.parts = []
  }
}

/** The parts of a message of JSON, read in a worker, which takes their memory. */
export function readAway(parts: readonly Uint8Array[], signal: AbortSignal): Promise<unknown> {
  const worker = new Worker(new URL('./read.worker.ts', import.meta.url), { type: 'module' })
  let giveUp = () => {}
  return new Promise((resolve, reject) => {
    let message: unknown
    worker.onmessage = ({ data }: MessageEvent<ReadAnswer>) => {
      if (data === 'done') resolve(message)
      else if ('piece' in data) putBack(message, data.piece)
      else message = data.message
    }
    worker.onerror = (event) => reject(new Error(event.message || 'The worker could not be started.'))
    giveUp = () => reject(signal.reason)
    signal.addEventListener('abort', giveUp)
    worker.postMessage(
      parts,
      parts.map(({ buffer }) => buffer as ArrayBuffer),
    )
  }).finally(() => {
    worker.terminate()
    // The signal is the connection's and outlives the message, which would stay with it.
    signal.removeEventListener('abort', giveUp)
  })
}
