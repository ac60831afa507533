// Nodes below FAR_ZOOM, where an element each would cost more than it shows: a tile, its glyph, and the name while it can be
// read. Those hovered or selected are left to React Flow.
import type { NodeId, NodeRecord, TopologyDocument } from '@etherloom/topology'
import { drawingOf, type Place } from '../stores/drawing.ts'
import { type GlyphName, glyphOf, glyphPaths, hueOf } from './glyphs.ts'
import type { Ink, InkName } from './ink.ts'
import type { ScreenBox } from './label-space.ts'
import { FAR_ZOOM, NAME_HEIGHT, NODE_SIZE } from './node-size.ts'
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
  if (selected.size > 0) paintRings(ctx, document, centerOf, selected, size, view, ink)
  for (const node of drawingOf(document).nodes) {
    const center = centerOf(node.id)
    const x = center.x * view.zoom + view.x
    const y = center.y * view.zoom + view.y
    if (x < -size || y < -size || x > view.width + size || y > view.height + size) continue
    if (!elements.has(node.id)) paintNode(ctx, node, x, y, size, ink)
    if (view.zoom >= NAME_ZOOM) paintName(ctx, node.name, x, y + size / 2 + 3, view, ink)
  }
}

/** What the tiles in view and their names cover, on screen, as far as words must keep off them. */
export function tileBoxes(document: TopologyDocument, centerOf: (id: NodeId) => Place, view: View): ScreenBox[] {
  const size = NODE_SIZE * view.zoom
  if (size < TILE_MIN) return []
  const below = view.zoom >= FAR_ZOOM ? NAME_HEIGHT * view.zoom : view.zoom >= NAME_ZOOM ? 16 : 0
  const boxes: ScreenBox[] = []
  for (const node of drawingOf(document).nodes) {
    const center = centerOf(node.id)
    const x = center.x * view.zoom + view.x
    const y = center.y * view.zoom + view.y
    if (x < -size || y < -size || x > view.width + size || y > view.height + size) continue
    const half = size / 2
    boxes.push({ left: x - half, top: y - half, right: x + half, bottom: y + half + below })
  }
  return boxes
}

/** A selected node is found again from any distance. */
function paintRings(
  ctx: CanvasRenderingContext2D,
  document: TopologyDocument,
  centerOf: (id: NodeId) => Place,
  selected: ReadonlySet<string>,
  size: number,
  view: View,
  ink: Ink,
): void {
  const { places } = drawingOf(document)
  ctx.strokeStyle = ink.accent
  ctx.fillStyle = ink.accent
  ctx.lineWidth = 2
  // Thousands of circles are dots that run together: squares look the same and are drawn in no time.
  const many = selected.size > 1000 && size < TILE_MIN
  ctx.beginPath()
  for (const id of selected) {
    if (!places.has(id as NodeId)) continue
    const center = centerOf(id as NodeId)
    const x = center.x * view.zoom + view.x
    const y = center.y * view.zoom + view.y
    if (x < -size || y < -size || x > view.width + size || y > view.height + size) continue
    if (many) {
      ctx.fillRect(x - 4, y - 4, 8, 8)
      continue
    }
    const radius = Math.max(7, size * 0.75)
    ctx.moveTo(x + radius, y)
    ctx.arc(x, y, radius, 0, Math.PI * 2)
  }
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
