// A document much of which changed is made ready before it is shown: the lists, the index and the drawing that views ask for the
// moment they see it, a piece at a time.
import {
  applyInParts,
  type Diff,
  type InParts,
  ifacesOf,
  listsInParts,
  MACHINE0,
  type TopologyDocument,
} from '@etherloom/topology'
import { inTasks } from '../ui/in-tasks.ts'
import { drawingOf } from './drawing.ts'

/** The document after the diff. */
export const prepared = (document: TopologyDocument, diff: Diff): Promise<TopologyDocument> =>
  inTasks(preparing(document, diff))

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
  drawingOf(document)
  yield
}
