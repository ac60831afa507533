import type { Operation } from '../diff.ts'
import { lab } from '../document.ts'
import type { TopologyDocument } from '../records.ts'
import { Draft } from './operation.ts'

/** Locks the drawing, so that nothing in it moves, or unlocks it. */
export function setLocked(doc: TopologyDocument, lockLayout: boolean): Operation {
  const draft = new Draft(doc)
  draft.put({ ...lab(doc), lockLayout })
  return draft.operation(lockLayout ? 'Lock the layout' : 'Unlock the layout')
}
