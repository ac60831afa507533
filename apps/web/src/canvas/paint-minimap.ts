import type { NodeId, TopologyDocument } from '@etherloom/topology'
import { type Drawing, type Place, placeOf } from '../stores/drawing.ts'
import { sheetOf } from '../stores/sheet.ts'
import { lineColor } from './drawn-color.ts'
import { restingBoxes } from './drawn-geometry.ts'
import { hueOf } from './glyphs.ts'
import type { Ink, InkName } from './ink.ts'
import { type Box, boundsOf } from './viewport.ts'

interface FlowView {
  readonly transform: readonly [number, number, number]
  readonly width: number
  readonly height: number
}

const PADDING = 8

/** How far one goes beyond, in whole steps. */
const stepsUp = (beyond: number, step: number): number => Math.max(0, Math.ceil(beyond / step)) * step

/** How the drawing and the present view together fit the map. */
export function mapScale(document: TopologyDocument, view: FlowView, width: number, height: number) {
  const [tx, ty, zoom] = view.transform
  const seen = { x: -tx / zoom, y: -ty / zoom, width: view.width / zoom, height: view.height / zoom }
  const drawn = boundsOf(document) ?? seen
  // In steps, so that the map stands still while the view moves about beside the drawing.
  const step = Math.max(drawn.width, drawn.height) / 4
  const left = drawn.x - stepsUp(drawn.x - seen.x, step)
  const top = drawn.y - stepsUp(drawn.y - seen.y, step)
  const right = drawn.x + drawn.width + stepsUp(seen.x + seen.width - drawn.x - drawn.width, step)
  const bottom = drawn.y + drawn.height + stepsUp(seen.y + seen.height - drawn.y - drawn.height, step)
  const scale = Math.min((width - 2 * PADDING) / (right - left), (height - 2 * PADDING) / (bottom - top))
  const spareX = width / scale - (right - left)
  const spareY = height / scale - (bottom - top)
  return { left: left - spareX / 2, top: top - spareY / 2, scale, seen }
}

/** The drawing on the map, as long as neither it nor the map's scale changes. */
interface Drawn {
  readonly document: TopologyDocument
  readonly sheet: Drawing
  readonly ink: Ink
  readonly place: string
  readonly bitmap: ImageBitmap
}

export class MinimapPainter {
  private readonly canvas: HTMLCanvasElement
  private drawn: Drawn | null = null

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas
  }

  paint(document: TopologyDocument, view: FlowView, ink: Ink): void {
    if (view.width === 0) return
    const ctx = this.canvas.getContext('2d')!
    const ratio = devicePixelRatio
    const width = this.canvas.width / ratio
    const height = this.canvas.height / ratio
    const { left, top, scale, seen } = mapScale(document, view, width, height)
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    ctx.clearRect(0, 0, width, height)
    ctx.drawImage(this.drawing(document, left, top, scale, ink), 0, 0, width, height)
    const box = [(seen.x - left) * scale, (seen.y - top) * scale, seen.width * scale, seen.height * scale] as const
    ctx.globalAlpha = 0.09
    ctx.fillStyle = ink.accent
    ctx.fillRect(...box)
    ctx.globalAlpha = 1
    ctx.strokeStyle = ink.accent
    ctx.lineWidth = 1.5
    ctx.strokeRect(...box)
  }

  private drawing(document: TopologyDocument, left: number, top: number, scale: number, ink: Ink): ImageBitmap {
    const place = `${left} ${top} ${scale}`
    const { drawn } = this
    if (drawn?.document === document && drawn.sheet === sheetOf(document) && drawn.ink === ink && drawn.place === place)
      return drawn.bitmap
    drawn?.bitmap.close()
    const canvas = new OffscreenCanvas(this.canvas.width, this.canvas.height)
    const ctx = canvas.getContext('2d')!
    ctx.scale(devicePixelRatio, devicePixelRatio)
    paintDrawing(ctx, document, left, top, scale, ink)
    const bitmap = canvas.transferToImageBitmap()
    this.drawn = { document, sheet: sheetOf(document), ink, place, bitmap }
    return bitmap
  }
}

function paintDrawing(
  ctx: OffscreenCanvasRenderingContext2D,
  document: TopologyDocument,
  left: number,
  top: number,
  scale: number,
  ink: Ink,
): void {
  const drawing = sheetOf(document)
  const closed = restingBoxes(document).filter(({ group }) => group.collapsed)
  const middles = new Map(closed.map(({ group, box }) => [group.id, middleOf(box)]))
  // A collapsed group stands for what is in it.
  const centerOf = (id: NodeId): Place => {
    const group = drawing.inside.get(id)
    return (group && middles.get(group)) ?? placeOf(document, id)
  }
  ctx.strokeStyle = ink['wire-off']
  ctx.lineWidth = 1
  ctx.beginPath()
  for (const edge of drawing.edges) {
    const a = centerOf(edge.a)
    const b = centerOf(edge.b)
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
  for (const { group, box } of closed) {
    const { x, y } = middleOf(box)
    ctx.fillStyle = lineColor(group.color, ink)
    ctx.fillRect((x - left) * scale - size / 2, (y - top) * scale - size / 2, size, size)
  }
}

const middleOf = ({ x, y, width, height }: Box): Place => ({ x: x + width / 2, y: y + height / 2 })
