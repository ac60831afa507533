// What records are called. An id's prefix says the type of its record.
import { z } from 'zod'

export type LabId = 'lab:lab'
export type NodeId = `node:${string}`
export type IfaceId = `iface:${string}`
export type LinkId = `link:${string}`
export type LayoutId = `layout:${string}`
export type CanvasId = `canvas:${string}`
export type GroupId = `group:${string}`
export type AnnotationId = `annotation:${string}`
export type ImageId = `image:${string}`
/** Named after the edge it belongs to: `path:link.pc1-switch1`, `path:iface.pc1.vnic0`. */
export type PathId = `path:${string}`
/** A line on the canvas: a wire, or the vnic that is drawn as one. */
export type EdgeId = LinkId | IfaceId
export type RecordId =
  | LabId
  | NodeId
  | IfaceId
  | LinkId
  | LayoutId
  | CanvasId
  | GroupId
  | AnnotationId
  | ImageId
  | PathId

const id = <P extends string>(prefix: P) =>
  z
    .templateLiteral([z.literal(prefix), ':', z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/)])
    .describe(`an id such as "${prefix}:x1"`)
export const nodeId = id('node') as z.ZodType<NodeId>
export const ifaceId = id('iface') as z.ZodType<IfaceId>
export const linkId = id('link') as z.ZodType<LinkId>
export const layoutId = id('layout') as z.ZodType<LayoutId>
export const canvasId = id('canvas') as z.ZodType<CanvasId>
export const groupId = id('group') as z.ZodType<GroupId>
export const annotationId = id('annotation') as z.ZodType<AnnotationId>
export const imageId = id('image') as z.ZodType<ImageId>
export const edgeId = z.union([linkId, ifaceId])
export const pathId = z
  .string()
  .regex(/^path:(link|iface)\.[A-Za-z0-9_.-]{1,64}$/, 'expected path: and the link or vnic') as z.ZodType<PathId>

/** The canvas of a lab that says nothing of canvases, and of everything that does not say where it is. */
export const FIRST_CANVAS: CanvasId = 'canvas:canvas1'
