// What a card is about, on the screen: the tile of a node with its name, or the line of a link from tile to tile.
import type { NodeId } from '@etherloom/topology'
import { documentStore } from '../../stores/document.ts'
import { drawingOf, type Place, placeOf } from '../../stores/drawing.ts'
import { sheetOf } from '../../stores/sheet.ts'
import { canvasView } from '../fit-view.ts'
import { NAME_HEIGHT, NODE_SIZE } from '../node-size.ts'
import type { Box } from '../viewport.ts'
import type { Card, Spot } from './card-store.ts'

/** Points along a line, close enough for no card to lie between two of them. */
const POINTS = 24

export interface LookedAt {
  readonly box: Box
  /** What is pointed at comes first. */
  readonly seen: readonly Spot[]
}

export function lookedAt({ kind, id, at }: Pick<Card, 'kind' | 'id' | 'at'>): LookedAt {
  const { document } = documentStore.getState()
  if (kind === 'node') {
    const box = tileOf(placeOf(document, id as NodeId))
    // Its links too: they are the next to be pointed at.
    const links = (sheetOf(document).edgesOf.get(id as NodeId) ?? []).flatMap(({ a, b }) =>
      between(middleOf(tileOf(placeOf(document, a))), middleOf(tileOf(placeOf(document, b)))),
    )
    return { box, seen: [middleOf(box), ...cornersOf(box), ...links] }
  }
  const box = { ...at, width: 0, height: 0 }
  const edge = drawingOf(document).edgeById.get(id)
  if (!edge) return { box, seen: [at] }
  const [a, b] = [edge.a, edge.b].map((node) => tileOf(placeOf(document, node))) as [Box, Box]
  const bends = (edge.bends ?? []).map(onScreen)
  const path = [middleOf(a), ...bends, middleOf(b)]
  return {
    box,
    seen: [at, ...cornersOf(a), ...cornersOf(b), ...path.slice(1).flatMap((to, i) => between(path[i]!, to))],
  }
}

function onScreen({ x, y }: Place): Spot {
  const [left, top, zoom] = canvasView()!.store.getState().transform
  return { x: x * zoom + left, y: y * zoom + top }
}

function tileOf({ x, y }: Place): Box {
  const half = NODE_SIZE / 2
  const from = onScreen({ x: x - half, y: y - half })
  const to = onScreen({ x: x + half, y: y + half + NAME_HEIGHT })
  return { ...from, width: to.x - from.x, height: to.y - from.y }
}

const middleOf = ({ x, y, width, height }: Box): Spot => ({ x: x + width / 2, y: y + height / 2 })

const cornersOf = ({ x, y, width, height }: Box): Spot[] => [
  { x, y },
  { x: x + width, y },
  { x, y: y + height },
  { x: x + width, y: y + height },
]

const between = (from: Spot, to: Spot): Spot[] =>
  Array.from({ length: POINTS }, (_, i) => {
    const part = i / (POINTS - 1)
    return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
  })
