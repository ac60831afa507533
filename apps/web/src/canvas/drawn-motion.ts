// How annotations and the bends of links are shown while a hand moves them; the document follows when they are let go. Nodes
// that go along are motion.ts's.
import type { AnnotationId, AnnotationRecord, EdgeId, Point } from '@etherloom/topology'
import { showMoving } from './motion.ts'

type Geometry = Pick<AnnotationRecord, 'x' | 'y' | 'width' | 'height'>

export interface DrawnMotion {
  readonly annotations?: ReadonlyMap<AnnotationId, Partial<Geometry>>
  readonly bends?: { readonly edge: EdgeId; readonly points: readonly Point[] }
  readonly stub?: { readonly edge: EdgeId; readonly end: 'a' | 'b'; readonly at: Point }
  /** What a tool is drawing, before it is in the document. */
  readonly fresh?: AnnotationRecord
}

let moving: DrawnMotion = {}

/** Nodes given are shown moving too, and whoever draws is told. */
export function showDrawn(motion: DrawnMotion, nodes: Parameters<typeof showMoving>[0] = null): void {
  moving = motion
  showMoving(nodes)
}

export const drawnMotion = (): DrawnMotion => moving

export function shownAnnotation(annotation: AnnotationRecord): AnnotationRecord {
  const geometry = moving.annotations?.get(annotation.id)
  return geometry ? { ...annotation, ...geometry } : annotation
}
