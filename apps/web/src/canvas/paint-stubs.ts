// What stands at the end of an edge that is cut in two: where the rest of it goes.
import type { Stub } from '../stores/drawing.ts'
import { EDGE_ROW, X1, X2, Y1, Y2 } from './edge-geometry.ts'
import type { EdgeScene } from './edge-scene.ts'
import { labelSize } from './end-words.ts'
import type { Ink } from './ink.ts'
import type { ScreenBox } from './label-space.ts'
import { FAR_ZOOM } from './node-size.ts'
import type { View } from './view.ts'

const DOT = 3.5

/** Draws the ends in view, and says what they cover. `labels`: with the edge whose words they are, as those of rates. */
export function paintStubs(
  ctx: CanvasRenderingContext2D,
  scene: EdgeScene,
  rows: Float64Array,
  visible: readonly number[],
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
    ctx.arc(x, y, DOT, 0, Math.PI * 2)
    ctx.fill()
    if (view.zoom < FAR_ZOOM) continue
    const rightwards = rows[at + X1] <= rows[at + X2] === (stub.end === 'a')
    const box = paintWords(ctx, stub, x, y, rightwards, view, ink)
    boxes.push(box)
    labels.push(i, box.left, box.top, box.right, box.bottom)
  }
  return boxes
}

/** Beyond the end; of two halves on one canvas, which point at each other, below the one and above the other. */
function paintWords(
  ctx: CanvasRenderingContext2D,
  { end, words: name, away }: Stub,
  x: number,
  y: number,
  rightwards: boolean,
  view: View,
  ink: Ink,
): ScreenBox {
  const words = `⇢ ${name}`
  ctx.font = `500 ${labelSize(view)}px ${ink.sans}`
  const width = ctx.measureText(words).width + 12
  const beside = rightwards ? x + DOT + 3 : x - DOT - 3 - width
  const left = away ? beside : x - width / 2
  const middle = away ? y : end === 'a' ? y + 16 : y - 16
  const box = { left, top: middle - 9, right: left + width, bottom: middle + 9 }
  ctx.fillStyle = ink.panel
  ctx.strokeStyle = ink['line-strong']
  ctx.lineWidth = 1
  ctx.beginPath()
  ctx.roundRect(box.left, box.top, width, 18, 9)
  ctx.fill()
  ctx.stroke()
  ctx.fillStyle = ink.dim
  ctx.textAlign = 'left'
  ctx.textBaseline = 'middle'
  ctx.fillText(words, left + 6, middle + 0.5)
  return box
}
