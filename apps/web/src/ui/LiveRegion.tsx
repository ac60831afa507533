import { useStore } from 'zustand'
import { announceStore } from './announce.ts'

/** Read out as it changes, and never seen. */
export function LiveRegion() {
  const { words, nth } = useStore(announceStore)
  return (
    <div aria-live="polite" aria-atomic="true" className="sr-only" data-testid="announcements">
      <span key={nth}>{words}</span>
    </div>
  )
}
