// With one end chosen, the node that is clicked, or on which Enter is pressed, is the other.
import type { NodeId } from '@etherloom/topology'
import { tell } from '../ui/toast-manager.ts'
import { sendBetween } from './between.ts'
import { probeStore } from './probe-store.ts'
import { kindWords } from './probe-words.ts'
import { whyNotBetween } from './why-not.ts'

/** True when the click or key was for this. A node that cannot be the end says why, and another may be clicked. */
export function aim(to: NodeId): boolean {
  const { aiming } = probeStore.getState()
  if (!aiming) return false
  const why = whyNotBetween(aiming.from, to)
  if (why === null) sendBetween(aiming.kind, { from: aiming.from, to })
  else tell(`${kindWords[aiming.kind]} does not go there`, why)
  return true
}
