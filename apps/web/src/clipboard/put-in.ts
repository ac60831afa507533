// Puts a part of a lab into the open one, where it can be seen, and selects it.
import {
  addedAnnotations,
  addedGroups,
  addedNodes,
  ifaces,
  insert,
  layouts,
  MACHINE0,
  middleOf,
  type Operation,
  outermost,
  record,
  type TopologyDocument,
} from '@etherloom/topology'
import { canvasView, fitView } from '../canvas/fit-view.ts'
import { middleOfView } from '../canvas/menu-target.ts'
import { bringAllIntoView, glideMs } from '../canvas/reveal.ts'
import { plural } from '../format.ts'
import { documentStore } from '../stores/document.ts'
import { type Place, placeOf } from '../stores/drawing.ts'
import { select } from '../stores/session.ts'
import { currentCanvas, sheetOf } from '../stores/sheet.ts'
import { addMany } from '../transport/lab.ts'
import { tell } from '../ui/toast-manager.ts'

/** Beside the original, so that both are seen. */
const ASIDE = 64
const MOST_TRIED = 60

/** `middle`: where it is to lie; beside where it was when not given, or in the middle of the view. */
export async function putIn(part: TopologyDocument, verb: string, middle?: Place): Promise<void> {
  const { document } = documentStore.getState()
  const at = middle ?? beside(document, part)
  const canvas = currentCanvas(document)
  const first = sheetOf(document).nodes.length === 0
  const typedTwice = countTaken(document, part)
  let operation: Operation | null = null
  const done = await addMany((doc) => (operation = insert(doc, part, { middle: at, verb, canvas })))
  if (!done) return
  const after = documentStore.getState().document
  const nodes = addedNodes(operation!.diff).filter((id) => record(after, id).parent === MACHINE0)
  select(outermost(after, [...addedGroups(operation!.diff), ...nodes, ...addedAnnotations(operation!.diff)]))
  if (first) fitView(glideMs())
  else bringAllIntoView(nodes)
  if (typedTwice > 0)
    tell(
      `${plural(typedTwice, 'address is', 'addresses are')} in use already`,
      'They were typed, so they stayed as they are. The Problems tab says where.',
    )
}

/** Next to where it was, a step further for each copy that lies there; where it cannot be seen, the middle of the view. */
function beside(document: TopologyDocument, part: TopologyDocument): Place {
  const from = middleOf(part)
  const seen = isInView(from) ? from : middleOfView()
  const [corner] = layouts(part)
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

/** Typed addresses of the part that somebody has. */
function countTaken(document: TopologyDocument, part: TopologyDocument): number {
  const bare = (address: string): string => address.replace(/\/.*/, '')
  const typed = ifaces(part).flatMap(({ kind, addresses }) =>
    kind === 'lo' ? [] : addresses.filter(({ auto }) => !auto).map(({ address }) => bare(address)),
  )
  if (typed.length === 0) return 0
  const taken = new Set(ifaces(document).flatMap(({ addresses }) => addresses.map(({ address }) => bare(address))))
  return typed.filter((address) => taken.has(address)).length
}
