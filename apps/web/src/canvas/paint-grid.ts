// The dots of the background, as one pattern.
import { GRID } from './arrange.ts'
import type { Ink } from './ink.ts'
import type { View } from './view.ts'

const RADIUS = 0.7
/** Below it the dots run together. */
const DOT_ZOOM = 0.3
/** The tile is drawn larger than needed, so that it stays sharp when the drawing is near. */
const SCALE = 2

let tile: { color: string; canvas: HTMLCanvasElement } | null = null

export function paintGrid(ctx: CanvasRenderingContext2D, view: View, ink: Ink): void {
  if (view.zoom < DOT_ZOOM) return
  if (tile?.color !== ink.dot) tile = { color: ink.dot, canvas: tileOf(ink.dot) }
  const pattern = ctx.createPattern(tile.canvas, 'repeat')!
  // A dot is in the middle of its tile, and at whole steps of the grid.
  const half = (GRID / 2) * view.zoom
  pattern.setTransform(new DOMMatrix().translate(view.x - half, view.y - half).scale(view.zoom / SCALE))
  ctx.fillStyle = pattern
  ctx.fillRect(0, 0, view.width, view.height)
}

function tileOf(color: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = GRID * SCALE
  const ctx = canvas.getContext('2d')!
  ctx.fillStyle = color
  ctx.arc((GRID / 2) * SCALE, (GRID / 2) * SCALE, RADIUS * SCALE, 0, Math.PI * 2)
  ctx.fill()
  return canvas
}
