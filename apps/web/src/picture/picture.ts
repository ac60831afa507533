// A picture of the drawing, or of a part of it, made by the painters of the canvas: as pixels or as vectors. It shows nothing
// of the hand (selection, cursors), and what passes on the links only when asked to.
import {
  canvasOf,
  type InParts,
  isNodeId,
  type NodeId,
  type RecordId,
  record,
  type TopologyDocument,
} from '@etherloom/topology'
import { dropWords } from '@etherloom/wire'
import { annotationsOn, groupBoxes } from '../canvas/drawn-geometry.ts'
import { layOutEdges } from '../canvas/edge-geometry.ts'
import { sceneOf } from '../canvas/edge-scene.ts'
import { sheetGround } from '../canvas/ground.ts'
import { iconsOf } from '../canvas/image-cache.ts'
import type { Ink } from '../canvas/ink.ts'
import { FAR_ZOOM, NAME_HEIGHT, NODE_SIZE } from '../canvas/node-size.ts'
import { paintAnnotations, paintClosedGroups, paintGroups, paintSheet } from '../canvas/paint-drawn.ts'
import { type EdgeState, paintEdges, visibleEdges } from '../canvas/paint-edges.ts'
import { labelsInParts } from '../canvas/paint-labels.ts'
import { type NodeLook, paintWholeNodes, tileBoxes } from '../canvas/paint-nodes.ts'
import { paintStubs } from '../canvas/paint-stubs.ts'
import type { View } from '../canvas/view.ts'
import { type Box, boundsOf } from '../canvas/viewport.ts'
import { drawingOf, placeOf } from '../stores/drawing.ts'
import type { SlotPair } from '../stores/live.ts'
import { RateMeter } from '../stores/rate-meter.ts'
import { currentCanvas, sheetOf } from '../stores/sheet.ts'
import type { ViewState } from '../stores/view.ts'

export interface Picture {
  readonly document: TopologyDocument
  readonly shown: ViewState
  /** Nodes and links to draw; null for all. */
  readonly only: ReadonlySet<RecordId> | null
  /** The part of the drawing, in its own units, and how large it is drawn. */
  readonly area: Box
  readonly zoom: number
  /** What passes now; null for a picture of the drawing alone. */
  readonly live: {
    readonly slots: ReadonlyMap<string, SlotPair>
    readonly running: boolean
    readonly stopped: ReadonlySet<string>
    readonly meter: RateMeter
  } | null
}

const MARGIN = 40
/** Pixels a browser's canvas holds on a side. */
const LONGEST_SIDE = 8192

/** The whole canvas that is looked at; null when nothing is drawn there. */
export function wholeArea(document: TopologyDocument): Box | null {
  return widened(boundsOf(document))
}

/** What is selected, with both ends of a link. */
export function selectedArea(document: TopologyDocument, selection: readonly RecordId[]): Box | null {
  const { edgeById } = drawingOf(document)
  const ids = selection.flatMap((id): NodeId[] => {
    const edge = edgeById.get(id)
    return isNodeId(id) ? [id] : edge ? [edge.a, edge.b] : []
  })
  if (ids.length === 0) return null
  const places = ids.map((id) => placeOf(document, id))
  const xs = places.map(({ x }) => x)
  const ys = places.map(({ y }) => y)
  const half = NODE_SIZE / 2
  const left = Math.min(...xs) - half
  const top = Math.min(...ys) - half
  return widened({
    x: left,
    y: top,
    width: Math.max(...xs) + half - left,
    height: Math.max(...ys) + half + NAME_HEIGHT - top,
  })
}

/** What a selection draws: its nodes, its links with their ends, and links between its nodes. */
export function drawnWith(document: TopologyDocument, selection: readonly RecordId[]): ReadonlySet<RecordId> {
  const { edges } = drawingOf(document)
  const ids = new Set<RecordId>(selection)
  for (const { id, a, b } of edges) if (ids.has(id)) ids.add(a).add(b)
  for (const { id, a, b } of edges) if (ids.has(a) && ids.has(b)) ids.add(id)
  return ids
}

function widened(box: Box | null): Box | null {
  if (box === null) return null
  const { x, y, width, height } = box
  return { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN }
}

/** As large as it is drawn, or as large as a canvas can be. */
export const zoomFor = ({ width, height }: Box, scale: number): number =>
  Math.min(1, LONGEST_SIDE / scale / Math.max(width, height))

/** In parts: a large one is felt. */
export function* paintPicture(ctx: CanvasRenderingContext2D, picture: Picture, ink: Ink): InParts<void> {
  const { document, shown, only, area, zoom, live } = picture
  const view: View = {
    x: -area.x * zoom,
    y: -area.y * zoom,
    zoom,
    width: area.width * zoom,
    height: area.height * zoom,
  }
  const scene = sceneOf(document, shown)
  const sheet = sheetOf(document)
  const boxes = groupBoxes(document, currentCanvas(document), (id) => placeOf(document, id))
  // A collapsed group stands for what is in it.
  const centerOf = (id: NodeId) => {
    const closed = boxes.find(({ group }) => group.id === sheet.inside.get(id))?.box
    return closed ? { x: closed.x + closed.width / 2, y: closed.y + closed.height / 2 } : placeOf(document, id)
  }
  const rows = layOutEdges(scene.edges, centerOf)
  yield
  const visible = visibleEdges(rows, scene.edges.length, view).filter(
    (i) => only === null || only.has(scene.edges[i]!.id),
  )
  const look: NodeLook = {
    nodes: sheetOf(document).nodes.filter(({ id }) => only === null || only.has(id)),
    centerOf,
    elements: new Set(),
    far: zoom < FAR_ZOOM,
    selected: new Set(),
    stateOf: () => 'line-strong',
    iconOf: iconsOf(document),
  }
  const state = stateOf(live)
  if (only === null) paintBelow(ctx, document, view, ink)
  paintEdges(ctx, scene, rows, visible, state, view, ink)
  const tiles = tileBoxes(look, view)
  const stubs = scene.hasStubs ? paintStubs(ctx, scene, rows, visible, tiles, view, ink, state.labels) : []
  yield
  paintClosedGroups(ctx, only === null ? boxes : [], new Set(), view, ink)
  paintWholeNodes(ctx, look, view, ink)
  yield
  yield* labelsInParts(ctx, scene, rows, visible, [...stubs, ...tiles], state, view, ink)
}

/** The sheet, groups and annotations: of a picture of everything. */
function paintBelow(ctx: CanvasRenderingContext2D, document: TopologyDocument, view: View, ink: Ink): void {
  const id = currentCanvas(document)
  const none = new Set<string>()
  const canvas = canvasOf(document, id)!
  const sheet = sheetGround(canvas, ink)
  paintSheet(ctx, canvas, (image) => record(document, image).data, view, ink)
  paintGroups(
    ctx,
    groupBoxes(document, id, (node) => placeOf(document, node)),
    sheet,
    none,
    view,
    ink,
  )
  paintAnnotations(ctx, annotationsOn(document, id), sheet, none, view, ink)
}

const stateOf = (live: Picture['live']): EdgeState => ({
  selected: new Set(),
  hovered: null,
  captured: new Set(),
  slots: live?.slots ?? new Map(),
  running: live?.running ?? false,
  stopped: live?.stopped ?? new Set(),
  faults: {},
  others: new Map(),
  meter: live?.meter ?? new RateMeter(),
  reasonWords: (reason) => dropWords[reason] ?? '',
  labels: [],
})
