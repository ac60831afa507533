import { putBack } from './pieces.ts'
import type { ReadAnswer } from './read.worker.ts'

/** So many letters are read in a few milliseconds. */
const LONG = 500_000

export const isLong = (text: string): boolean => text.length > LONG

/** A long text of JSON, read in a worker. */
export function readAway(text: string, signal: AbortSignal): Promise<unknown> {
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
    worker.postMessage(text)
  }).finally(() => {
    worker.terminate()
    // The signal is the connection's and outlives the message, which would stay with it.
    signal.removeEventListener('abort', giveUp)
  })
}
