// Where nodes are drawn, and by which picture.
import {
  type CanvasId,
  EDGE,
  type LayoutRecord,
  layoutIdOf,
  makeLayout,
  type NodeId,
  type Point,
} from '@etherloom/topology'
import { isObject, type JsonObject } from '../imn-file.ts'
import type { Taker } from '../taker.ts'
import type { Canvases, ImagesByKey } from './canvases.ts'
import { pointOf } from './paths.ts'

const MAX = EDGE

/** What is left of `left`, a node's entry under `gui`, is not about its place, or is none. */
export function readPlace(
  id: NodeId,
  left: Taker,
  { byKey, first }: Canvases,
  images: ImagesByKey,
): LayoutRecord | null {
  const canvas = left.value('canvas', (key) => byKey.get(key) ?? null) ?? (byKey.get(first) as CanvasId)
  const place = left.value('iconcoords', pointOf)
  if (place === undefined) return null
  keepLabel(left, place)
  const icon = left.value('custom_icon', (key) => images.get(key)?.id ?? null) ?? null
  return makeLayout({ id: layoutIdOf(id), node: id, canvas, icon, ...place })
}

/** Under what key a node keeps where its label is: from the icon, so that the label goes with it. */
export const LABEL = 'labeloffset'
/** Where the label is of a node that does not say. */
export const USUAL_LABEL = '0 36'

function keepLabel(left: Taker, { x, y }: Point): void {
  const text = left.text('labelcoords')
  if (text === undefined) return
  const [labelX, labelY, ...more] = text.trim().split(/\s+/).map(Number)
  const offset = `${labelX - x} ${labelY - y}`
  if (more.length > 0 || !Number.isFinite(labelX - x + labelY - y)) left.put('labelcoords', text)
  else if (offset !== USUAL_LABEL) left.put(LABEL, offset)
}

const SPACING = 120

/** Places for nodes of a file that has none, as those are that IMUNES saves without its canvas: rows below the others of the first canvas. */
export function placeRest(
  nodes: readonly NodeId[],
  placed: readonly LayoutRecord[],
  { byKey, first }: Canvases,
): LayoutRecord[] {
  const canvas = byKey.get(first) as CanvasId
  const columns = Math.ceil(Math.sqrt(nodes.length))
  const below = placed.reduce((lowest, at) => (at.canvas === canvas ? Math.max(lowest, at.y) : lowest), 0)
  return nodes.map((node, i) =>
    makeLayout({
      id: layoutIdOf(node),
      node,
      canvas,
      x: SPACING * (1 + (i % columns)),
      y: Math.min(MAX, below + SPACING * (1 + Math.floor(i / columns))),
    }),
  )
}

export const guiOf = (tree: JsonObject): JsonObject => (isObject(tree.gui) ? tree.gui : {})
