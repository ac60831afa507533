// What is wrong with the lab. Looking at a whole document takes a while in a large one, so it is done when editing pauses.
import { type Problem, type RecordId, validateDocument } from '@etherloom/topology'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { documentStore } from '../stores/document.ts'
import { useLive } from '../stores/hooks.ts'

export type ShownProblem = Pick<Problem, 'severity' | 'record' | 'message' | 'mend'>

const PAUSE_MS = 250
const drawn = createStore<readonly ShownProblem[]>(() => [])

/** The longer a look takes, the longer the pause it waits for: nobody is held up while drawing. */
const PATIENCE = 4
let tookMs = 0
let timer: ReturnType<typeof setTimeout> | undefined
documentStore.subscribe((state, before) => {
  if (state.document === before.document) return
  clearTimeout(timer)
  timer = setTimeout(look, PAUSE_MS + tookMs * PATIENCE)
})

function look(): void {
  const began = performance.now()
  drawn.setState(validateDocument(documentStore.getState().document), true)
  tookMs = performance.now() - began
}

/** The drawing's problems, and what the kernel or the host denied (faults). */
export function useProblems(): readonly ShownProblem[] {
  const problems = useStore(drawn)
  const faults = useLive((live) => live.faults)
  return useMemo(() => {
    const denied = Object.entries(faults).map(
      ([record, message]): ShownProblem => ({ severity: 'error', record: record as RecordId, message, mend: '' }),
    )
    return [...denied, ...problems]
  }, [faults, problems])
}
