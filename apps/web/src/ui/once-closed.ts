import { nextTask } from './next-task.ts'

const NEXT_INPUT = ['pointerdown', 'keydown'] as const

/**
 * What a menu or dialog was closed for. It is done once that has given the focus back, a moment after it is gone, since it may
 * take the focus elsewhere; but before the next click or key, which may change what it is about. Returns what to call when
 * the menu or dialog is gone.
 */
export function onceClosed(work: () => void): () => void {
  const waiting = new AbortController()
  const now = (): void => {
    if (waiting.signal.aborted) return
    waiting.abort()
    work()
  }
  for (const input of NEXT_INPUT) addEventListener(input, now, { capture: true, signal: waiting.signal })
  // In a task of its own: in a frame, the page would be held up by the work and by showing it.
  const afterFrame = (): void => void nextTask().then(now)
  return () => requestAnimationFrame(() => requestAnimationFrame(afterFrame))
}
