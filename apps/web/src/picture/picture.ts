// A picture of the drawing, or of a part of it, made by the painters of the canvas: as pixels or as vectors. It shows nothing
// of the hand (selection, cursors), and what passes on the links only when asked to.
import {
  canvasOf,
  type InParts,
  type NodeId,
  type NodeRecord,
  type RecordId,
  record,
  type TopologyDocument,
} from '@etherloom/topology'
import { dropWords } from '@etherloom/wire'
import { annotationsOn, restingBoxes, union } from '../canvas/drawn-geometry.ts'
import { closedBoxes, writtenBoxes } from '../canvas/drawn-space.ts'
import { layOutEdges } from '../canvas/edge-geometry.ts'
import { sceneOf } from '../canvas/edge-scene.ts'
import { sheetGround, wordGround } from '../canvas/ground.ts'
import { iconsOf } from '../canvas/image-cache.ts'
import type { Ink } from '../canvas/ink.ts'
import type { ScreenBox } from '../canvas/label-space.ts'
import { FAR_ZOOM, NAME_HEIGHT, NODE_SIZE } from '../canvas/node-size.ts'
import { paintAnnotations, paintClosedGroups, paintGroups, paintSheet } from '../canvas/paint-drawn.ts'
import { type EdgeState, paintEdges, visibleEdges } from '../canvas/paint-edges.ts'
import { paintEndDots } from '../canvas/paint-ends.ts'
import { type Around, labelsInParts } from '../canvas/paint-labels.ts'
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
    readonly old: boolean
    readonly stopped: ReadonlySet<string>
    readonly blocked: ReadonlySet<string>
    readonly meter: RateMeter
  } | null
}

const MARGIN = 40
/** Pixels a browser's canvas holds on a side. */
const LONGEST_SIDE = 8192

/** How wide a name is, as it is written below a node. */
export type NameWidth = (name: string) => number

/** The whole canvas that is looked at; null when nothing is drawn there. */
export function wholeArea(document: TopologyDocument, widthOf: NameWidth): Box | null {
  const bounds = boundsOf(document)
  return bounds && widened(withNames(bounds, document, sheetOf(document).nodes, widthOf))
}

/** What is selected, with both ends of a link and all between them. */
export function selectedArea(
  document: TopologyDocument,
  selection: readonly RecordId[],
  widthOf: NameWidth,
): Box | null {
  const ids = drawnWith(document, selection)
  const nodes = sheetOf(document).nodes.filter(({ id }) => ids.has(id))
  if (nodes.length === 0) return null
  const bends = sheetOf(document).edges.flatMap(({ id, bends }) => (ids.has(id) ? (bends ?? []) : []))
  const half = NODE_SIZE / 2
  const boxes = [
    ...nodes.map(({ id }): Box => {
      const { x, y } = placeOf(document, id)
      return { x: x - half, y: y - half, width: NODE_SIZE, height: NODE_SIZE + NAME_HEIGHT }
    }),
    ...bends.map(({ x, y }): Box => ({ x, y, width: 0, height: 0 })),
  ]
  return widened(withNames(boxes.reduce(union), document, nodes, widthOf))
}

/** A name may be longer than its tile is wide. */
function withNames(
  { x, y, width, height }: Box,
  document: TopologyDocument,
  nodes: readonly NodeRecord[],
  widthOf: NameWidth,
): Box {
  let [left, right] = [x, x + width]
  for (const { id, name } of nodes) {
    const middle = placeOf(document, id).x
    const half = widthOf(name) / 2
    left = Math.min(left, middle - half)
    right = Math.max(right, middle + half)
  }
  return { x: left, y, width: right - left, height }
}

/** What a selection draws: its nodes, its links with their ends, and links between its nodes. */
export function drawnWith(document: TopologyDocument, selection: readonly RecordId[]): ReadonlySet<RecordId> {
  const { edges } = drawingOf(document)
  const ids = new Set<RecordId>(selection)
  for (const { id, a, b } of edges) if (ids.has(id)) ids.add(a).add(b)
  for (const { id, a, b } of edges) if (ids.has(a) && ids.has(b)) ids.add(id)
  return ids
}

function widened({ x, y, width, height }: Box): Box {
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
  const boxes = restingBoxes(document)
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
    names: 'whole',
    selected: new Set(),
    others: new Map(),
    warningOf: () => null,
    stateOf: () => 'line-strong',
    iconOf: iconsOf(document),
  }
  const state = stateOf(live)
  if (only === null) paintBelow(ctx, document, view, ink)
  paintEdges(ctx, scene, rows, visible, state, view, ink)
  const drawn = {
    boxes: only === null ? boxes : [],
    annotations: only === null ? annotationsOn(document, currentCanvas(document)) : [],
  }
  const tiles = [
    ...tileBoxes(ctx, look, view, ink),
    ...closedBoxes(ctx, drawn.boxes, true, view, ink),
    ...edgesOf(view),
  ]
  const stubs = scene.hasStubs ? paintStubs(ctx, scene, rows, visible, tiles, view, ink, state.labels) : []
  yield
  paintClosedGroups(ctx, drawn.boxes, new Set(), true, view, ink)
  paintWholeNodes(ctx, look, view, ink)
  if (live) paintEndDots(ctx, scene, rows, visible, state, view, ink)
  yield
  const around: Around = {
    taken: [...stubs, ...tiles],
    written: writtenBoxes(ctx, drawn, view, ink),
    ground: wordGround(canvasOf(document, currentCanvas(document))!, drawn, view, ink),
  }
  yield* labelsInParts(ctx, scene, rows, visible, around, state, view, ink)
}

const BEYOND = 400

/** What lies around the picture: a word that reached into it would be cut. */
function edgesOf({ width, height }: View): ScreenBox[] {
  const box = (left: number, top: number, right: number, bottom: number): ScreenBox => ({ left, top, right, bottom })
  return [
    box(-BEYOND, -BEYOND, 0, height + BEYOND),
    box(width, -BEYOND, width + BEYOND, height + BEYOND),
    box(0, -BEYOND, width, 0),
    box(0, height, width, height + BEYOND),
  ]
}

/** The sheet, groups and annotations: of a picture of everything. */
function paintBelow(ctx: CanvasRenderingContext2D, document: TopologyDocument, view: View, ink: Ink): void {
  const id = currentCanvas(document)
  const none = new Set<string>()
  const canvas = canvasOf(document, id)!
  const sheet = sheetGround(canvas, ink)
  paintSheet(ctx, canvas, (image) => record(document, image).data, view, ink)
  paintGroups(ctx, restingBoxes(document), sheet, none, view, ink)
  paintAnnotations(ctx, annotationsOn(document, id), sheet, none, view, ink)
}

const stateOf = (live: Picture['live']): EdgeState => ({
  selected: new Set(),
  hovered: null,
  captured: new Set(),
  slots: live?.slots ?? new Map(),
  running: live?.running ?? false,
  old: live?.old ?? false,
  stopped: live?.stopped ?? new Set(),
  blocked: live?.blocked ?? new Set(),
  faults: {},
  others: new Map(),
  meter: live?.meter ?? new RateMeter(),
  reasonWords: (reason) => dropWords[reason] ?? '',
  labels: [],
})
