import type { NodeId, Problem, ProblemKind } from '@etherloom/topology'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useLive } from '../stores/hooks.ts'
import { problemStore } from './problem-store.ts'

/** A fault is what the kernel or the host denied the running lab. */
export type ShownKind = ProblemKind | 'fault'
export interface ShownProblem extends Pick<Problem, 'severity' | 'record' | 'message' | 'mend'> {
  readonly kind: ShownKind
  /** The document's own problem, for what can be done about it; null for a fault. */
  readonly problem: Problem | null
}

/** The drawing's problems, and what the kernel or the host denied (faults). */
export function useProblems(): readonly ShownProblem[] {
  const problems = useStore(problemStore, (state) => state.problems)
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
  useStore(problemStore, ({ byNode }) => {
    const here = byNode.get(id)
    return here ? `${here.message}${here.more > 0 ? ` (and ${here.more} more)` : ''}` : null
  })
