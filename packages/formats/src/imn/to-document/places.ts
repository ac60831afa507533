// Where nodes are drawn. IMUNES has canvases, one behind the other; a lab is one plane, so they lie side by side.
import { type LayoutRecord, layoutIdOf, makeLayout, type NodeId } from '@etherloom/topology'
import { isObject, type JsonObject, objectsIn, textAt } from '../imn-file.ts'
import type { Taker } from '../taker.ts'
import { byKey } from './ids.ts'

/** The size of a canvas that does not say. */
const WIDTH = 900
const MAX = 1e6

/** By canvas, how far right of the first one it begins; the first canvas is the first of the keys. */
export function canvasOffsets(gui: JsonObject): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>()
  let x = 0
  for (const [key, canvas] of objectsIn(gui.canvases).sort(byKey)) {
    offsets.set(key, x)
    const width = Number((textAt(canvas, 'size') ?? '').split(/\s+/)[0])
    x += width > 0 && width < MAX ? width : WIDTH
  }
  return offsets
}

export const firstCanvas = (offsets: ReadonlyMap<string, number>): string => [...offsets.keys()][0] ?? 'c0'

/** What is left of `left`, a node's entry under `gui`, is not about its place, or is none. */
export function readPlace(id: NodeId, left: Taker, offsets: ReadonlyMap<string, number>): LayoutRecord | null {
  const canvas = left.text('canvas') ?? firstCanvas(offsets)
  if (canvas !== firstCanvas(offsets)) left.put('canvas', canvas)
  const text = left.text('iconcoords')
  if (text === undefined) return null
  const [x, y, ...more] = text.trim().split(/\s+/).map(Number)
  const place = { x: x + (offsets.get(canvas) ?? 0), y }
  if (more.length === 0 && Math.abs(place.x) <= MAX && Math.abs(place.y) <= MAX) {
    keepLabel(left, x, y)
    return makeLayout({ id: layoutIdOf(id), node: id, ...place })
  }
  left.put('iconcoords', text)
  return null
}

/** Under what key a node keeps where its label is: from the icon, so that the label goes with it. */
export const LABEL = 'labeloffset'
/** Where the label is of a node that does not say. */
export const USUAL_LABEL = '0 36'

function keepLabel(left: Taker, x: number, y: number): void {
  const text = left.text('labelcoords')
  if (text === undefined) return
  const [labelX, labelY, ...more] = text.trim().split(/\s+/).map(Number)
  const offset = `${labelX - x} ${labelY - y}`
  if (more.length > 0 || !Number.isFinite(labelX - x + labelY - y)) left.put('labelcoords', text)
  else if (offset !== USUAL_LABEL) left.put(LABEL, offset)
}

const SPACING = 120

/** Places for nodes of a file that has none, as those are that IMUNES saves without its canvas: rows below the others. */
export function placeRest(nodes: readonly NodeId[], placed: readonly LayoutRecord[]): LayoutRecord[] {
  const columns = Math.ceil(Math.sqrt(nodes.length))
  const below = placed.reduce((lowest, { y }) => Math.max(lowest, y), 0)
  return nodes.map((node, i) =>
    makeLayout({
      id: layoutIdOf(node),
      node,
      x: SPACING * (1 + (i % columns)),
      y: Math.min(MAX, below + SPACING * (1 + Math.floor(i / columns))),
    }),
  )
}

export const guiOf = (tree: JsonObject): JsonObject => (isObject(tree.gui) ? tree.gui : {})
