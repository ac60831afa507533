import { plural } from '../format.ts'
import { useDocumentState } from '../stores/hooks.ts'
import { reconnectNow } from '../transport/lab.ts'

/** The socket is gone: what was done stays, and goes out when it is back. */
export function ReconnectBanner() {
  const lost = useDocumentState((state) => state.connection === 'lost')
  const pending = useDocumentState((state) => state.pending)
  if (!lost) return null
  const kept = pending > 0 ? ` ${plural(pending, 'change')} kept, to be sent then.` : ' What you edit is kept.'
  return (
    <div
      role="alert"
      className="flex items-center justify-center gap-3 border-b border-line bg-warn-soft px-3 py-1 text-sm text-warn"
    >
      <span>The server cannot be reached; reconnecting…{kept}</span>
      <button type="button" className="rounded px-1.5 font-medium underline hover:bg-hover" onClick={reconnectNow}>
        Try now
      </button>
    </div>
  )
}
