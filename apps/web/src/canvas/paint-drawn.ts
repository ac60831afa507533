// Draws what lies behind the network: the sheet, its picture, the boxes of groups, annotations. The tiles of collapsed groups
// lie above the links, which end at them.
import type { AnnotationRecord, CanvasRecord, LineStyle } from '@etherloom/topology'
import type { DrawnEdge, Place } from '../stores/drawing.ts'
import { fillAlpha, lineColor } from './drawn-color.ts'
import {
  boxOf,
  fitTitle,
  GROUP_PART,
  type GroupBox,
  LINE,
  layOutText,
  strokePoints,
  TITLE_HEIGHT,
  textFont,
  titleFont,
} from './drawn-geometry.ts'
import { shownAnnotation } from './drawn-motion.ts'
import { closedName } from './drawn-space.ts'
import { groundOf, isGround, type SheetGround } from './ground.ts'
import { handlesOf } from './handles.ts'
import { loadedImage } from './image-cache.ts'
import type { Ink } from './ink.ts'
import { blended, LINES, legible, WORDS } from './legible.ts'
import { cutTo, NAME_ZOOM, paintNames } from './node-names.ts'
import { textWidth } from './text-width.ts'
import type { View } from './view.ts'
import type { Box } from './viewport.ts'

const HANDLE = 7

/** Draws in the drawing's own units. */
function inUnits(ctx: CanvasRenderingContext2D, { x, y, zoom }: View, paint: () => void): void {
  ctx.save()
  ctx.translate(x, y)
  ctx.scale(zoom, zoom)
  paint()
  ctx.restore()
}

export function paintSheet(
  ctx: CanvasRenderingContext2D,
  { width, height, background, picture }: CanvasRecord,
  dataOf: (id: NonNullable<CanvasRecord['picture']>['image']) => string,
  view: View,
  ink: Ink,
): void {
  if (!background && !picture && width * height === 0) return
  inUnits(ctx, view, () => {
    if (background) {
      ctx.globalAlpha = fillAlpha(background)
      ctx.fillStyle = lineColor(background, ink)
      if (width * height > 0) ctx.fillRect(0, 0, width, height)
      else ctx.fillRect(-view.x / view.zoom, -view.y / view.zoom, view.width / view.zoom, view.height / view.zoom)
      ctx.globalAlpha = 1
    }
    const image = picture && loadedImage(picture.image, dataOf(picture.image))
    if (picture && image) {
      ctx.globalAlpha = picture.opacity
      ctx.drawImage(image, picture.x, picture.y, picture.width, picture.height)
      ctx.globalAlpha = 1
    }
    if (width * height === 0) return
    ctx.strokeStyle = ink['line-strong']
    ctx.lineWidth = 1 / view.zoom
    ctx.strokeRect(0, 0, width, height)
  })
}

export function paintGroups(
  ctx: CanvasRenderingContext2D,
  boxes: readonly GroupBox[],
  sheet: SheetGround,
  selected: ReadonlySet<string>,
  view: View,
  ink: Ink,
): void {
  if (boxes.length === 0) return
  inUnits(ctx, view, () => {
    for (const { group, box } of boxes) {
      if (group.collapsed) continue
      const color = lineColor(group.color, ink)
      const part = fillAlpha(group.color) * GROUP_PART
      const below = sheet(box)
      // Of one colour with the box, its title needs another lightness.
      const words = readable(color, below && blended(color, below, part), WORDS)
      ctx.fillStyle = color
      ctx.globalAlpha = part
      ctx.beginPath()
      ctx.roundRect(box.x, box.y, box.width, box.height, 10)
      ctx.fill()
      ctx.globalAlpha = 1
      ctx.strokeStyle = selected.has(group.id) ? ink.accent : words
      ctx.lineWidth = selected.has(group.id) ? 2 : 1
      ctx.stroke()
      ctx.fillStyle = words
      const { size, padding, room } = fitTitle(textWidth(ctx, titleFont(ink), group.title), box)
      const font = titleFont(ink, size)
      const title = cutTo(room, group.title, (text) => textWidth(ctx, font, text))
      ctx.font = font
      ctx.textAlign = 'left'
      ctx.textBaseline = 'middle'
      ctx.fillText(title, box.x + padding, box.y + TITLE_HEIGHT / 2 + 3)
    }
  })
}

/** Collapsed groups: a tile as large as a node's, with how many nodes are in it. `whole`: however long it is called. */
export function paintClosedGroups(
  ctx: CanvasRenderingContext2D,
  boxes: readonly GroupBox[],
  selected: ReadonlySet<string>,
  whole: boolean,
  view: View,
  ink: Ink,
): void {
  const closed = boxes.filter(({ group }) => group.collapsed)
  if (closed.length === 0) return
  inUnits(ctx, view, () => {
    for (const { group, box, nodes } of closed) {
      const color = legible(lineColor(group.color, ink), ink.raised, WORDS)
      ctx.strokeStyle = selected.has(group.id) ? ink.accent : color
      ctx.lineWidth = selected.has(group.id) ? 2.5 : 1.5
      ctx.fillStyle = ink.raised
      for (const shift of [5, 0]) {
        ctx.beginPath()
        ctx.roundRect(box.x + shift, box.y + 5 - shift, box.width - 5, box.height - 5, 10)
        ctx.fill()
        ctx.stroke()
      }
      ctx.textAlign = 'center'
      ctx.textBaseline = 'middle'
      ctx.fillStyle = color
      ctx.font = `600 18px ${ink.sans}`
      ctx.fillText(String(nodes), box.x + box.width / 2 - 2.5, box.y + box.height / 2 + 2.5)
    }
  })
  if (view.zoom < NAME_ZOOM) return
  const names = closed.map((each) => closedName(ctx, each, whole, view, ink))
  paintNames(ctx, names, view, ink)
}

export function paintAnnotations(
  ctx: CanvasRenderingContext2D,
  annotations: readonly AnnotationRecord[],
  sheet: SheetGround,
  selected: ReadonlySet<string>,
  view: View,
  ink: Ink,
): void {
  if (annotations.length === 0) return
  inUnits(ctx, view, () => {
    const below: AnnotationRecord[] = []
    for (const each of annotations) {
      const annotation = shownAnnotation(each)
      const ground = (words: boolean) => groundOf(annotation, below, sheet, words)
      if (isInView(boxOf(annotation), annotation.strokeWidth + 20, view)) paintAnnotation(ctx, annotation, ground, ink)
      if (isGround(annotation)) below.push(annotation)
    }
    for (const each of annotations) if (selected.has(each.id)) paintMark(ctx, shownAnnotation(each), view, ink)
  })
}

function isInView({ x, y, width, height }: Box, beyond: number, view: View): boolean {
  return (
    (x + width + beyond) * view.zoom + view.x >= 0 &&
    (y + height + beyond) * view.zoom + view.y >= 0 &&
    (x - beyond) * view.zoom + view.x <= view.width &&
    (y - beyond) * view.zoom + view.y <= view.height
  )
}

/** Where nobody knows what is below, as it was chosen. */
const readable = (color: string, ground: string | null, contrast: number): string =>
  ground === null ? color : legible(color, ground, contrast)

function paintAnnotation(
  ctx: CanvasRenderingContext2D,
  annotation: AnnotationRecord,
  ground: (words: boolean) => string | null,
  ink: Ink,
): void {
  if (annotation.shape !== 'text') {
    outline(ctx, annotation)
    if (annotation.fill && annotation.shape !== 'arrow' && annotation.shape !== 'freehand') {
      ctx.globalAlpha = fillAlpha(annotation.fill)
      ctx.fillStyle = lineColor(annotation.fill, ink)
      ctx.fill()
      ctx.globalAlpha = 1
    }
    if (annotation.stroke && annotation.strokeWidth > 0) {
      const color = lineColor(annotation.stroke, ink)
      // The border of what is filled need not stand out: the fill does.
      ctx.strokeStyle = isGround(annotation) ? color : readable(color, ground(false), LINES)
      ctx.lineWidth = annotation.strokeWidth
      ctx.lineCap = 'round'
      ctx.lineJoin = 'round'
      ctx.setLineDash(dashes(annotation.line, annotation.strokeWidth))
      ctx.stroke()
      ctx.setLineDash([])
      if (annotation.shape === 'arrow') paintHeads(ctx, annotation)
    }
  }
  if (annotation.text) paintText(ctx, annotation, readable(lineColor(annotation.textColor, ink), ground(true), WORDS))
}

const dashes = (line: LineStyle, width: number): number[] =>
  line === 'dashed' ? [4 * width + 2, 3 * width + 2] : line === 'dotted' ? [0.01, 2.2 * width + 1] : []

function outline(ctx: CanvasRenderingContext2D, annotation: AnnotationRecord): void {
  const { shape, x, y, width, height, radius } = annotation
  ctx.beginPath()
  if (shape === 'rectangle') ctx.roundRect(x, y, width, height, Math.min(radius, width / 2, height / 2))
  else if (shape === 'ellipse') ctx.ellipse(x + width / 2, y + height / 2, width / 2, height / 2, 0, 0, Math.PI * 2)
  else if (shape === 'arrow') {
    ctx.moveTo(x, y)
    ctx.lineTo(x + width, y + height)
  } else
    for (const [i, point] of strokePoints(annotation).entries())
      if (i === 0) ctx.moveTo(point.x, point.y)
      else ctx.lineTo(point.x, point.y)
}

function paintHeads(
  ctx: CanvasRenderingContext2D,
  { x, y, width, height, arrow, strokeWidth }: AnnotationRecord,
): void {
  if (arrow === 'end' || arrow === 'both') paintHead(ctx, { x: x + width, y: y + height }, { x, y }, strokeWidth)
  if (arrow === 'start' || arrow === 'both') paintHead(ctx, { x, y }, { x: x + width, y: y + height }, strokeWidth)
}

function paintHead(ctx: CanvasRenderingContext2D, tip: Place, from: Place, strokeWidth: number): void {
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x)
  const length = 8 + 2 * strokeWidth
  ctx.beginPath()
  for (const turn of [-0.42, 0.42]) {
    ctx.moveTo(tip.x, tip.y)
    ctx.lineTo(tip.x - Math.cos(angle + turn) * length, tip.y - Math.sin(angle + turn) * length)
  }
  ctx.stroke()
}

/** A text from its corner; a label in the middle of its shape. */
function paintText(ctx: CanvasRenderingContext2D, annotation: AnnotationRecord, color: string): void {
  const { shape, fontSize } = annotation
  const { lines, height } = layOutText(annotation)
  const box = boxOf(annotation)
  const label = shape !== 'text'
  ctx.font = textFont(fontSize)
  ctx.fillStyle = color
  ctx.textAlign = label ? 'center' : 'left'
  ctx.textBaseline = 'middle'
  const x = label ? box.x + box.width / 2 : box.x
  const top = label ? box.y + (box.height - height) / 2 : box.y
  for (const [i, line] of lines.entries()) ctx.fillText(line, x, top + (i + 0.5) * fontSize * LINE)
}

/** The points at which selected links bend, to be taken hold of. */
export function paintBends(
  ctx: CanvasRenderingContext2D,
  edges: readonly DrawnEdge[],
  selected: ReadonlySet<string>,
  view: View,
  ink: Ink,
): void {
  for (const { id, bends } of edges) {
    if (!bends || !selected.has(id)) continue
    ctx.fillStyle = ink.raised
    ctx.strokeStyle = ink.accent
    ctx.lineWidth = 1.5
    for (const { x, y } of bends) {
      ctx.beginPath()
      ctx.arc(x * view.zoom + view.x, y * view.zoom + view.y, 4.5, 0, Math.PI * 2)
      ctx.fill()
      ctx.stroke()
    }
  }
}

/** The frame of what is selected, with what it is resized by. */
function paintMark(ctx: CanvasRenderingContext2D, annotation: AnnotationRecord, { zoom }: View, ink: Ink): void {
  const { x, y, width, height } = boxOf(annotation)
  ctx.strokeStyle = ink.accent
  ctx.lineWidth = 1 / zoom
  const gap = 4 / zoom
  if (annotation.shape !== 'arrow') ctx.strokeRect(x - gap, y - gap, width + 2 * gap, height + 2 * gap)
  ctx.fillStyle = ink.raised
  ctx.lineWidth = 1.5 / zoom
  const side = HANDLE / zoom
  for (const handle of handlesOf(annotation)) {
    ctx.fillRect(handle.x - side / 2, handle.y - side / 2, side, side)
    ctx.strokeRect(handle.x - side / 2, handle.y - side / 2, side, side)
  }
}
