import {
  find,
  type Guide,
  type GuideAction,
  type GuideCommand,
  type GuideStep,
  type RecordId,
} from '@etherloom/topology'
import { Eye, Play, X } from 'lucide-react'
import { drawnName } from '../stores/drawing.ts'
import { useDocument, useDocumentState, useSession } from '../stores/hooks.ts'
import { look, tryCommand } from '../transport/guide.ts'
import { whyViewOnly } from '../transport/view-only.ts'
import { Button } from '../ui/Button.tsx'
import { hideGuide } from './guide-shown.ts'

/** More that run by themselves are counted, not listed. */
const MOST_STARTED = 2

/** The guide of the lab, unless it was closed. */
export function useGuide(): Guide | null {
  const lab = useDocumentState((state) => state.lab)
  const guide = useDocument((document) => find(document, 'lab:lab')?.guide ?? null)
  const hidden = useSession((session) => session.guidesHidden.includes(lab ?? ''))
  return hidden ? null : guide
}

/** What the lab is there to show, beside the drawing: steps, each with what can be tried at one click. */
export function GuidePanel({ guide, className }: { guide: Guide; className: string }) {
  const name = useDocument((document) => find(document, 'lab:lab')?.name ?? '')
  return (
    <aside aria-label="Guide" className={`beside-drawing flex flex-col bg-panel ${className}`}>
      <div className="flex items-center gap-2 border-b border-line py-1 pr-1.5 pl-3">
        <h2 className="min-w-0 flex-1 truncate text-sm font-semibold" title={name}>
          {name}
        </h2>
        <Button label="Close the guide" icon={<X size={15} />} onPress={() => hideGuide()} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-3 py-3">
        <p className="mb-4 text-dim">{guide.summary}</p>
        <ol className="flex flex-col gap-4">
          {guide.steps.map((step, i) => (
            <Step key={i} step={step} number={i + 1} />
          ))}
        </ol>
      </div>
    </aside>
  )
}

function Step({ step, number }: { step: GuideStep; number: number }) {
  const started = step.actions.filter((action): action is GuideCommand => action.do === 'command' && action.atStart)
  const left = started.length - MOST_STARTED
  const counted = new Set<GuideAction>(started.slice(MOST_STARTED))
  const shown = step.actions.filter((action) => !counted.has(action))
  return (
    <li className="flex gap-2.5">
      <span className="flex size-5 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent">
        {number}
      </span>
      <div className="flex min-w-0 flex-1 flex-col items-start gap-1.5">
        <p>{step.text}</p>
        {shown.map((action, i) => (
          <Action key={i} action={action} />
        ))}
        {left > 0 && <p className="text-xs text-faint">and {left} more like these</p>}
      </div>
    </li>
  )
}

const row =
  'flex w-full items-start gap-1.5 rounded-md border border-line bg-raised px-2 py-1 text-left text-sm hover:border-accent aria-disabled:cursor-not-allowed aria-disabled:opacity-50 aria-disabled:hover:border-line'

function Action({ action }: { action: GuideAction }) {
  const target = (action.do === 'command' ? action.node : action.record) as RecordId
  const gone = useDocument((document) => find(document, target) === undefined)
  const name = useDocument((document) => drawnName(document, target))
  const command = action.do === 'command'
  const words = command ? `${name}: ${action.line}` : action.words
  const barred = gone ? 'It was deleted from the drawing.' : command ? whyViewOnly() : null
  const hint = barred !== null ? barred : command ? hintFor(action) : 'Shows its packets or settings'
  return (
    <button
      type="button"
      className={row}
      title={hint}
      aria-label={command ? `Run ${words}` : `Look at ${words}`}
      aria-disabled={barred !== null || undefined}
      onClick={() => barred === null && (command ? tryCommand(action) : look(target))}
    >
      {command ? (
        <Play size={13} className="mt-0.5 shrink-0 text-accent" aria-hidden="true" />
      ) : (
        <Eye size={13} className="mt-0.5 shrink-0 text-accent" aria-hidden="true" />
      )}
      <span className={`min-w-0 break-words ${command ? 'font-mono text-xs leading-[1.15rem]' : ''}`}>
        {words}
        {command && action.atStart && <span className="font-sans text-faint"> (runs by itself)</span>}
      </span>
    </button>
  )
}

const hintFor = ({ atStart }: GuideCommand): string =>
  atStart ? 'Runs by itself when you press Run; a click runs it again' : 'Runs it at that console'
