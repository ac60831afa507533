// Draws a preview: all of it, as large as it goes.
import type { Ink, InkName } from '../canvas/ink.ts'
import type { Preview } from './preview.ts'

const MARGIN = 22
const LARGEST_TILE = 22
const SMALLEST_TILE = 1.5
/** As in the drawing: how much of the distance between two nodes a tile takes. */
const TILE = 56

export function paintPreview(canvas: HTMLCanvasElement, { places, colors, hues, wires }: Preview, ink: Ink): void {
  const ratio = devicePixelRatio
  const { clientWidth: width, clientHeight: height } = canvas
  canvas.width = width * ratio
  canvas.height = height * ratio
  const ctx = canvas.getContext('2d')!
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
  const { left, top, across, down } = boundsOf(places)
  const scale = Math.min((width - 2 * MARGIN) / Math.max(1, across), (height - 2 * MARGIN) / Math.max(1, down), 0.5)
  const x = (i: number): number => width / 2 + (places[2 * i]! - left - across / 2) * scale
  const y = (i: number): number => height / 2 + (places[2 * i + 1]! - top - down / 2) * scale
  ctx.strokeStyle = ink.wire
  ctx.lineWidth = wires.length > 4000 ? 0.4 : 1
  ctx.beginPath()
  for (let w = 0; w < wires.length; w += 2) {
    ctx.moveTo(x(wires[w]!), y(wires[w]!))
    ctx.lineTo(x(wires[w + 1]!), y(wires[w + 1]!))
  }
  ctx.stroke()
  const tile = Math.max(SMALLEST_TILE, Math.min(LARGEST_TILE, TILE * scale))
  for (let i = 0; i < colors.length; i++) {
    const color = ink[hues[colors[i]!]!.slice(2) as InkName]
    ctx.fillStyle = tile > 6 ? ink.raised : color
    ctx.strokeStyle = color
    ctx.lineWidth = 1.5
    ctx.beginPath()
    ctx.roundRect(x(i) - tile / 2, y(i) - tile / 2, tile, tile, tile * 0.22)
    ctx.fill()
    if (tile > 6) ctx.stroke()
  }
}

function boundsOf(places: Float64Array) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < places.length; i += 2) {
    left = Math.min(left, places[i]!)
    right = Math.max(right, places[i]!)
    top = Math.min(top, places[i + 1]!)
    bottom = Math.max(bottom, places[i + 1]!)
  }
  return { left, top, across: right - left, down: bottom - top }
}
