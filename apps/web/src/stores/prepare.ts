// A document much of which changed is made ready before it is shown: the lists, the index and the drawing that views ask for the
// moment they see it, a piece at a time.
import {
  applyInParts,
  type Diff,
  type InParts,
  ifacesOf,
  listsInParts,
  MACHINE0,
  REST,
  type TopologyDocument,
} from '@etherloom/topology'
import { boundsOf } from '../canvas/viewport.ts'
import { inTasks } from '../ui/in-tasks.ts'
import { drawingInParts, edgesByName } from './drawing.ts'

/** The document after the diff. Throws when it is called off. */
export const prepared = (document: TopologyDocument, diff: Diff, signal: AbortSignal): Promise<TopologyDocument> =>
  inTasks(preparing(document, diff), signal)

function* preparing(document: TopologyDocument, diff: Diff): InParts<TopologyDocument> {
  const after = yield* applyInParts(document, diff)
  yield* prepare(after)
  return after
}

export function* prepare(document: TopologyDocument): InParts<void> {
  yield* listsInParts(document)
  yield
  ifacesOf(document, MACHINE0)
  yield
  yield* drawingInParts(document)
  edgesByName(document)
  yield
  boundsOf(document)
  // Whoever shows it now has a task of their own: views draw it anew.
  yield REST
}
