import { LoaderCircle } from 'lucide-react'
import { useStore } from 'zustand'
import { useDocumentState } from '../stores/hooks.ts'
import { busyStore } from '../ui/busy.ts'

/** What the page is busy with, while it is. */
export function BusyNote() {
  const opening = useDocumentState((state) => state.lab !== null && !state.loaded && state.connection === 'connecting')
  const working = useStore(busyStore, ({ words }) => words)
  const words = working ?? (opening ? 'Opening the lab…' : null)
  if (words === null) return null
  return (
    <div
      role="status"
      className="pointer-events-none absolute top-1/2 left-1/2 z-20 flex -translate-1/2 items-center gap-2 rounded-lg border border-line bg-raised px-4 py-2.5 text-sm shadow-pop"
    >
      <LoaderCircle size={16} className="animate-spin text-accent" aria-hidden="true" />
      {words}
    </div>
  )
}
