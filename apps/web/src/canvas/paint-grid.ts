// The dots of the background, each on whole pixels: between them some would be fainter than others, in patches.
import { GRID } from './arrange.ts'
import type { Ink } from './ink.ts'
import type { View } from './view.ts'

const DIAMETER = 1.4
/** Below it the dots run together. */
const DOT_ZOOM = 0.3

let row: OffscreenCanvas | null = null

export function paintGrid(ctx: CanvasRenderingContext2D, view: View, ink: Ink): void {
  if (view.zoom < DOT_ZOOM) return
  const ratio = devicePixelRatio
  const wanted = DIAMETER * view.zoom * ratio
  const dot = Math.max(1, Math.round(wanted))
  const line = rowOf(view, dot, ratio, ink.dot)
  // One that would be smaller than a pixel is fainter instead.
  ctx.globalAlpha = Math.min(1, wanted / dot)
  for (const y of places(view.y, view.height, view.zoom, dot, ratio))
    ctx.drawImage(line, 0, y / ratio, line.width / ratio, dot / ratio)
  ctx.globalAlpha = 1
}

/** All rows look the same: it is drawn once, and copied. */
function rowOf(view: View, dot: number, ratio: number, color: string): OffscreenCanvas {
  row ??= new OffscreenCanvas(1, 1)
  // Setting a size clears it.
  row.width = Math.ceil(view.width * ratio)
  row.height = dot
  const ctx = row.getContext('2d')!
  ctx.fillStyle = color
  ctx.beginPath()
  for (const x of places(view.x, view.width, view.zoom, dot, ratio))
    ctx.roundRect(x, 0, dot, dot, dot > 2 ? dot / 2 : 0)
  ctx.fill()
  return row
}

/** Where dots begin along one side of the view, in pixels of the screen: they are in the middle of whole steps of the grid. */
function* places(origin: number, length: number, zoom: number, dot: number, ratio: number): Generator<number> {
  const step = GRID * zoom
  for (let at = origin - Math.ceil(origin / step) * step; at < length; at += step)
    yield Math.round(at * ratio - dot / 2)
}
