// A document much of which changed is made ready before it is shown: the lists, the index and the drawing that views ask for the
// moment they see it, a piece at a time.
import { applyDiff, type Diff, ifacesOf, MACHINE0, nodes, type TopologyDocument } from '@etherloom/topology'
import { nextTask } from '../ui/next-task.ts'
import { drawingOf } from './drawing.ts'

/** The document after the diff. */
export async function prepared(document: TopologyDocument, diff: Diff): Promise<TopologyDocument> {
  const after = applyDiff(document, diff)
  for (const derive of [nodes, withIndex, drawingOf]) {
    await nextTask()
    derive(after)
  }
  await nextTask()
  return after
}

const withIndex = (document: TopologyDocument) => ifacesOf(document, MACHINE0)
