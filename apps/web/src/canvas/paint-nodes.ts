// Nodes below FAR_ZOOM, where an element each would cost more than it shows: a tile, its glyph, and the name while it can be
// read. Those hovered or selected are left to React Flow.
import type { NodeId, NodeRecord, TopologyDocument } from '@etherloom/topology'
import { drawingOf, type Place } from '../stores/drawing.ts'
import { type GlyphName, glyphOf, glyphPaths, hueOf } from './glyphs.ts'
import type { Ink, InkName } from './ink.ts'
import { FAR_ZOOM, NODE_SIZE } from './node-size.ts'
import type { View } from './paint-edges.ts'

/** Below this many pixels a tile is a dot, and a dot stays visible however far one goes. */
const TILE_MIN = 9
const DOT_MIN = 2.5
/** From here on names can be read. */
const NAME_ZOOM = 0.3

const paths = new Map<GlyphName, Path2D>()

function pathOf(name: GlyphName): Path2D {
  let path = paths.get(name)
  if (!path) paths.set(name, (path = new Path2D(glyphPaths[name])))
  return path
}

export function paintNodes(
  ctx: CanvasRenderingContext2D,
  document: TopologyDocument,
  centerOf: (id: NodeId) => Place,
  elements: ReadonlySet<string>,
  selected: ReadonlySet<string>,
  view: View,
  ink: Ink,
): void {
  if (view.zoom >= FAR_ZOOM) return
  const size = NODE_SIZE * view.zoom
  for (const node of drawingOf(document).nodes) {
    const center = centerOf(node.id)
    const x = center.x * view.zoom + view.x
    const y = center.y * view.zoom + view.y
    if (x < -size || y < -size || x > view.width + size || y > view.height + size) continue
    if (selected.has(node.id)) paintRing(ctx, x, y, size, ink)
    if (!elements.has(node.id)) paintNode(ctx, node, x, y, size, ink)
    if (view.zoom >= NAME_ZOOM) paintName(ctx, node.name, x, y + size / 2 + 3, view, ink)
  }
}

/** A selected node is found again from any distance. */
function paintRing(ctx: CanvasRenderingContext2D, x: number, y: number, size: number, ink: Ink): void {
  ctx.strokeStyle = ink.accent
  ctx.lineWidth = 2
  ctx.beginPath()
  ctx.arc(x, y, Math.max(7, size * 0.75), 0, Math.PI * 2)
  ctx.stroke()
}

function paintNode(
  ctx: CanvasRenderingContext2D,
  node: NodeRecord,
  x: number,
  y: number,
  size: number,
  ink: Ink,
): void {
  const color = ink[hueOf(node).slice(2) as InkName]
  if (size < TILE_MIN) {
    const dot = Math.max(DOT_MIN, size * 0.6)
    ctx.fillStyle = color
    ctx.fillRect(x - dot / 2, y - dot / 2, dot, dot)
    return
  }
  ctx.fillStyle = ink.raised
  ctx.strokeStyle = ink['line-strong']
  ctx.lineWidth = 1
  ctx.beginPath()
  ctx.roundRect(x - size / 2, y - size / 2, size, size, size * 0.22)
  ctx.fill()
  ctx.stroke()
  const scale = (size * 0.5) / 24
  ctx.save()
  ctx.translate(x - size / 4, y - size / 4)
  ctx.scale(scale, scale)
  ctx.strokeStyle = color
  ctx.lineWidth = 1.6
  ctx.lineCap = 'round'
  ctx.lineJoin = 'round'
  ctx.stroke(pathOf(glyphOf(node)))
  ctx.restore()
}

/** Names are painted for elements too: theirs would be too small to read. */
function paintName(ctx: CanvasRenderingContext2D, name: string, x: number, y: number, view: View, ink: Ink): void {
  ctx.font = `500 ${Math.max(9, 13 * view.zoom)}px ${ink.sans}`
  ctx.textAlign = 'center'
  ctx.textBaseline = 'top'
  ctx.lineJoin = 'round'
  ctx.lineWidth = 3
  ctx.strokeStyle = ink.bg
  ctx.strokeText(name, x, y)
  ctx.fillStyle = ink.text
  ctx.fillText(name, x, y)
}
