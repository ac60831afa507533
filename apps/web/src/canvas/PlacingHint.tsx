import { nameOf } from '@etherloom/topology'
import { useStore } from 'zustand'
import { useDocument, useSession } from '../stores/hooks.ts'
import { probeStore } from '../traffic/probe-store.ts'
import { kindWords } from '../traffic/probe-words.ts'
import { drawingTools } from './drawing-tools.ts'

export function PlacingHint() {
  const item = useSession((session) => session.placing)
  const drawing = useSession((session) => session.drawing)
  const tool = drawingTools.find(({ shape }) => shape === drawing)
  const aiming = useStore(probeStore, (state) => state.aiming)
  const from = useDocument((document) => (aiming ? nameOf(document, aiming.from) : ''))
  if (!item && !tool && !aiming) return null
  return (
    <div
      role="status"
      className="pointer-events-none absolute top-3 left-1/2 z-5 w-max max-w-[calc(100%-1.5rem)] -translate-x-1/2 rounded-2xl border border-line bg-raised px-3 py-1 text-sm shadow-pop"
    >
      {aiming
        ? `${kindWords[aiming.kind]} from ${from}: click the node it goes to, or press Enter on it. `
        : item
          ? `Click where the ${item.label} should stand. `
          : `${tool!.hint} `}
      <span className="text-faint pointer-coarse:hidden">
        {item && !aiming ? 'Shift keeps placing, Esc stops.' : 'Esc stops.'}
      </span>
    </div>
  )
}
