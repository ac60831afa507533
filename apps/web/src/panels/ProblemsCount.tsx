import { useProblems } from '../problems/use-problems.ts'
import { useLive } from '../stores/hooks.ts'

export function ProblemsCount() {
  const problems = useProblems()
  const panic = useLive((live) => live.panic !== null)
  const count = problems.length + (panic ? 1 : 0)
  if (count === 0) return null
  const bad = panic || problems.some((problem) => problem.severity === 'error')
  return (
    <span className={`rounded-full px-1.5 text-xs ${bad ? 'bg-bad-soft text-bad' : 'bg-warn-soft text-warn'}`}>
      {count}
    </span>
  )
}
