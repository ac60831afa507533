// Puts a part of a lab into the open one, where it can be seen, and selects it.
import { addedAnnotations, addedGroups, addedNodes, find, MACHINE0, outermost } from '@etherloom/topology'
import { canvasView, fitView } from '../canvas/fit-view.ts'
import { middleOfView } from '../canvas/menu-target.ts'
import { bringAllIntoView, glideMs } from '../canvas/reveal.ts'
import { plural } from '../format.ts'
import { documentStore } from '../stores/document.ts'
import { type Place, placeOf } from '../stores/drawing.ts'
import { select } from '../stores/session.ts'
import { currentCanvas, sheetOf } from '../stores/sheet.ts'
import { addMany } from '../transport/lab.ts'
import { nextTask } from '../ui/next-task.ts'
import { tell } from '../ui/toast-manager.ts'
import type { PartFacts, PartSource } from '../workshop/maker.ts'

/** Beside the original, so that both are seen. */
const ASIDE = 64
const MOST_TRIED = 60

export interface PutInOptions {
  readonly verb: string
  /** What the page says to be busy with when it takes a while. */
  readonly words: string
  /** Whether it is so much that a worker makes it. */
  readonly large: boolean
  /** Where its middle is to lie; beside where it was when not given, or in the middle of the view. */
  readonly where?: (facts: PartFacts) => Place
}

export async function putIn(source: PartSource, { verb, words, large, where = beside }: PutInOptions): Promise<void> {
  const { document } = documentStore.getState()
  const canvas = currentCanvas(document)
  const first = sheetOf(document).nodes.length === 0
  let typedTwice = 0
  const operation = await addMany(words, large, async (workshop) => {
    const facts = await workshop.lookAt(source)
    typedTwice = facts.typedTwice
    return workshop.make({ insert: { middle: where(facts), verb, canvas } })
  })
  if (operation === null) return
  // It is shown before it is selected: either takes its time.
  if (large) await nextTask()
  const after = documentStore.getState().document
  const nodes = addedNodes(operation.diff).filter((id) => find(after, id)?.parent === MACHINE0)
  const drawn = [...addedGroups(operation.diff), ...nodes, ...addedAnnotations(operation.diff)]
  select(
    outermost(
      after,
      drawn.filter((id) => after.records.has(id)),
    ),
  )
  if (first) fitView(glideMs())
  else bringAllIntoView(nodes)
  if (typedTwice > 0)
    tell(
      `${plural(typedTwice, 'address is', 'addresses are')} in use already`,
      'They were typed, so they stayed as they are. The Problems tab says where.',
    )
}

/** Next to where it was, a step further for each copy that lies there; where it cannot be seen, the middle of the view. */
function beside({ middle: from, corner }: PartFacts): Place {
  const { document } = documentStore.getState()
  const seen = isInView(from) ? from : middleOfView()
  if (!corner) return seen
  const taken = new Set<string>()
  for (const { id } of sheetOf(document).nodes) {
    const { x, y } = placeOf(document, id)
    taken.add(`${Math.round(x)} ${Math.round(y)}`)
  }
  for (let i = 0; i < MOST_TRIED; i++) {
    const at = { x: Math.round(seen.x) + i * ASIDE, y: Math.round(seen.y) + i * ASIDE }
    const first = {
      x: Math.round(corner.x) + Math.round(at.x - from.x),
      y: Math.round(corner.y) + Math.round(at.y - from.y),
    }
    if (!taken.has(`${first.x} ${first.y}`)) return at
  }
  return seen
}

function isInView(place: Place): boolean {
  const { width, height, transform } = canvasView()!.store.getState()
  const [x, y, zoom] = transform
  const sx = place.x * zoom + x
  const sy = place.y * zoom + y
  return sx >= 0 && sy >= 0 && sx <= width && sy <= height
}
