// What is drawn beside the network takes room too, on screen: tiles of collapsed groups, which words keep off, and words, which
// other words cover only where there is no other place.
import type { AnnotationRecord } from '@etherloom/topology'
import { boxOf, fitTitle, type GroupBox, layOutText, TITLE_HEIGHT, TITLE_SIZE, titleFont } from './drawn-geometry.ts'
import { shownAnnotation } from './drawn-motion.ts'
import type { Ink } from './ink.ts'
import type { ScreenBox } from './label-space.ts'
import { NAME_ZOOM, type NodeName, placeName } from './node-names.ts'
import { textWidth } from './text-width.ts'
import { onScreen, type View } from './view.ts'
import type { Box } from './viewport.ts'

const isSeen = ({ left, top, right, bottom }: ScreenBox, { width, height }: View): boolean =>
  right > 0 && bottom > 0 && left < width && top < height

/** A collapsed group is called as a node is. */
export function closedName(
  ctx: CanvasRenderingContext2D,
  { group, box }: GroupBox,
  whole: boolean,
  view: View,
  ink: Ink,
): NodeName {
  const tile = onScreen(box, view)
  return placeName(ctx, group.title, (tile.left + tile.right) / 2, (tile.top + tile.bottom) / 2, whole, view, ink)
}

/** Of collapsed groups: their tiles, and what these are called. */
export function closedBoxes(
  ctx: CanvasRenderingContext2D,
  boxes: readonly GroupBox[],
  whole: boolean,
  view: View,
  ink: Ink,
): ScreenBox[] {
  const closed = boxes.filter(({ group, box }) => group.collapsed && isSeen(onScreen(box, view), view))
  const tiles = closed.map(({ box }) => onScreen(box, view))
  if (view.zoom < NAME_ZOOM) return tiles
  return [...tiles, ...closed.map((each) => closedName(ctx, each, whole, view, ink).box)]
}

/** Titles of open groups, and what is written on annotations. */
export function writtenBoxes(
  ctx: CanvasRenderingContext2D,
  drawn: { readonly boxes: readonly GroupBox[]; readonly annotations: readonly AnnotationRecord[] },
  view: View,
  ink: Ink,
): ScreenBox[] {
  const titles = drawn.boxes
    .filter(({ group }) => !group.collapsed && group.title !== '')
    .map(({ group, box }) => {
      const whole = textWidth(ctx, titleFont(ink), group.title)
      const { size, padding, room } = fitTitle(whole, box)
      const width = Math.min(room, (whole * size) / TITLE_SIZE)
      return onScreen({ x: box.x + padding, y: box.y + 3, width, height: TITLE_HEIGHT }, view)
    })
  const texts = drawn.annotations
    .map(shownAnnotation)
    .filter(({ text }) => text !== '')
    .map((annotation) => onScreen(textBox(annotation), view))
  return [...titles, ...texts].filter((box) => isSeen(box, view))
}

/** A text stands in the corner of its box, a label in the middle of its shape. */
function textBox(annotation: AnnotationRecord): Box {
  const box = boxOf(annotation)
  const { width, height } = layOutText(annotation)
  if (annotation.shape === 'text') return { ...box, width }
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height }
}
