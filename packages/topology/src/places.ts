// Where nodes stand. Those that a console command made have no layout until they are moved; they stand in a loose grid above
// the drawing of the first canvas.
import { canvases, ifacesOf, isDrawn, layoutOf, nodes } from './document.ts'
import type { CanvasId, NodeId, NodeRecord, TopologyDocument } from './records.ts'

export interface NodePlace {
  readonly x: number
  readonly y: number
  readonly canvas: CanvasId
}

interface Places {
  readonly nodes: readonly NodeRecord[]
  readonly places: ReadonlyMap<NodeId, NodePlace>
}

const known = new WeakMap<TopologyDocument, Places>()

/** The nodes that are drawn, sorted by id, and where the middle of each is. */
export function placesOf(doc: TopologyDocument): Places {
  let found = known.get(doc)
  if (found === undefined) known.set(doc, (found = findPlaces(doc)))
  return found
}

function findPlaces(doc: TopologyDocument): Places {
  // The machine itself is shown as soon as an interface is made in it, or an edge would end nowhere.
  const shown = nodes(doc).filter((node) => isDrawn(doc, node) || ifacesOf(doc, node.id).length > 0)
  const first = canvases(doc)[0].id
  const places = new Map<NodeId, NodePlace>()
  let unplaced = 0
  for (const { id } of shown) places.set(id, layoutOf(doc, id) ?? gridPlace(unplaced++, first))
  return { nodes: shown, places }
}

const gridPlace = (nth: number, canvas: CanvasId): NodePlace => ({
  x: (nth % 8) * 140,
  y: -160 - Math.floor(nth / 8) * 120,
  canvas,
})
