// What Undo or Redo did last, for who shows where that was.
import { type Diff, emptyDiff } from '@etherloom/topology'
import { createStore } from 'zustand/vanilla'

export const turnedBackStore = createStore<{ readonly diff: Diff }>(() => ({ diff: emptyDiff }))
