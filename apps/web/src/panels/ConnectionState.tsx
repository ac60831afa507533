import { Check, LoaderCircle } from 'lucide-react'
import { plural } from '../format.ts'
import { useDocumentState } from '../stores/hooks.ts'

/** Whether what is drawn is on the server's disk. */
export function ConnectionState() {
  const connection = useDocumentState((state) => state.connection)
  const pending = useDocumentState((state) => state.pending)
  if (connection !== 'open') return null
  const saved = pending === 0
  return (
    <span
      className="mr-4 flex items-center gap-1 text-sm text-faint"
      title={saved ? 'Every change is on the server’s disk.' : `${plural(pending, 'change')} on the way to the server.`}
    >
      {saved ? <Check size={14} aria-hidden="true" /> : <LoaderCircle size={14} className="animate-spin" />}
      <span className="group-data-crowded/bar:max-[90rem]:sr-only">{saved ? 'Saved' : 'Saving…'}</span>
    </span>
  )
}
