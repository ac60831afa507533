// The viewport from the document, not from React Flow's nodes: from far it has only a few of them.
import { canvasOf, type TopologyDocument } from '@etherloom/topology'
import { type Drawing, placeOf } from '../stores/drawing.ts'
import { currentCanvas, perSheet, sheetOf } from '../stores/sheet.ts'
import { annotationsOn, boxOf as boxAround, restingBoxes, union } from './drawn-geometry.ts'
import { roughHalf } from './node-names.ts'
import { NAME_HEIGHT, NODE_SIZE } from './node-size.ts'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** How much room a stub's words take, on either side. */
const STUB_WORDS = 160

/** Around everything that is drawn on the canvas being looked at. */
export const boundsOf = perSheet((sheet, document): Box | null => {
  const canvas = currentCanvas(document)
  const boxes = [...restingBoxes(document).map(({ box }) => box), ...annotationsOn(document, canvas).map(boxAround)]
  const { picture } = canvasOf(document, canvas)!
  if (picture) boxes.push(picture)
  return boxes.reduce<Box | null>((all, box) => (all ? union(all, box) : box), networkBounds(sheet))
})

function networkBounds({ places, edges }: Drawing): Box | null {
  if (places.size === 0) return null
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y } of places.values()) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  for (const { bends, stub } of edges) {
    for (const { x, y } of bends ?? []) {
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
    if (!stub) continue
    left = Math.min(left, stub.at.x - (stub.away ? STUB_WORDS : 0))
    right = Math.max(right, stub.at.x + (stub.away ? STUB_WORDS : 0))
    top = Math.min(top, stub.at.y)
    bottom = Math.max(bottom, stub.at.y)
  }
  const half = NODE_SIZE / 2
  return {
    x: left - half,
    y: top - half,
    width: right - left + NODE_SIZE,
    height: bottom - top + NODE_SIZE + NAME_HEIGHT,
  }
}

/** The part of the screen a drawing is fitted into, and what covers it. */
export interface FitArea {
  readonly width: number
  readonly height: number
  /** The map in the lower right corner; null while there is none. */
  readonly map: { readonly width: number; readonly height: number } | null
}

export interface Viewport {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** A small drawing is not blown up; on a large screen it may be larger than on a small one. */
const FIT_ZOOM = { least: 1.25, most: 2 }
/** At the size a drawing is made for, `least` is enough. */
const CALM = { width: 1400, height: 700 }
const MARGIN = 28
/** The zoom buttons lie along the lower edge. */
const CONTROLS = 44
const GAP = 14
/** Between a name and the edge. */
const EDGE = 4

/** Zooming out goes to where even a large drawing is small. */
const MIN_ZOOM = 0.1
export function minZoomFor(bounds: Box | null): number {
  return bounds ? Math.min(MIN_ZOOM, 240 / Math.max(bounds.width, bounds.height)) : MIN_ZOOM
}

/** The view of the whole drawing; a small one is not blown up, and no node lies under the map. */
export function fitViewport(document: TopologyDocument, area: FitArea): Viewport {
  const bounds = boundsOf(document)
  if (!bounds) return { x: area.width / 2, y: area.height / 2, zoom: 1 }
  const into = (width: number, height: number): Viewport => fitWithNames(document, bounds, width, height)
  const whole = into(area.width, area.height - CONTROLS)
  const { map } = area
  if (!map || !covers(document, whole, area.width - map.width, area.height - map.height)) return whole
  const beside = into(area.width - map.width - GAP, area.height - CONTROLS)
  const above = into(area.width, area.height - map.height - GAP)
  return beside.zoom > above.zoom ? beside : above
}

/** Names keep their size when the drawing is made small: those at its edges need room of their own. */
function fitWithNames(document: TopologyDocument, bounds: Box, width: number, height: number): Viewport {
  const view = fitInto(bounds, width, height)
  let [left, right] = [0, 0]
  for (const { id, name } of sheetOf(document).nodes) {
    const half = roughHalf(name, view.zoom) + EDGE
    const x = placeOf(document, id).x * view.zoom + view.x
    left = Math.max(left, half - x)
    right = Math.max(right, x + half - width)
  }
  if (left + right === 0) return view
  const within = fitInto(bounds, width - left - right, height)
  return { ...within, x: within.x + left }
}

function fitInto(bounds: Box, width: number, height: number): Viewport {
  const calm = FIT_ZOOM.least * Math.min(width / CALM.width, height / CALM.height)
  const zoom = Math.min(
    Math.max(FIT_ZOOM.least, Math.min(FIT_ZOOM.most, calm)),
    Math.max(1, width - 2 * MARGIN) / bounds.width,
    Math.max(1, height - 2 * MARGIN) / bounds.height,
  )
  return {
    x: width / 2 - (bounds.x + bounds.width / 2) * zoom,
    y: height / 2 - (bounds.y + bounds.height / 2) * zoom,
    zoom,
  }
}

/** Whether a node lies to the right of `left` and below `top`. */
function covers(document: TopologyDocument, view: Viewport, left: number, top: number): boolean {
  const half = (NODE_SIZE / 2) * view.zoom
  return sheetOf(document).nodes.some(({ id }) => {
    const { x, y } = placeOf(document, id)
    return (
      x * view.zoom + view.x + half > left - GAP && y * view.zoom + view.y + half + NAME_HEIGHT * view.zoom > top - GAP
    )
  })
}
