// Nodes that are no elements: a tile with its glyph, and the name while it can be read. From far that is all of them but those
// in hand; near, those that are not elements yet. Tiles are drawn once for each look and size, and copied.
import type { NodeId, NodeRecord } from '@etherloom/topology'
import { pathData } from '../picture/svg-context.ts'
import type { Place } from '../stores/drawing.ts'
import { isStopped, STOPPED_HUE, STOPPED_OPACITY } from './cards/node-state.ts'
import { type GlyphName, glyphOf, glyphPaths, hueOf } from './glyphs.ts'
import type { Ink, InkName } from './ink.ts'
import type { ScreenBox } from './label-space.ts'
import { NAME_ZOOM, type NodeName, paintNames, placeName } from './node-names.ts'
import { NODE_SIZE } from './node-size.ts'
import type { View } from './view.ts'

/** Below this many pixels a tile is a dot, and a dot stays visible however far one goes. */
const TILE_MIN = 9
const DOT_MIN = 2.5
/** From here on the tile says with a dot how the node is. */
const STATE_MIN = 16
const MOST_TILES = 300

export interface NodeLook {
  readonly nodes: readonly NodeRecord[]
  readonly centerOf: (id: NodeId) => Place
  /** React Flow draws these itself. */
  readonly elements: { has(id: string): boolean }
  /** Nodes are pixels, and those that are selected have a ring. */
  readonly far: boolean
  /** Which names are written: of pixels alone; of elements too, whose own would be too small to read; in full, however long. */
  readonly names: 'own' | 'all' | 'whole'
  readonly selected: ReadonlySet<string>
  /** Nodes that others selected, and whose colour that is. */
  readonly others: ReadonlyMap<string, string>
  /** The colour of the sign that something is wrong with a node; null when nothing is. */
  readonly warningOf: (id: NodeId) => InkName | null
  /** Colour of the dot that says how it is. */
  readonly stateOf: (id: NodeId) => InkName
  /** Pictures some nodes are shown by, as far as they are loaded; null in a lab without any. */
  readonly iconOf: ((id: NodeId) => HTMLImageElement | null) | null
}

export function paintNodes(ctx: CanvasRenderingContext2D, look: NodeLook, view: View, ink: Ink): void {
  const { far, names, selected, others, elements, stateOf, warningOf } = look
  const size = NODE_SIZE * view.zoom
  const shown = inView(look, view, size)
  if (far && selected.size > 0) paintRings(ctx, shown, selected, size, ink)
  for (const { node, x, y } of far && others.size > 0 ? shown : []) {
    const color = others.get(node.id)
    if (color !== undefined) paintOutline(ctx, x, y, size, color)
  }
  for (const { node, x, y } of shown)
    if (!elements.has(node.id)) paintNode(ctx, node, stateOf(node.id), x, y, size, ink)
  paintIcons(ctx, look, shown, size, ink)
  for (const { node, x, y } of size >= STATE_MIN ? shown : []) {
    const color = elements.has(node.id) ? null : warningOf(node.id)
    if (color !== null) paintWarning(ctx, x - size / 2, y - size / 2, ink[color], ink)
  }
  if (view.zoom < NAME_ZOOM) return
  const named = names === 'own' ? shown.filter(({ node }) => !elements.has(node.id)) : shown
  paintNames(ctx, namesOf(ctx, named, names, view, ink), view, ink)
}

/** For a picture: every node, drawn by its lines and not copied. */
export function paintWholeNodes(ctx: CanvasRenderingContext2D, look: NodeLook, view: View, ink: Ink): void {
  const size = NODE_SIZE * view.zoom
  const shown = inView(look, view, size)
  for (const { node, x, y } of shown) {
    ctx.save()
    ctx.translate(x, y)
    paintTile(ctx, glyphOf(node), ink[hueName(node)], null, size, ink)
    ctx.restore()
  }
  paintIcons(ctx, look, shown, size, ink)
  if (view.zoom >= NAME_ZOOM) paintNames(ctx, namesOf(ctx, shown, look.names, view, ink), view, ink)
}

/** What the tiles in view and their names cover, on screen, as far as words must keep off them. */
export function tileBoxes(ctx: CanvasRenderingContext2D, look: NodeLook, view: View, ink: Ink): ScreenBox[] {
  const size = NODE_SIZE * view.zoom
  if (size < TILE_MIN) return []
  const half = size / 2
  const shown = inView(look, view, size)
  const boxes = shown.map(({ x, y }) => ({ left: x - half, top: y - half, right: x + half, bottom: y + half }))
  if (view.zoom < NAME_ZOOM) return boxes
  return [...boxes, ...namesOf(ctx, shown, look.names, view, ink).map(({ box }) => box)]
}

const namesOf = (
  ctx: CanvasRenderingContext2D,
  shown: readonly Shown[],
  names: NodeLook['names'],
  view: View,
  ink: Ink,
): NodeName[] => shown.map(({ node, x, y }) => placeName(ctx, node.name, x, y, names === 'whole', view, ink))

interface Shown {
  readonly node: NodeRecord
  readonly x: number
  readonly y: number
}

function inView({ nodes, centerOf }: NodeLook, view: View, size: number): Shown[] {
  const shown: Shown[] = []
  for (const node of nodes) {
    const center = centerOf(node.id)
    const x = center.x * view.zoom + view.x
    const y = center.y * view.zoom + view.y
    if (x < -size || y < -size || x > view.width + size || y > view.height + size) continue
    shown.push({ node, x, y })
  }
  return shown
}

/** A selected node is found again from any distance. */
function paintRings(
  ctx: CanvasRenderingContext2D,
  shown: readonly Shown[],
  selected: ReadonlySet<string>,
  size: number,
  ink: Ink,
): void {
  ctx.strokeStyle = ink.accent
  ctx.fillStyle = ink.accent
  ctx.lineWidth = 2
  // Thousands of circles are dots that run together: squares look the same and are drawn in no time.
  const many = selected.size > 1000 && size < TILE_MIN
  const radius = Math.max(7, size * 0.75)
  ctx.beginPath()
  for (const { node, x, y } of shown) {
    if (!selected.has(node.id)) continue
    if (many) {
      ctx.fillRect(x - 4, y - 4, 8, 8)
      continue
    }
    ctx.moveTo(x + radius, y)
    ctx.arc(x, y, radius, 0, Math.PI * 2)
  }
  ctx.stroke()
}

/** As the outline of an element. */
function paintOutline(ctx: CanvasRenderingContext2D, x: number, y: number, size: number, color: string): void {
  const unit = size / NODE_SIZE
  const side = size + 8 * unit
  ctx.strokeStyle = color
  ctx.lineWidth = 2
  ctx.beginPath()
  ctx.roundRect(x - side / 2, y - side / 2, side, side, 16 * unit)
  ctx.stroke()
}

/** A triangle on the corner of a tile. */
function paintWarning(ctx: CanvasRenderingContext2D, x: number, y: number, color: string, ink: Ink): void {
  ctx.strokeStyle = color
  ctx.fillStyle = ink.bg
  ctx.lineWidth = 1.25
  ctx.lineJoin = 'round'
  ctx.beginPath()
  ctx.moveTo(x, y - 5)
  ctx.lineTo(x + 5, y + 4)
  ctx.lineTo(x - 5, y + 4)
  ctx.closePath()
  ctx.fill()
  ctx.stroke()
  ctx.fillStyle = color
  ctx.fillRect(x - 0.6, y - 2, 1.2, 3)
  ctx.fillRect(x - 0.6, y + 1.75, 1.2, 1.2)
}

function paintNode(
  ctx: CanvasRenderingContext2D,
  node: NodeRecord,
  state: InkName,
  x: number,
  y: number,
  size: number,
  ink: Ink,
): void {
  if (size < TILE_MIN) {
    const dot = Math.max(DOT_MIN, size * 0.6)
    ctx.fillStyle = ink[signHue(node, state)]
    ctx.fillRect(x - dot / 2, y - dot / 2, dot, dot)
    return
  }
  const { bitmap, side } = tileOf(node, state, size, ink)
  // On whole pixels a copy is a copy.
  const ratio = devicePixelRatio
  const left = Math.round((x - side / 2) * ratio) / ratio
  const top = Math.round((y - side / 2) * ratio) / ratio
  ctx.drawImage(bitmap, left, top, side, side)
}

/** Over the sign of the kind, as large as fits the tile. */
function paintIcons(
  ctx: CanvasRenderingContext2D,
  { iconOf, elements, stateOf }: NodeLook,
  shown: readonly Shown[],
  size: number,
  ink: Ink,
): void {
  if (iconOf === null || size < TILE_MIN) return
  for (const { node, x, y } of shown) {
    const icon = elements.has(node.id) ? null : iconOf(node.id)
    if (!icon) continue
    const side = size * 0.78
    ctx.fillStyle = ink.raised
    ctx.fillRect(x - side / 2, y - side / 2, side, side)
    const scale = side / Math.max(icon.naturalWidth, icon.naturalHeight)
    const [width, height] = [icon.naturalWidth * scale, icon.naturalHeight * scale]
    ctx.globalAlpha = isStopped(stateOf(node.id)) ? STOPPED_OPACITY : 1
    ctx.drawImage(icon, x - width / 2, y - height / 2, width, height)
    ctx.globalAlpha = 1
  }
}

const hueName = (node: NodeRecord): InkName => hueOf(node).slice(2) as InkName
const signHue = (node: NodeRecord, state: InkName): InkName => (isStopped(state) ? STOPPED_HUE : hueName(node))

interface Tile {
  readonly bitmap: ImageBitmap
  /** Of the bitmap, in the canvas's pixels. */
  readonly side: number
}

const tiles = new Map<string, Tile>()

function tileOf(node: NodeRecord, state: InkName, size: number, ink: Ink): Tile {
  const glyph = glyphOf(node)
  const hue = signHue(node, state)
  const dot = size >= STATE_MIN ? ink[state] : null
  const key = `${glyph} ${ink[hue]} ${dot} ${ink.raised} ${size} ${devicePixelRatio}`
  let tile = tiles.get(key)
  if (!tile) {
    if (tiles.size >= MOST_TILES) tiles.clear()
    tiles.set(key, (tile = drawTile(glyph, ink[hue], dot, size, ink)))
  }
  return tile
}

function drawTile(glyph: GlyphName, color: string, state: string | null, size: number, ink: Ink): Tile {
  const ratio = devicePixelRatio
  const pixels = Math.ceil((size * 1.1 + 2) * ratio)
  const side = pixels / ratio
  const canvas = new OffscreenCanvas(pixels, pixels)
  const ctx = canvas.getContext('2d')!
  ctx.scale(ratio, ratio)
  ctx.translate(side / 2, side / 2)
  paintTile(ctx as unknown as CanvasRenderingContext2D, glyph, color, state, size, ink)
  return { bitmap: canvas.transferToImageBitmap(), side }
}

/** Around the origin, and as an element would be drawn, see .topology-node. */
function paintTile(
  ctx: CanvasRenderingContext2D,
  glyph: GlyphName,
  color: string,
  state: string | null,
  size: number,
  ink: Ink,
): void {
  const unit = size / NODE_SIZE
  // Its shadow: the lower edge of another one below it.
  ctx.fillStyle = '#000'
  ctx.globalAlpha = 0.07
  ctx.beginPath()
  ctx.roundRect(-size / 2 - 0.5 * unit, -size / 2 + unit, size + unit, size + 0.75 * unit, 13 * unit)
  ctx.fill()
  ctx.globalAlpha = 1
  ctx.fillStyle = ink.raised
  ctx.strokeStyle = ink['line-strong']
  ctx.lineWidth = Math.max(0.75, unit)
  ctx.beginPath()
  ctx.roundRect(-size / 2, -size / 2, size, size, 13 * unit)
  ctx.fill()
  ctx.stroke()
  if (state !== null) {
    ctx.fillStyle = state
    ctx.beginPath()
    ctx.arc(20 * unit, -20 * unit, Math.max(1.8, 3 * unit), 0, Math.PI * 2)
    ctx.fill()
  }
  const scale = (30 / 24) * unit
  ctx.scale(scale, scale)
  ctx.translate(-12, -12)
  ctx.strokeStyle = color
  ctx.lineWidth = 1.6
  ctx.lineCap = 'round'
  ctx.lineJoin = 'round'
  ctx.stroke(glyphPath(glyph))
}

const paths = new Map<GlyphName, Path2D>()

function glyphPath(glyph: GlyphName): Path2D {
  let path = paths.get(glyph)
  if (!path) {
    path = new Path2D(glyphPaths[glyph])
    pathData.set(path, glyphPaths[glyph])
    paths.set(glyph, path)
  }
  return path
}
