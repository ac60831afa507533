// What stands at the end of an edge that is cut in two: where the rest of it goes.
import type { Stub } from '../stores/drawing.ts'
import { EDGE_ROW, X1, X2, Y1, Y2 } from './edge-geometry.ts'
import type { EdgeScene } from './edge-scene.ts'
import { labelSize } from './end-words.ts'
import type { Ink } from './ink.ts'
import { overlaps, type ScreenBox } from './label-space.ts'
import { FAR_ZOOM } from './node-size.ts'
import type { View } from './view.ts'

const DOT = 3.5

/** Draws the ends in view, and says what they cover; `tiles` lie over them. `labels`: with the edge whose words they are, as those of rates. */
export function paintStubs(
  ctx: CanvasRenderingContext2D,
  scene: EdgeScene,
  rows: Float64Array,
  visible: readonly number[],
  tiles: readonly ScreenBox[],
  view: View,
  ink: Ink,
  labels: number[],
): ScreenBox[] {
  const boxes: ScreenBox[] = []
  for (const i of visible) {
    const { stub } = scene.edges[i]
    if (!stub) continue
    const at = i * EDGE_ROW
    const x = rows[at + (stub.end === 'a' ? X2 : X1)] * view.zoom + view.x
    const y = rows[at + (stub.end === 'a' ? Y2 : Y1)] * view.zoom + view.y
    ctx.fillStyle = ink.wire
    ctx.beginPath()
    ctx.arc(x, y, DOT * Math.min(1, Math.max(0.5, view.zoom)), 0, Math.PI * 2)
    ctx.fill()
    if (view.zoom < FAR_ZOOM) continue
    const rightwards = rows[at + X1] <= rows[at + X2] === (stub.end === 'a')
    const words = `⇢ ${stub.words}`
    ctx.font = `500 ${labelSize(view)}px ${ink.sans}`
    const places = placesFor(stub, ctx.measureText(words).width + 12, x, y, rightwards)
    const free = places.find((box) => ![...tiles, ...boxes].some((other) => overlaps(box, other)))
    const box = free ?? places[0]!
    paintWords(ctx, words, box, ink)
    boxes.push(box)
    labels.push(i, box.left, box.top, box.right, box.bottom)
  }
  return boxes
}

const TALL = 18
/** How far from the end words may go that find no room beside it. */
const STEPS = [16, 34, 52, 70]

/** Beyond the end; of two halves on one canvas, which point at each other, below the one and above the other. */
function placesFor({ end, away }: Stub, width: number, x: number, y: number, rightwards: boolean): ScreenBox[] {
  const at = (left: number, middle: number): ScreenBox => ({
    left,
    top: middle - TALL / 2,
    right: left + width,
    bottom: middle + TALL / 2,
  })
  const first = end === 'a' ? 1 : -1
  const around = STEPS.flatMap((step) => [at(x - width / 2, y + first * step), at(x - width / 2, y - first * step)])
  return away ? [at(rightwards ? x + DOT + 3 : x - DOT - 3 - width, y), ...around] : around
}

function paintWords(ctx: CanvasRenderingContext2D, words: string, box: ScreenBox, ink: Ink): void {
  ctx.fillStyle = ink.panel
  ctx.strokeStyle = ink['line-strong']
  ctx.lineWidth = 1
  ctx.beginPath()
  ctx.roundRect(box.left, box.top, box.right - box.left, TALL, 9)
  ctx.fill()
  ctx.stroke()
  ctx.fillStyle = ink.dim
  ctx.textAlign = 'left'
  ctx.textBaseline = 'middle'
  ctx.fillText(words, box.left + 6, box.top + TALL / 2 + 0.5)
}
