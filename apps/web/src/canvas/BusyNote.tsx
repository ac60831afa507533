import { LoaderCircle } from 'lucide-react'
import { useStore } from 'zustand'
import { useDocumentState } from '../stores/hooks.ts'
import { busyStore } from '../ui/busy.ts'

/** What the page is busy with, while it is: how far it is, and a way to stop it where there is one. */
export function BusyNote() {
  const opening = useDocumentState((state) => state.lab !== null && !state.loaded && state.connection === 'connecting')
  const { words: working, done, cancel } = useStore(busyStore)
  const words = working ?? (opening ? 'Opening the lab…' : null)
  if (words === null) return null
  return (
    <div className="pointer-events-none absolute top-1/2 left-1/2 z-20 w-max -translate-1/2 rounded-lg border border-line bg-raised px-4 py-2.5 text-sm shadow-pop">
      <div className="flex items-center gap-2">
        <LoaderCircle size={16} className="animate-spin text-accent" aria-hidden="true" />
        <span role="status">{words}</span>
        {cancel && (
          <button
            type="button"
            className="pointer-events-auto ml-3 rounded-md px-2 py-0.5 font-medium text-accent hover:bg-hover"
            onClick={cancel}
          >
            Cancel
          </button>
        )}
      </div>
      {done !== null && (
        <progress
          value={done}
          aria-label="Done"
          className="mt-2 block h-1 w-full appearance-none overflow-hidden rounded-full [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
        />
      )}
    </div>
  )
}
