// What is drawn and never run: canvases and where things lie on them, groups, annotations, pictures, the bends of links. The
// kernel knows nothing of these. Everything that lies on a canvas says which (`canvas`) and in which group it is (`group`);
// lengths are in the drawing's units, one of which is a pixel at zoom 1.
import { z } from 'zod'
import { color } from './color.ts'
import { foreign } from './foreign.ts'
import { annotationId, canvasId, edgeId, groupId, imageId, layoutId, nodeId, pathId } from './ids.ts'
import { imageData } from './image-data.ts'

/** Way-points of one link, and points of one freehand stroke. */
export const MAX_WAYPOINTS = 32
export const MAX_STROKE_POINTS = 2000
export const MAX_ANNOTATION_TEXT = 4000

/** How far from the middle anything may lie. */
export const EDGE = 1e6
const coordinate = z.number().min(-EDGE).max(EDGE)
const extent = z.number().min(0).max(EDGE)
const point = z.strictObject({ x: coordinate, y: coordinate })
export type Point = z.infer<typeof point>

export const canvasRecord = z.strictObject({
  id: canvasId,
  type: z.literal('canvas'),
  name: z.string().min(1).max(64),
  /** Canvases are listed by it, the smallest first. */
  order: coordinate,
  /** The sheet that is drawn, from 0, 0; 0 by 0 draws none. Things may lie outside. */
  width: extent,
  height: extent,
  /** Between the dots, and between the places that things snap to. */
  grid: z.int().min(4).max(500),
  background: color.nullable(),
  /** A picture under everything. */
  picture: z
    .strictObject({
      image: imageId,
      x: coordinate,
      y: coordinate,
      width: extent.min(1),
      height: extent.min(1),
      opacity: z.number().min(0).max(1),
    })
    .nullable(),
  foreign,
})

export const layoutRecord = z.strictObject({
  id: layoutId,
  type: z.literal('layout'),
  node: nodeId,
  canvas: canvasId,
  group: groupId.nullable(),
  /** The middle of the node. */
  x: coordinate,
  y: coordinate,
  /** Shown instead of the sign of its kind. */
  icon: imageId.nullable(),
})

/** A titled box around nodes, annotations and groups; visual only. A machine, which holds nodes, is none. */
export const groupRecord = z.strictObject({
  id: groupId,
  type: z.literal('group'),
  title: z.string().max(100),
  canvas: canvasId,
  /** The group it lies in. */
  parent: groupId.nullable(),
  color,
  /** Drawn as one small box; links of what is in it end there. */
  collapsed: z.boolean(),
})

export const annotationShapes = ['text', 'rectangle', 'ellipse', 'freehand', 'arrow'] as const
export type AnnotationShape = (typeof annotationShapes)[number]
export const lineStyles = ['solid', 'dashed', 'dotted'] as const
export type LineStyle = (typeof lineStyles)[number]
export const arrowHeads = ['none', 'end', 'start', 'both'] as const
/** Points of a stroke count from 0 to this across its box. */
export const STROKE_SCALE = 10_000

export const annotationRecord = z.strictObject({
  id: annotationId,
  type: z.literal('annotation'),
  shape: z.enum(annotationShapes),
  canvas: canvasId,
  group: groupId.nullable(),
  /** A box's left and top; where an arrow begins. */
  x: coordinate,
  y: coordinate,
  /** An arrow ends at x + width, y + height, so its may be negative. A text is wrapped at its width, if that is not 0. */
  width: coordinate,
  height: coordinate,
  /** Of a freehand stroke: x, y, x, y … within its box, so that moving and resizing leave them alone. */
  points: z.array(z.int().min(0).max(STROKE_SCALE)).max(2 * MAX_STROKE_POINTS),
  /** The text, or the label in the middle of a shape. */
  text: z.string().max(MAX_ANNOTATION_TEXT),
  fontSize: z.number().min(4).max(400),
  textColor: color,
  /** Null draws no line. */
  stroke: color.nullable(),
  strokeWidth: z.number().min(0).max(100),
  line: z.enum(lineStyles),
  fill: color.nullable(),
  /** Of a rectangle's corners. */
  radius: z.number().min(0).max(1000),
  arrow: z.enum(arrowHeads),
  /** Those with a greater one lie above. */
  z: z.int().min(-1e6).max(1e6),
  foreign,
})

export const imageRecord = z.strictObject({
  id: imageId,
  type: z.literal('image'),
  name: z.string().min(1).max(100),
  /** A data URL. Only ever shown as an image, so that nothing in it runs or loads. */
  data: imageData,
  foreign,
})

/** How a line on the canvas runs; a line without one runs straight. */
export const pathRecord = z.strictObject({
  id: pathId,
  type: z.literal('path'),
  edge: edgeId,
  /** Where it bends, from its end a to its end b. */
  points: z.array(point).max(MAX_WAYPOINTS),
  /** Drawn as two stubs though both ends are on one canvas. Where they are not it always is. */
  split: z.boolean(),
  /** Where the stub at end a, at end b ends; null for a place that suggests itself. */
  aStub: point.nullable(),
  bStub: point.nullable(),
})

export type CanvasRecord = z.infer<typeof canvasRecord>
export type CanvasPicture = NonNullable<CanvasRecord['picture']>
export type LayoutRecord = z.infer<typeof layoutRecord>
export type GroupRecord = z.infer<typeof groupRecord>
export type AnnotationRecord = z.infer<typeof annotationRecord>
export type ImageRecord = z.infer<typeof imageRecord>
export type PathRecord = z.infer<typeof pathRecord>
