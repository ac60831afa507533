import { useSyncExternalStore } from 'react'

/** Narrower than this, three columns leave the drawing less than half of the window. */
const narrow = matchMedia('(width < 1440px)')

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener)
  return () => narrow.removeEventListener('change', listener)
}

export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches)
