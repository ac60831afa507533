import { isLost } from '../stores/document.ts'
import { useDocumentState } from '../stores/hooks.ts'

/** Above rates and totals that may be others by now. */
export function LastHeard() {
  if (!useDocumentState(isLost)) return null
  return <p className="mb-1.5 text-sm text-warn">As last heard: the server cannot be reached.</p>
}
