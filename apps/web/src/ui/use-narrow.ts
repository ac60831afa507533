import { useSyncExternalStore } from 'react'

function watched(query: string): {
  readonly list: MediaQueryList
  readonly subscribe: (listener: () => void) => () => void
} {
  const list = matchMedia(query)
  const subscribe = (listener: () => void): (() => void) => {
    list.addEventListener('change', listener)
    return () => list.removeEventListener('change', listener)
  }
  return { list, subscribe }
}

/** Narrower than this, three columns leave the drawing less than half of the window. */
const narrow = watched('(width < 1440px)')
/** Narrower than this, one column does: a small window, or a page that is zoomed far. */
const small = watched('(width < 900px)')

export const useNarrow = (): boolean => useSyncExternalStore(narrow.subscribe, () => narrow.list.matches)
export const useSmall = (): boolean => useSyncExternalStore(small.subscribe, () => small.list.matches)
export const isSmall = (): boolean => small.list.matches
