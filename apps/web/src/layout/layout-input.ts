// What a layout needs of a document.
import { find, hasStack, type NodeId, type TopologyDocument } from '@etherloom/topology'
import { NAME_HEIGHT, NODE_SIZE } from '../canvas/node-size.ts'
import { drawingOf, placeOf } from '../stores/drawing.ts'
import type { LayoutInput } from './graph.ts'

/** A letter of a node's name, and the longest name that is written out. */
const LETTER = 7.2
const NAME_PADDING = 12
const WIDEST_NAME = 132

/** The nodes in the order of `ids`; a box is the tile and the name below it. */
export function inputOf(document: TopologyDocument, ids: readonly NodeId[]): LayoutInput {
  const numbers = new Map(ids.map((id, i) => [id, i]))
  const places = new Float64Array(2 * ids.length)
  const sizes = new Float64Array(2 * ids.length)
  const ends = new Uint8Array(ids.length)
  ids.forEach((id, i) => {
    const node = find(document, id)!
    const { x, y } = placeOf(document, id)
    places[2 * i] = x
    places[2 * i + 1] = y + NAME_HEIGHT / 2
    sizes[2 * i] = Math.max(NODE_SIZE, Math.min(WIDEST_NAME, node.name.length * LETTER + NAME_PADDING))
    sizes[2 * i + 1] = NODE_SIZE + NAME_HEIGHT
    ends[i] = hasStack(node.kind) && node.role !== 'router' ? 1 : 0
  })
  const wires: number[] = []
  for (const { a, b } of drawingOf(document).edges) {
    const from = numbers.get(a)
    const to = numbers.get(b)
    if (from !== undefined && to !== undefined && from !== to) wires.push(from, to)
  }
  return { places, sizes, wires: Uint32Array.from(wires), ends }
}

/** Where the middles of the tiles come to stand. */
export function placesOf(ids: readonly NodeId[], out: Float64Array): Map<NodeId, { x: number; y: number }> {
  return new Map(
    ids.map((id, i) => [id, { x: Math.round(out[2 * i]!), y: Math.round(out[2 * i + 1]! - NAME_HEIGHT / 2) }]),
  )
}
