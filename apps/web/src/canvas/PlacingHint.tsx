import { useSession } from '../stores/hooks.ts'

export function PlacingHint() {
  const item = useSession((session) => session.placing)
  if (!item) return null
  return (
    <div
      role="status"
      className="pointer-events-none absolute top-3 left-1/2 z-5 -translate-x-1/2 rounded-full border border-line bg-raised px-3 py-1 text-sm shadow-pop"
    >
      Click where the {item.label} should stand. <span className="text-faint">Shift keeps placing, Esc stops.</span>
    </div>
  )
}
