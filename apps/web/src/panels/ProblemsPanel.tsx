import { mendAll, mendOf, type Problem } from '@etherloom/topology'
import { CircleAlert, CircleCheck, TriangleAlert, Wrench } from 'lucide-react'
import { useMemo } from 'react'
import { reveal } from '../canvas/reveal.ts'
import { exactCount } from '../format.ts'
import { type ShownKind, type ShownProblem, useProblems } from '../problems/use-problems.ts'
import { documentStore } from '../stores/document.ts'
import { drawnName } from '../stores/drawing.ts'
import { useDocument, useLive } from '../stores/hooks.ts'
import { sessionStore } from '../stores/session.ts'
import { edit } from '../transport/lab.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { Words } from '../ui/Words.tsx'
import { kindWords } from './problem-words.ts'

const MOST_SHOWN = 100

/** What is wrong, by kind, and what can be done about it; a click goes to where it is. */
export function ProblemsPanel() {
  const problems = useProblems()
  const kinds = useMemo(() => byKind(problems.slice(0, MOST_SHOWN)), [problems])
  return (
    <div className="h-full overflow-y-auto p-1.5">
      <Panic />
      {problems.length === 0 && (
        <p className="flex items-center gap-2 p-1.5 text-dim">
          <CircleCheck size={16} className="shrink-0 text-ok" aria-hidden="true" /> Nothing is wrong with the drawing.
          What is odd in it (an address used twice, a gateway out of reach, a loop) is told here as you draw.
        </p>
      )}
      <ul aria-label="Problems" className="flex flex-col gap-1.5">
        {[...kinds].map(([kind, list]) => (
          <Kind key={kind} kind={kind} list={list} />
        ))}
      </ul>
      {problems.length > MOST_SHOWN && (
        <p className="px-2 py-1 text-sm text-faint">and {exactCount(problems.length - MOST_SHOWN)} more</p>
      )}
    </div>
  )
}

function byKind(problems: readonly ShownProblem[]): Map<ShownKind, ShownProblem[]> {
  const kinds = new Map<ShownKind, ShownProblem[]>()
  for (const problem of problems) {
    const list = kinds.get(problem.kind)
    if (list) list.push(problem)
    else kinds.set(problem.kind, [problem])
  }
  return kinds
}

function Kind({ kind, list }: { kind: ShownKind; list: readonly ShownProblem[] }) {
  const own = list.flatMap(({ problem }) => problem ?? [])
  return (
    <li>
      {list.length > 1 && (
        <div className="flex min-h-7 items-center gap-2 px-2 text-sm font-medium text-dim">
          {kindWords[kind]}
          <span className="text-faint">{list.length}</span>
          <span className="flex-1" />
          <MendAll kind={kind} problems={own} />
        </div>
      )}
      <ul aria-label={kindWords[kind]}>
        {list.map((shown) => (
          <ProblemRow key={`${shown.record} ${shown.message}`} shown={shown} />
        ))}
      </ul>
    </li>
  )
}

function MendAll({ kind, problems }: { kind: ShownKind; problems: readonly Problem[] }) {
  const can = useMemo(() => {
    const { document } = documentStore.getState()
    return problems.some((problem) => mendOf(document, problem) !== null)
  }, [problems])
  if (!can) return null
  const mend = (): void => {
    edit((document) => mendAll(document, problems) ?? nothingLeft)
  }
  return <MendButton words="Mend all" label={`Mend all: ${kindWords[kind]}`} onPress={mend} />
}

/** Somebody else mended it a moment ago. */
const nothingLeft = { label: 'Nothing', diff: { added: {}, updated: {}, removed: {} } }

function ProblemRow({ shown }: { shown: ShownProblem }) {
  const { record, severity, message, mend, problem } = shown
  const name = useDocument((document) => drawnName(document, record))
  const label = useMemo(
    () => (problem ? (mendOf(documentStore.getState().document, problem)?.label ?? null) : null),
    [problem],
  )
  const error = severity === 'error'
  const Icon = error ? CircleAlert : TriangleAlert
  return (
    <li className="flex items-start gap-1 rounded-md pr-1 hover:bg-hover">
      <button
        type="button"
        className="flex min-w-0 flex-1 items-start gap-2 px-2 py-1 text-left"
        onClick={() => goTo(shown)}
      >
        <Icon size={15} className={`mt-0.5 shrink-0 ${error ? 'text-bad' : 'text-warn'}`} aria-label={severity} />
        <span className="w-40 shrink-0 truncate font-medium" title={name}>
          {name}
        </span>
        <span className="min-w-0 flex-1">
          <Words text={message} />
          {mend && (
            <span className="text-dim">
              : <Words text={mend} />
            </span>
          )}
        </span>
      </button>
      {label !== null && (
        <MendButton
          words={label}
          label={`Mend ${name}: ${label}`}
          onPress={() => edit((document) => mendOf(document, problem!) ?? nothingLeft)}
        />
      )}
    </li>
  )
}

function MendButton({ words, label, onPress }: { words: string; label: string; onPress: () => void }) {
  const barred = whyViewOnly()
  return (
    <button
      type="button"
      aria-label={label}
      disabled={barred !== null}
      title={barred ?? words}
      className="mt-px flex h-6 max-w-80 shrink-0 items-center gap-1.5 rounded-md border border-line bg-raised px-2 text-sm hover:border-accent hover:text-accent disabled:pointer-events-none disabled:opacity-50"
      onClick={onPress}
    >
      <Wrench size={12} className="shrink-0" aria-hidden="true" />
      <span className="truncate">{words}</span>
    </button>
  )
}

/** Selects it and brings it into view, also in the inspector; this list stays. */
function goTo({ record }: ShownProblem): void {
  const { dockTab } = sessionStore.getState()
  reveal(record)
  sessionStore.setState({ dockTab })
  requestAnimationFrame(() => document.querySelector(`[data-record="${record}"]`)?.scrollIntoView({ block: 'nearest' }))
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
