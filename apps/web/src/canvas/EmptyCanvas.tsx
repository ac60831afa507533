import { canvasOf, itemsOn, type TopologyDocument } from '@etherloom/topology'
import { drawingOf } from '../stores/drawing.ts'
import { useDocument, useSession } from '../stores/hooks.ts'
import { currentCanvas, sheetOf } from '../stores/sheet.ts'
import { whyViewOnly } from '../transport/view-only.ts'

interface Teaching {
  readonly steps: readonly (readonly [title: string, text: string])[]
  /** Other ways to begin. */
  readonly otherwise: string
}

const FIRST: Teaching = {
  steps: [
    ['Place nodes', 'Drag a PC from the left, or click it and then click here.'],
    ['Wire them', 'Point at a node and drag from one of its dots to another node.'],
    ['Press Run', 'Then pick a node and type ping, and click a link to see its packets.'],
  ],
  otherwise: 'Or drop a lab file here; the sign at the top left leads to ready labs.',
}

/** The network is there already, on another canvas. */
const FURTHER: Teaching = {
  steps: [
    ['Place nodes', 'Drag a PC from the left, or click it and then click here.'],
    ['Or bring some along', 'On the other canvas select them, and choose this one in the menu of its tab.'],
    [
      'Wire across',
      '“Wire to…” in a node’s inspector reaches every canvas; each shows a stub that leads to the other end.',
    ],
  ],
  otherwise: 'All canvases are one network: Run starts everything, wherever it is drawn.',
}

/** What to do first on a canvas; gone with the first thing on it. */
export function EmptyCanvas() {
  // Which canvas is shown decides, too.
  useSession((session) => session.canvas)
  const empty = useDocument(isEmpty)
  const further = useDocument((document) => drawingOf(document).nodes.length > 0)
  const name = useDocument((document) => canvasOf(document, currentCanvas(document))?.name ?? '')
  if (!empty) return null
  const { steps, otherwise } = further ? FURTHER : FIRST
  return (
    <div className="pointer-events-none absolute inset-0 z-5 flex items-center justify-center p-4">
      {whyViewOnly() === null ? (
        <ol className="flex max-w-lg flex-col gap-4 rounded-xl border border-line bg-panel px-8 py-6 shadow-pop">
          {steps.map(([title, text], i) => (
            <li key={title} className="flex items-start gap-3">
              <span className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-sm font-semibold text-accent">
                {i + 1}
              </span>
              <div>
                <div className="text-[15px] font-semibold">{title}</div>
                <div className="text-dim">{text}</div>
              </div>
            </li>
          ))}
          <li className="border-t border-line pt-3 text-sm text-faint">{otherwise}</li>
        </ol>
      ) : (
        <p className="text-dim">{further ? `Nothing is drawn on ${name} yet.` : 'Nothing is drawn in this lab yet.'}</p>
      )}
    </div>
  )
}

function isEmpty(document: TopologyDocument): boolean {
  return sheetOf(document).nodes.length === 0 && itemsOn(document, currentCanvas(document)).length === 0
}
