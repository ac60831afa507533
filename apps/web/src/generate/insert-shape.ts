// Puts what was generated into the lab: in the middle of the view, or beside the drawing where something stands there.
import { focusDrawing } from '../canvas/focus-node.ts'
import { middleOfView } from '../canvas/menu-target.ts'
import { boundsOf } from '../canvas/viewport.ts'
import { putIn } from '../clipboard/put-in.ts'
import { documentStore } from '../stores/document.ts'
import type { Place } from '../stores/drawing.ts'
import { sheetOf } from '../stores/sheet.ts'
import { LARGE } from '../transport/lab.ts'
import type { PartFacts } from '../workshop/maker.ts'
import { generatorNamed, type Order, titleOf } from './shapes.ts'

/** Between what was there and what comes. */
const BETWEEN = 160
const AROUND = 90
/** `nodes`: how many they are; null when that is not known yet. */
export async function insertShape(order: Order, nodes: number | null): Promise<void> {
  await putIn(
    { order },
    {
      verb: 'Generate',
      words: `Making the ${titleOf(generatorNamed(order.name)).toLowerCase()}…`,
      large: nodes === null || nodes >= LARGE,
      where: freePlace,
    },
  )
  // The keys go on with what came, which is selected.
  focusDrawing()
}

function freePlace({ reach }: PartFacts): Place {
  const { document } = documentStore.getState()
  const at = middleOfView()
  const taken = [...sheetOf(document).places.values()].some(
    (place) => Math.abs(place.x - at.x) < reach.x + AROUND && Math.abs(place.y - at.y) < reach.y + AROUND,
  )
  const drawn = boundsOf(document)
  if (!taken || !drawn) return at
  return { x: drawn.x + drawn.width + BETWEEN + reach.x, y: drawn.y + drawn.height / 2 }
}
