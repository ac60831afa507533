import { type Problem, type RecordId, type TopologyDocument, validateDocument } from '@etherloom/topology'
import { useDocument, useLive } from '../stores/hooks.ts'

const validated = new WeakMap<TopologyDocument, readonly Problem[]>()

/** What is wrong with a document, found once per document and shared by the tab's number and its list. */
function problemsOf(document: TopologyDocument): readonly Problem[] {
  let problems = validated.get(document)
  if (!problems) validated.set(document, (problems = validateDocument(document)))
  return problems
}

export interface ShownProblem {
  readonly severity: 'error' | 'warning'
  readonly record: RecordId
  readonly message: string
  readonly mend: string
}

/** The drawing's problems, and what the kernel or the host denied (faults). */
export function useProblems(): readonly ShownProblem[] {
  const drawn = useDocument(problemsOf)
  const faults = useLive((live) => live.faults)
  const denied = Object.entries(faults).map(
    ([record, message]): ShownProblem => ({ severity: 'error', record: record as RecordId, message, mend: '' }),
  )
  return [...denied, ...drawn]
}
