// Puts what was generated into the lab: in the middle of the view, or beside the drawing where something stands there.
import { layouts, middleOf, type TopologyDocument } from '@etherloom/topology'
import { middleOfView } from '../canvas/menu-target.ts'
import { boundsOf } from '../canvas/viewport.ts'
import { putIn } from '../clipboard/put-in.ts'
import { documentStore } from '../stores/document.ts'
import type { Place } from '../stores/drawing.ts'
import { sheetOf } from '../stores/sheet.ts'
import { busyWith } from '../ui/busy.ts'
import { generate, generatorNamed, type Order, titleOf } from './shapes.ts'

/** Between what was there and what comes. */
const BETWEEN = 160
const AROUND = 90
/** From here on it takes long enough to be announced. */
const MANY = 300

export function insertShape(order: Order): void {
  const part = generate(order)
  const work = (): void => void putIn(part, 'Generate', freePlace(part))
  if (part.records.size > MANY * 4) busyWith(`Making the ${titleOf(generatorNamed(order.name)).toLowerCase()}…`, work)
  else work()
}

function freePlace(part: TopologyDocument): Place {
  const { document } = documentStore.getState()
  const { x, y } = middleOf(part)
  const at = middleOfView()
  const reach = layouts(part).reduce(
    (most, layout) => ({ x: Math.max(most.x, Math.abs(layout.x - x)), y: Math.max(most.y, Math.abs(layout.y - y)) }),
    { x: 0, y: 0 },
  )
  const taken = [...sheetOf(document).places.values()].some(
    (place) => Math.abs(place.x - at.x) < reach.x + AROUND && Math.abs(place.y - at.y) < reach.y + AROUND,
  )
  const drawn = boundsOf(document)
  if (!taken || !drawn) return at
  return { x: drawn.x + drawn.width + BETWEEN + reach.x, y: drawn.y + drawn.height / 2 }
}
