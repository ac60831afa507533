// What a screen reader is told of what the eye sees by itself.
import { createStore } from 'zustand/vanilla'

/** `nth` tells the same words said twice apart. */
export const announceStore = createStore<{ readonly words: string; readonly nth: number }>(() => ({
  words: '',
  nth: 0,
}))

export const announce = (words: string): void => announceStore.setState(({ nth }) => ({ words, nth: nth + 1 }))
