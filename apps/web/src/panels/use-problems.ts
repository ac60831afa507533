// What is wrong with the lab. Looking at a whole document takes a while in a large one, so it is done when editing pauses.
import { find, isNodeId, type NodeId, type Problem, type ProblemKind, validateDocument } from '@etherloom/topology'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { documentStore } from '../stores/document.ts'
import { useLive } from '../stores/hooks.ts'

/** A fault is what the kernel or the host denied the running lab. */
export type ShownKind = ProblemKind | 'fault'
export interface ShownProblem extends Pick<Problem, 'severity' | 'record' | 'message' | 'mend'> {
  readonly kind: ShownKind
  /** The document's own problem, for what can be done about it; null for a fault. */
  readonly problem: Problem | null
}

interface Found {
  readonly problems: readonly Problem[]
  /** For each node drawn, what is wrong with it and its interfaces: the first, and how many more. */
  readonly byNode: ReadonlyMap<NodeId, { readonly message: string; readonly more: number }>
}

const PAUSE_MS = 250
const nothing: Found = { problems: [], byNode: new Map() }
const found = createStore<Found>(() => nothing)

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
  const { document, loaded } = documentStore.getState()
  const problems = loaded ? validateDocument(document) : []
  const byNode = new Map<NodeId, { message: string; more: number }>()
  for (const { record, message } of problems) {
    const at = find(document, record)
    const owner = at?.type === 'iface' ? at.node : record
    if (!isNodeId(owner)) continue
    const first = byNode.get(owner)
    if (first) first.more++
    else byNode.set(owner, { message, more: 0 })
  }
  found.setState({ problems, byNode }, true)
  tookMs = performance.now() - began
}

/** The drawing's problems, and what the kernel or the host denied (faults). */
export function useProblems(): readonly ShownProblem[] {
  const problems = useStore(found, (state) => state.problems)
  const faults = useLive((live) => live.faults)
  return useMemo(() => {
    const denied = Object.entries(faults).map(
      ([record, message]): ShownProblem => ({
        kind: 'fault',
        severity: 'error',
        record: record as Problem['record'],
        message,
        mend: '',
        problem: null,
      }),
    )
    return [...denied, ...problems.map((problem): ShownProblem => ({ ...problem, problem }))]
  }, [faults, problems])
}

/** What is wrong with a node, in one line; null when nothing is. */
export const useNodeProblem = (id: NodeId): string | null =>
  useStore(found, ({ byNode }) => {
    const here = byNode.get(id)
    return here ? `${here.message}${here.more > 0 ? ` (and ${here.more} more)` : ''}` : null
  })
