import { useSession } from '../stores/hooks.ts'
import { drawingTools } from './drawing-tools.ts'

export function PlacingHint() {
  const item = useSession((session) => session.placing)
  const drawing = useSession((session) => session.drawing)
  const tool = drawingTools.find(({ shape }) => shape === drawing)
  if (!item && !tool) return null
  return (
    <div
      role="status"
      className="pointer-events-none absolute top-3 left-1/2 z-5 -translate-x-1/2 rounded-full border border-line bg-raised px-3 py-1 text-sm shadow-pop"
    >
      {item ? `Click where the ${item.label} should stand. ` : `${tool!.hint} `}
      <span className="text-faint">{item ? 'Shift keeps placing, Esc stops.' : 'Esc stops.'}</span>
    </div>
  )
}
