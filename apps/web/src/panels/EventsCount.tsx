import { useStore } from 'zustand'
import { eventsStore } from '../stores/events.ts'

/** Errors of this run. */
export function EventsCount() {
  const errors = useStore(eventsStore, (state) => state.errors)
  if (errors === 0) return null
  return <span className="rounded-full bg-bad-soft px-1.5 text-xs text-bad">{errors}</span>
}
