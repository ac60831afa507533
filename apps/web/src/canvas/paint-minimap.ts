import type { TopologyDocument } from '@etherloom/topology'
import { drawingOf, placeOf } from '../stores/drawing.ts'
import { hueOf } from './glyphs.ts'
import type { Ink, InkName } from './ink.ts'
import { boundsOf } from './viewport.ts'

interface FlowView {
  readonly transform: readonly [number, number, number]
  readonly width: number
  readonly height: number
}

const PADDING = 8

/** How the drawing and the present view together fit the map. */
export function mapScale(document: TopologyDocument, view: FlowView, width: number, height: number) {
  const [tx, ty, zoom] = view.transform
  const seen = { x: -tx / zoom, y: -ty / zoom, width: view.width / zoom, height: view.height / zoom }
  const drawn = boundsOf(document) ?? seen
  const left = Math.min(drawn.x, seen.x)
  const top = Math.min(drawn.y, seen.y)
  const right = Math.max(drawn.x + drawn.width, seen.x + seen.width)
  const bottom = Math.max(drawn.y + drawn.height, seen.y + seen.height)
  const scale = Math.min((width - 2 * PADDING) / (right - left), (height - 2 * PADDING) / (bottom - top))
  const spareX = width / scale - (right - left)
  const spareY = height / scale - (bottom - top)
  return { left: left - spareX / 2, top: top - spareY / 2, scale, seen }
}

export function paintMinimap(canvas: HTMLCanvasElement, document: TopologyDocument, view: FlowView, ink: Ink): void {
  if (view.width === 0) return
  const ctx = canvas.getContext('2d')!
  const ratio = devicePixelRatio
  const width = canvas.width / ratio
  const height = canvas.height / ratio
  const { left, top, scale, seen } = mapScale(document, view, width, height)
  const drawing = drawingOf(document)
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
  ctx.clearRect(0, 0, width, height)
  ctx.strokeStyle = ink['wire-off']
  ctx.lineWidth = 1
  ctx.beginPath()
  for (const edge of drawing.edges) {
    const a = placeOf(document, edge.a)
    const b = placeOf(document, edge.b)
    ctx.moveTo((a.x - left) * scale, (a.y - top) * scale)
    ctx.lineTo((b.x - left) * scale, (b.y - top) * scale)
  }
  ctx.stroke()
  const size = Math.max(2, Math.min(7, 56 * scale))
  for (const node of drawing.nodes) {
    const { x, y } = placeOf(document, node.id)
    ctx.fillStyle = ink[hueOf(node).slice(2) as InkName]
    ctx.fillRect((x - left) * scale - size / 2, (y - top) * scale - size / 2, size, size)
  }
  const box = [(seen.x - left) * scale, (seen.y - top) * scale, seen.width * scale, seen.height * scale] as const
  ctx.globalAlpha = 0.09
  ctx.fillStyle = ink.accent
  ctx.fillRect(...box)
  ctx.globalAlpha = 1
  ctx.strokeStyle = ink.accent
  ctx.lineWidth = 1.5
  ctx.strokeRect(...box)
}
