import { useEffect, useRef, useState } from 'react'
import type { PreviewAnswer } from './preview.ts'
import type { Order } from './shapes.ts'

/** Typing is waited for. */
const PAUSE_MS = 120

/** What would be made, a moment after it was asked for; the answer before stays until then. */
export function usePreview(order: Order | null): { answer: PreviewAnswer | null; waiting: boolean } {
  const [answer, setAnswer] = useState<PreviewAnswer | null>(null)
  const worker = useRef<Worker | null>(null)
  const key = JSON.stringify(order)
  useEffect(() => () => worker.current?.terminate(), [])
  // The key stands for the order: an equal one is the same.
  useEffect(() => {
    if (order === null) return
    const timer = setTimeout(() => {
      // One that is still at work is at work on what nobody wants any more.
      worker.current?.terminate()
      const next = new Worker(new URL('./preview.worker.ts', import.meta.url), { type: 'module' })
      next.onmessage = ({ data }: MessageEvent<PreviewAnswer>) => {
        setAnswer(data)
        next.terminate()
        if (worker.current === next) worker.current = null
      }
      next.onerror = () => setAnswer({ order, refused: 'The preview could not be made.' })
      worker.current = next
      next.postMessage(order)
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [key])
  return { answer, waiting: order !== null && JSON.stringify(answer?.order ?? null) !== key }
}
