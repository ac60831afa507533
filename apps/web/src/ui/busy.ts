// Work that takes longer than a blink: it is said before it begins, or the page would seem to have stopped.
import { createStore } from 'zustand/vanilla'

export const busyStore = createStore<{ readonly words: string | null }>(() => ({ words: null }))

/** Says so, and does it once that can be seen. */
export function busyWith(words: string, work: () => void): void {
  busyStore.setState({ words })
  // The second frame begins when the first has been painted.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      try {
        work()
      } finally {
        busyStore.setState({ words: null })
      }
    }),
  )
}
