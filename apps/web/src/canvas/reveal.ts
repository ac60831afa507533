// Goes to a thing wherever it is drawn: selects it, and moves the view when it is not well in it.
import {
  type CanvasId,
  find,
  isAnnotationId,
  isCanvasId,
  isGroupId,
  isNodeId,
  type NodeId,
  placesOf,
  type RecordId,
  type TopologyDocument,
} from '@etherloom/topology'
import { documentStore } from '../stores/document.ts'
import { drawingOf, drawnAs, type Place, placeOf } from '../stores/drawing.ts'
import { select } from '../stores/session.ts'
import { sheetOf } from '../stores/sheet.ts'
import { showCanvas } from './canvases.ts'
import { boxOf, restingBoxes } from './drawn-geometry.ts'
import { type CanvasView, canvasView } from './fit-view.ts'
import { FAR_ZOOM, NAME_HEIGHT, NODE_SIZE } from './node-size.ts'
import { shiftInto } from './shift-into.ts'
import type { Box } from './viewport.ts'

/** Kept free around what the view is moved to. */
const MARGIN = 90
/** From far, things are seen again by going nearer. */
const READABLE_ZOOM = 0.9
const GLIDE_MS = 250

/** How long something that moves takes: nothing for those who asked for calm. */
export const glideMs = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : GLIDE_MS)

export function reveal(id: RecordId): void {
  if (isCanvasId(id)) return showCanvas(id)
  const drawn = drawnAs(documentStore.getState().document, id)
  const canvas = canvasWith(drawn)
  if (canvas) showCanvas(canvas)
  select([drawn])
  goNear(drawn)
}

/** Goes near enough to read it, with it in the middle; stays where all of it can be seen already. */
function goNear(id: RecordId): void {
  const view = canvasView()
  const box = boxOfAll(id)
  if (view === null || box === null) return
  const { width, height, transform } = view.store.getState()
  const zoom = transform[2]
  if (zoom >= FAR_ZOOM && isStill(shiftInto(box, transform, { width, height }))) return
  const nearer = zoom < FAR_ZOOM ? READABLE_ZOOM : zoom
  centre(view, box, nearer)
}

/** Moves the view no further than it takes to see all of it. */
export function bringIntoView(id: RecordId): void {
  const view = canvasView()
  const box = boxOfAll(id)
  if (view === null || box === null) return
  const { width, height, transform } = view.store.getState()
  const [x, y, zoom] = transform
  const shift = shiftInto(box, transform, { width, height })
  if (shift === null) return centre(view, box, zoom)
  if (isStill(shift)) return
  void view.flow.setViewport({ x: x + shift.x, y: y + shift.y, zoom }, { duration: glideMs() })
}

const isStill = (shift: Place | null): boolean => shift !== null && shift.x === 0 && shift.y === 0

function centre(view: CanvasView, { x, y, width, height }: Box, zoom: number): void {
  const screen = view.store.getState()
  const fitting = Math.min((screen.width - 2 * MARGIN) / width, (screen.height - 2 * MARGIN) / height)
  void view.flow.setCenter(x + width / 2, y + height / 2, { zoom: Math.min(zoom, fitting), duration: glideMs() })
}

/** Around a thing with all that is drawn of its nodes, names included. */
function boxOfAll(id: RecordId): Box | null {
  const ends = endsOf(id)
  if (ends.length === 0) return null
  const half = NODE_SIZE / 2
  const [left, right] = [least(ends.map(({ x }) => x)) - half, -least(ends.map(({ x }) => -x)) + half]
  const [top, bottom] = [least(ends.map(({ y }) => y)) - half, -least(ends.map(({ y }) => -y)) + half + NAME_HEIGHT]
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** The canvas a thing is on, when that is not the one being looked at. */
function canvasWith(id: RecordId): CanvasId | null {
  const { document } = documentStore.getState()
  const { places } = placesOf(document)
  const sheet = sheetOf(document)
  if (isAnnotationId(id) || isGroupId(id)) return find(document, id)?.canvas ?? null
  if (isNodeId(id)) return sheet.places.has(id) ? null : (places.get(id)?.canvas ?? null)
  if (sheet.edgeById.has(id)) return null
  const edge = drawingOf(document).edgeById.get(id)
  return edge ? (places.get(edge.a)?.canvas ?? null) : null
}

/** Moves the view when something of it is not in it: to where all of it is. */
export function bringAllIntoView(ids: readonly NodeId[]): void {
  const view = canvasView()
  const { document } = documentStore.getState()
  const places = ids.map((id) => placeOf(document, id))
  if (view === null || places.length === 0) return
  const { width, height, transform } = view.store.getState()
  const [tx, ty, zoom] = transform
  const xs = places.map(({ x }) => x)
  const ys = places.map(({ y }) => y)
  const [left, right] = [least(xs), -least(xs.map((x) => -x))]
  const [top, bottom] = [least(ys), -least(ys.map((y) => -y))]
  const room = NODE_SIZE
  const seen =
    (left - room) * zoom + tx >= 0 &&
    (top - room) * zoom + ty >= 0 &&
    (right + room) * zoom + tx <= width &&
    (bottom + room) * zoom + ty <= height
  if (seen) return
  const fitting = Math.min(
    zoom,
    (width - MARGIN) / (right - left + 2 * room),
    (height - MARGIN) / (bottom - top + 2 * room),
  )
  void view.flow.setCenter((left + right) / 2, (top + bottom) / 2, { zoom: fitting, duration: glideMs() })
}

/** Around an annotation or a group on the canvas being looked at. */
function boxOn(document: TopologyDocument, id: RecordId): Box | null {
  if (isAnnotationId(id)) return boxOf(find(document, id)!)
  const boxes = restingBoxes(document)
  return boxes.find(({ group }) => group.id === id)?.box ?? null
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b))

function endsOf(id: RecordId): Place[] {
  const { document } = documentStore.getState()
  if (isNodeId(id)) return drawingOf(document).places.has(id) ? [placeOf(document, id)] : []
  const box = boxOn(document, id)
  if (box) return [box, { x: box.x + box.width, y: box.y + box.height }]
  const edge = sheetOf(document).edgeById.get(id)
  if (!edge) return []
  if (edge.stub) return [placeOf(document, edge[edge.stub.end]), edge.stub.at]
  return [placeOf(document, edge.a), placeOf(document, edge.b)]
}
