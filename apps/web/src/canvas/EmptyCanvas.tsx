import { drawingOf } from '../stores/drawing.ts'
import { useDocument } from '../stores/hooks.ts'

const steps = [
  ['Place nodes', 'Drag a PC from the left, or click it and then click here.'],
  ['Wire them', 'Point at a node and drag from one of its dots to another node.'],
  ['Press Run', 'Then pick a node and type ping, and click a link to see its packets.'],
] as const
/** Other ways to begin. */
const OTHERWISE = 'Or drop a lab file here; the sign at the top left leads to ready labs.'

/** What to do first; gone with the first node. */
export function EmptyCanvas() {
  const empty = useDocument((document) => drawingOf(document).nodes.length === 0)
  if (!empty) return null
  return (
    <div className="pointer-events-none absolute inset-0 z-5 flex items-center justify-center">
      <ol className="flex flex-col gap-4 rounded-xl border border-line bg-panel px-8 py-6 shadow-pop">
        {steps.map(([title, text], i) => (
          <li key={title} className="flex items-start gap-3">
            <span className="flex size-6 items-center justify-center rounded-full bg-accent-soft text-sm font-semibold text-accent">
              {i + 1}
            </span>
            <div>
              <div className="text-[15px] font-semibold">{title}</div>
              <div className="text-dim">{text}</div>
            </div>
          </li>
        ))}
        <li className="border-t border-line pt-3 text-sm text-faint">{OTHERWISE}</li>
      </ol>
    </div>
  )
}
