// Lets go of what a hand or a key moved: one move to undo. Much of it, or little in a large lab, takes a moment, in which it is shown
// where it goes.
import { find, type NodeId } from '@etherloom/topology'
import { documentStore } from '../stores/document.ts'
import type { Place } from '../stores/drawing.ts'
import { editMade, LARGE } from '../transport/lab.ts'
import type { MoveWish } from '../workshop/maker.ts'
import { showDrawn } from './drawn-motion.ts'

/** `over`: whether nothing else is on its way by then, and all is where the document says. */
export function drop(wish: MoveWish, over: () => boolean = () => true): void {
  const nodes = new Map(Object.entries(wish.move) as [NodeId, Place][])
  showDrawn({ annotations: shiftedAnnotations(wish) }, nodes)
  void editMade('Moving…', nodes.size >= LARGE, (workshop) => workshop.make(wish)).then(() => {
    if (over()) showDrawn({})
  })
}

function shiftedAnnotations({ drawn }: MoveWish) {
  const { document } = documentStore.getState()
  return new Map(
    drawn?.ids.flatMap((id) => {
      const now = find(document, id)
      return now ? [[id, { x: now.x + drawn.by.x, y: now.y + drawn.by.y }] as const] : []
    }),
  )
}
