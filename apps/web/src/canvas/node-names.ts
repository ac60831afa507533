// A node's name below its tile: written as an element writes its own (.node-name), so that nothing is seen to change when
// pixels take an element's place, and its room is known to the words of links.
import type { Ink } from './ink.ts'
import type { ScreenBox } from './label-space.ts'
import { NODE_SIZE } from './node-size.ts'
import { textWidth } from './text-width.ts'
import type { View } from './view.ts'

export const NAME_SIZE = 13
/** A smaller one cannot be read. */
const LEAST = 9
/** From here on there are names. */
export const NAME_ZOOM = 0.3
/** From here on elements write their own, as large as can be read; below, all of them are written here. */
export const OWN_NAME_ZOOM = LEAST / NAME_SIZE

// Parts of the font's size: .node-name in flow.css.
const GAP = 3 / NAME_SIZE
const TALL = 18 / NAME_SIZE
const PADDING = 5 / NAME_SIZE
const MOST = 122 / NAME_SIZE
const LETTER = 0.62
/** Of the patch that a name lies on. */
const OPACITY = 0.82

export interface NodeName {
  readonly text: string
  readonly box: ScreenBox
}

const sizeAt = (zoom: number): number => Math.max(LEAST, NAME_SIZE * zoom)

/** About half as wide as a name is on screen, for where there is nothing to measure it with. */
export const roughHalf = (name: string, zoom: number): number =>
  zoom < NAME_ZOOM ? 0 : (Math.min(MOST, name.length * LETTER) / 2 + PADDING) * sizeAt(zoom)

/** Where a name stands whose tile's middle is at x, y. `whole`: however long it is. */
export function placeName(
  ctx: CanvasRenderingContext2D,
  name: string,
  x: number,
  y: number,
  whole: boolean,
  view: View,
  ink: Ink,
): NodeName {
  const size = sizeAt(view.zoom)
  const text = whole ? name : shortened(ctx, name, ink)
  const half = widthOf(ctx, text, ink) * (size / 2) + PADDING * size
  const top = y + (NODE_SIZE / 2) * view.zoom + GAP * size
  return { text, box: { left: x - half, top, right: x + half, bottom: top + TALL * size } }
}

export function paintNames(ctx: CanvasRenderingContext2D, names: readonly NodeName[], view: View, ink: Ink): void {
  const size = sizeAt(view.zoom)
  ctx.fillStyle = ink.bg
  ctx.globalAlpha = OPACITY
  for (const { box } of names) {
    ctx.beginPath()
    ctx.roundRect(box.left, box.top, box.right - box.left, box.bottom - box.top, PADDING * size)
    ctx.fill()
  }
  ctx.globalAlpha = 1
  ctx.font = nameFont(size, ink)
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  ctx.fillStyle = ink.text
  for (const { text, box } of names) ctx.fillText(text, (box.left + box.right) / 2, (box.top + box.bottom) / 2)
}

export const nameFont = (size: number, ink: Ink): string => `500 ${size}px ${ink.sans}`

/** In the font's size: measured once, and the same at every distance. */
const widthOf = (ctx: CanvasRenderingContext2D, text: string, ink: Ink): number =>
  textWidth(ctx, nameFont(NAME_SIZE, ink), text) / NAME_SIZE

const MOST_KNOWN = 5000
const known = new Map<string, string>()

function shortened(ctx: CanvasRenderingContext2D, name: string, ink: Ink): string {
  if (widthOf(ctx, name, ink) <= MOST) return name
  let short = known.get(name)
  if (short === undefined) {
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(name, (short = cutTo(MOST, name, (text) => widthOf(ctx, text, ink))))
  }
  return short
}

/** With an ellipsis where the browser would put one. */
export function cutTo(most: number, text: string, widthOf: (text: string) => number): string {
  if (widthOf(text) <= most) return text
  let length = text.length - 1
  while (length > 1 && widthOf(`${text.slice(0, length)}…`) > most) length--
  return `${text.slice(0, length)}…`
}
