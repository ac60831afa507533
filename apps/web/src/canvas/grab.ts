// What a press at a point of the canvas takes hold of, of what is pixels: a handle, a bend, the end of a stub, an annotation, a
// group by its title or tile, the line of a link.
import {
  type AnnotationId,
  type AnnotationRecord,
  type EdgeId,
  type GroupId,
  isAnnotationId,
  type Point,
  pathOf,
} from '@etherloom/topology'
import { documentStore } from '../stores/document.ts'
import type { DrawnEdge, Place } from '../stores/drawing.ts'
import { sessionStore } from '../stores/session.ts'
import { boxOf, strokePoints, TITLE_HEIGHT } from './drawn-geometry.ts'
import { edgeLayer } from './EdgeCanvas.tsx'
import { type Handle, handlesOf } from './handles.ts'
import { segmentDistance } from './hit-test.ts'
import type { Box } from './viewport.ts'

export type Grab =
  | { readonly kind: 'handle'; readonly annotation: AnnotationRecord; readonly handle: Handle }
  | {
      readonly kind: 'bend'
      readonly edge: EdgeId
      readonly points: readonly Point[]
      readonly index: number
      readonly fresh: boolean
    }
  | { readonly kind: 'stub'; readonly edge: EdgeId; readonly end: 'a' | 'b' }
  | { readonly kind: 'item'; readonly id: AnnotationId | GroupId }

/** On the screen. */
const REACH = 7
const BEND_REACH = 9

/** `at`: in the drawing's units; `edge`: the link under the pointer, if any. */
export function grabAt(at: Place, zoom: number, edge: DrawnEdge | null): Grab | null {
  const { selection } = sessionStore.getState()
  const lies = edgeLayer()?.lies
  if (!lies) return null
  const { annotations } = lies.drawn
  const near = REACH / zoom
  for (const annotation of annotations) {
    if (!selection.includes(annotation.id)) continue
    const handle = handlesOf(annotation).find(({ x, y }) => Math.abs(x - at.x) <= near && Math.abs(y - at.y) <= near)
    if (handle) return { kind: 'handle', annotation, handle }
  }
  if (edge) return grabEdge(at, zoom, edge)
  const id = drawnAt(at, zoom)
  if (id === null) return null
  // The inside of a shape is taken hold of once it is selected: the drawing below it can be moved until then.
  const inside =
    isAnnotationId(id) && !selection.includes(id) && !isOnLine(annotations.find((each) => each.id === id)!, at, near)
  return inside ? null : { kind: 'item', id }
}

function grabEdge(at: Place, zoom: number, edge: DrawnEdge): Grab {
  if (edge.stub) return { kind: 'stub', edge: edge.id, end: edge.stub.end }
  const points = pathOf(documentStore.getState().document, edge.id)?.points ?? []
  const found = bendAt(at, zoom, points)
  if (found >= 0) return { kind: 'bend', edge: edge.id, points, index: found, fresh: false }
  return { kind: 'bend', edge: edge.id, points, index: segmentAt(at, edge, points), fresh: true }
}

/** Index of the way-point at a place; -1 when there is none. */
export const bendAt = (at: Place, zoom: number, points: readonly Point[]): number =>
  points.findIndex(({ x, y }) => Math.hypot(x - at.x, y - at.y) <= BEND_REACH / zoom)

/** Behind which way-points a new one comes, taken hold of at a place. */
function segmentAt(at: Place, edge: DrawnEdge, points: readonly Point[]): number {
  const { lies } = edgeLayer()!
  const corners = [lies.centerOf(edge.a), ...points, lies.centerOf(edge.b)]
  let best = Number.POSITIVE_INFINITY
  let found = 0
  for (let i = 0; i + 1 < corners.length; i++) {
    const [a, b] = [corners[i]!, corners[i + 1]!]
    const distance = segmentDistance(a.x, a.y, b.x, b.y, at.x, at.y)
    if (distance < best) {
      best = distance
      found = i
    }
  }
  return found
}

/** The annotation or group at a place, the uppermost; null when there is none. */
export function drawnAt(at: Place, zoom: number): AnnotationId | GroupId | null {
  const lies = edgeLayer()?.lies
  if (!lies) return null
  const { boxes, annotations } = lies.drawn
  const near = REACH / zoom
  for (const { group, box } of boxes) if (group.collapsed && isIn(box, at, 0)) return group.id
  for (const annotation of annotations.toReversed())
    if (isOnLine(annotation, at, near) || (annotation.fill && isIn(boxOf(annotation), at, 0))) return annotation.id
  for (const { group, box } of boxes.toReversed())
    if (!group.collapsed && isIn({ ...box, height: TITLE_HEIGHT }, at, near / 2)) return group.id
  const { selection } = sessionStore.getState()
  // What is selected is held by its inside too.
  return (
    annotations.toReversed().find(({ id, ...each }) => selection.includes(id) && isIn(boxOf({ id, ...each }), at, 0))
      ?.id ?? null
  )
}

const isIn = (box: Box, { x, y }: Place, near: number): boolean =>
  x >= box.x - near && x <= box.x + box.width + near && y >= box.y - near && y <= box.y + box.height + near

/** Whether a place is on the line of an annotation, or on its words. */
function isOnLine(annotation: AnnotationRecord, at: Place, near: number): boolean {
  const { shape, x, y, width, height, strokeWidth } = annotation
  const box = boxOf(annotation)
  const reach = near + strokeWidth / 2
  if (shape === 'text') return isIn(box, at, near)
  if (!isIn(box, at, reach)) return false
  switch (shape) {
    case 'arrow':
      return segmentDistance(x, y, x + width, y + height, at.x, at.y) <= reach ** 2
    case 'rectangle':
      return Math.min(at.x - box.x, box.x + box.width - at.x, at.y - box.y, box.y + box.height - at.y) <= reach
    case 'ellipse': {
      const rx = Math.max(1, width / 2)
      const ry = Math.max(1, height / 2)
      const out = Math.hypot((at.x - x - width / 2) / rx, (at.y - y - height / 2) / ry)
      return Math.abs(out - 1) * Math.min(rx, ry) <= reach
    }
    default: {
      const points = strokePoints(annotation)
      return points.some((point, i) => {
        const next = points[i + 1] ?? point
        return segmentDistance(point.x, point.y, next.x, next.y, at.x, at.y) <= reach ** 2
      })
    }
  }
}
