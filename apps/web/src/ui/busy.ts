// Work that takes longer than a blink: it is said before it begins, or the page would seem to have stopped.
import { createStore } from 'zustand/vanilla'

interface Busy {
  readonly words: string | null
  /** How much is done, 0 to 1; null where that is not known. */
  readonly done: number | null
  readonly cancel: (() => void) | null
}

const idle: Busy = { words: null, done: null, cancel: null }

export const busyStore = createStore<Busy>(() => idle)

/** Work in pieces: says how far it is, and stops between two of them when asked to. */
export interface Work {
  readonly signal: AbortSignal
  /** Shows how much is done, and gives the page time to. */
  readonly report: (done: number) => Promise<void>
}

export async function busyThrough<T>(words: string, work: (work: Work) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  busyStore.setState({ words, done: 0, cancel: () => controller.abort() })
  const report = (done: number): Promise<void> => {
    busyStore.setState({ done })
    return painted()
  }
  try {
    return await work({ signal: controller.signal, report })
  } finally {
    busyStore.setState(idle)
  }
}

/** Quicker than this and nobody wants to know. */
const PATIENCE_MS = 250

/** Work done elsewhere: said when it takes long, with how far it is. Cancelling ends the note too. */
export function busyLater(words: string, onCancel: () => void): { report: (done: number) => void; end: () => void } {
  let done = 0
  let shown = false
  const end = (): void => {
    clearTimeout(timer)
    if (shown) busyStore.setState(idle)
    shown = false
  }
  const cancel = (): void => {
    end()
    onCancel()
  }
  const timer = setTimeout(() => {
    shown = true
    busyStore.setState({ words, done, cancel })
  }, PATIENCE_MS)
  const report = (now: number): void => {
    done = now
    if (shown) busyStore.setState({ done })
  }
  return { report, end }
}

/** The second frame begins when the first has been painted. */
const painted = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
