import { nameOf } from '@etherloom/topology'
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { reveal } from '../canvas/reveal.ts'
import { useDocument, useLive } from '../stores/hooks.ts'
import { type ShownProblem, useProblems } from './use-problems.ts'

const MOST_SHOWN = 200

/** What is wrong and what to do about it; a click goes to where it is. */
export function ProblemsPanel() {
  const problems = useProblems()
  return (
    <div className="h-full overflow-y-auto p-1.5">
      <Panic />
      {problems.length === 0 && (
        <p className="flex items-center gap-2 p-2 text-dim">
          <CircleCheck size={16} className="text-ok" aria-hidden="true" /> Nothing is wrong with this lab.
        </p>
      )}
      <ul aria-label="Problems">
        {problems.slice(0, MOST_SHOWN).map((problem) => (
          <ProblemRow key={`${problem.record} ${problem.message}`} problem={problem} />
        ))}
      </ul>
      {problems.length > MOST_SHOWN && (
        <p className="px-2 text-sm text-faint">and {problems.length - MOST_SHOWN} more</p>
      )}
    </div>
  )
}

function ProblemRow({ problem }: { problem: ShownProblem }) {
  const name = useDocument((document) => nameOf(document, problem.record))
  const error = problem.severity === 'error'
  const Icon = error ? CircleAlert : TriangleAlert
  return (
    <li>
      <button
        type="button"
        className="flex w-full items-start gap-2 rounded-md px-2 py-1 text-left hover:bg-hover"
        onClick={() => reveal(problem.record)}
      >
        <Icon
          size={15}
          className={`mt-0.5 shrink-0 ${error ? 'text-bad' : 'text-warn'}`}
          aria-label={problem.severity}
        />
        <span className="w-40 shrink-0 truncate font-medium">{name}</span>
        <span className="min-w-0 flex-1">
          {problem.message}
          {problem.mend && <span className="text-dim">: {problem.mend}</span>}
        </span>
      </button>
    </li>
  )
}

/** The kernel stopped itself: where and why, in full. */
function Panic() {
  const panic = useLive((live) => live.panic)
  if (!panic) return null
  return (
    <section aria-label="Kernel failure" className="mb-2 rounded-lg border border-bad bg-bad-soft p-2.5">
      <h3 className="font-semibold text-bad">The kernel of this lab failed: {panic.message}</h3>
      <p className="mt-0.5 text-sm">
        Counters and captures stay readable. Press Run to start it again; other labs are not affected.
      </p>
      <pre className="mt-2 max-h-40 overflow-auto font-mono text-xs text-dim select-text">{panic.backtrace}</pre>
    </section>
  )
}
