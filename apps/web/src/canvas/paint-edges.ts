// Draws edges and their labels on one 2D context. Lines first, then words, so that no line crosses a label. Coordinates are
// canvas units transformed to the screen by the painter itself: text keeps its size within bounds while the drawing zooms.
//
// A line is drawn in two halves, each coloured and weighted by what leaves the node at that end (a → b in a's half), the
// way weather maps of real networks are drawn.
import { bitRate as bits, packetRate } from '../format.ts'
import type { SlotPair } from '../stores/live.ts'
import type { RateMeter } from '../stores/rate-meter.ts'
import { BENT, CX, CY, EDGE_ROW, pointAt, SHOWN, X1, X2, Y1, Y2 } from './edge-geometry.ts'
import type { EdgeScene, EdgeWords } from './edge-scene.ts'
import type { Ink } from './ink.ts'
import { IDLE_WIDTH, loadInk, loadWidth } from './load.ts'
import { FAR_ZOOM } from './node-size.ts'

export interface View {
  readonly x: number
  readonly y: number
  readonly zoom: number
  readonly width: number
  readonly height: number
}

export interface EdgeState {
  readonly selected: ReadonlySet<string>
  readonly hovered: string | null
  readonly captured: string | null
  readonly slots: ReadonlyMap<string, SlotPair>
  readonly faults: Readonly<Record<string, string>>
  /** Another client's selection: record → colour. */
  readonly others: ReadonlyMap<string, string>
  readonly meter: RateMeter
  readonly reasonWords: (reason: number) => string
  /** Filled while painting with the boxes of the labels, on screen: edge index, left, top, right, bottom. */
  readonly labels: number[]
}

const NO_SLOTS: SlotPair = { ab: -1, ba: -1 }
const $at = new Float64Array(4)

export function paintEdges(
  ctx: CanvasRenderingContext2D,
  scene: EdgeScene,
  rows: Float64Array,
  state: EdgeState,
  view: View,
  ink: Ink,
): void {
  const visible: number[] = []
  for (let i = 0; i < scene.edges.length; i++) if (isVisible(rows, i, view)) visible.push(i)
  ctx.lineCap = 'round'
  for (const i of visible) paintLine(ctx, scene, rows, i, state, view, ink)
  if (view.zoom < FAR_ZOOM) return
  ctx.lineJoin = 'round'
  for (const i of visible) {
    const length = screenLength(rows, i, view)
    if (view.zoom >= END_ZOOM) paintEnds(ctx, rows, i, scene.words[i], length, view, ink)
    if (length > 50) paintMiddle(ctx, scene, rows, i, length, state, view, ink)
  }
}

function isVisible(rows: Float64Array, i: number, view: View): boolean {
  const at = i * EDGE_ROW
  if (rows[at + SHOWN] === 0) return false
  const left = Math.min(rows[at + X1], rows[at + X2], rows[at + CX]) * view.zoom + view.x
  const right = Math.max(rows[at + X1], rows[at + X2], rows[at + CX]) * view.zoom + view.x
  const top = Math.min(rows[at + Y1], rows[at + Y2], rows[at + CY]) * view.zoom + view.y
  const bottom = Math.max(rows[at + Y1], rows[at + Y2], rows[at + CY]) * view.zoom + view.y
  return right >= -40 && left <= view.width + 40 && bottom >= -40 && top <= view.height + 40
}

function screenLength(rows: Float64Array, i: number, view: View): number {
  const at = i * EDGE_ROW
  return Math.hypot(rows[at + X2] - rows[at + X1], rows[at + Y2] - rows[at + Y1]) * view.zoom
}

function paintLine(
  ctx: CanvasRenderingContext2D,
  scene: EdgeScene,
  rows: Float64Array,
  i: number,
  state: EdgeState,
  view: View,
  ink: Ink,
): void {
  const edge = scene.edges[i]
  const words = scene.words[i]
  const pair = state.slots.get(edge.id) ?? NO_SLOTS
  const scale = Math.max(0.6, Math.min(1.25, view.zoom))
  const marked = state.selected.has(edge.id) ? ink.accent : state.others.get(edge.id)
  const glow = marked ?? (state.hovered === edge.id ? ink['line-strong'] : undefined)
  if (glow !== undefined) {
    ctx.globalAlpha = marked ? 0.45 : 0.7
    stroke(ctx, rows, i, view, 0, 1, glow, (IDLE_WIDTH + 6) * scale)
    ctx.globalAlpha = 1
  }
  if (!words.up) {
    ctx.setLineDash([5, 5])
    stroke(ctx, rows, i, view, 0, 1, ink['wire-off'], IDLE_WIDTH * scale)
    ctx.setLineDash([])
    return
  }
  const ab = pair.ab < 0 ? 0 : state.meter.bitRate(pair.ab)
  const ba = pair.ba < 0 ? 0 : state.meter.bitRate(pair.ba)
  const idle = edge.kind === 'vnic' ? ink['kind-etherstub'] : ink.wire
  if (ab <= 0 && ba <= 0) {
    stroke(ctx, rows, i, view, 0, 1, idle, IDLE_WIDTH * scale)
    return
  }
  stroke(ctx, rows, i, view, 0.5, 1, ba > 0 ? ink[loadInk(ba, words.baBps)] : idle, loadWidth(ba) * scale)
  stroke(ctx, rows, i, view, 0, 0.5, ab > 0 ? ink[loadInk(ab, words.abBps)] : idle, loadWidth(ab) * scale)
}

/** The part of the edge between parameters `from` and `to`: all of it, or one half. */
function stroke(
  ctx: CanvasRenderingContext2D,
  rows: Float64Array,
  i: number,
  view: View,
  from: number,
  to: number,
  color: string,
  width: number,
): void {
  const at = i * EDGE_ROW
  ctx.strokeStyle = color
  ctx.lineWidth = width
  ctx.beginPath()
  pointAt(rows, i, from, $at)
  const startX = $at[0]
  const startY = $at[1]
  ctx.moveTo(startX * view.zoom + view.x, startY * view.zoom + view.y)
  pointAt(rows, i, to, $at)
  const endX = $at[0] * view.zoom + view.x
  const endY = $at[1] * view.zoom + view.y
  if (rows[at + BENT] === 0) ctx.lineTo(endX, endY)
  else {
    // De Casteljau: the control point of a sub-curve is the blend of the neighbours' blends.
    const p0 = [rows[at + X1], rows[at + Y1]]
    const c = [rows[at + CX], rows[at + CY]]
    const p2 = [rows[at + X2], rows[at + Y2]]
    const blend = (axis: 0 | 1) =>
      (1 - from) * ((1 - to) * p0[axis] + to * c[axis]) + from * ((1 - to) * c[axis] + to * p2[axis])
    ctx.quadraticCurveTo(blend(0) * view.zoom + view.x, blend(1) * view.zoom + view.y, endX, endY)
  }
  ctx.stroke()
}

const LINE_HEIGHT = 13
const END_GAP = 14
/** A line that rises less than this may have words on both sides without touching them. */
const LEVEL = 0.045
/** From here on the ends of edges are labelled. */
const END_ZOOM = 0.65

const labelSize = (view: View): number => Math.max(9.5, Math.min(12, 11 * view.zoom))
const endFonts = (view: View, ink: Ink) => ({
  name: `500 ${labelSize(view)}px ${ink.sans}`,
  address: `${labelSize(view) - 0.5}px ${ink.mono}`,
})

/** Names at both ends, and addresses where they fit side by side along the line. */
function paintEnds(
  ctx: CanvasRenderingContext2D,
  rows: Float64Array,
  i: number,
  words: EdgeWords,
  length: number,
  view: View,
  ink: Ink,
): void {
  pointAt(rows, i, 0, $at)
  const steep = Math.abs($at[3]) > Math.abs($at[2])
  const fonts = endFonts(view, ink)
  const lines = steep ? LINE_HEIGHT * 2 : 0
  const room = (font: string, a: string, b: string): boolean => {
    ctx.font = font
    return (steep ? lines : ctx.measureText(a).width + ctx.measureText(b).width) + END_GAP <= length
  }
  if (!room(fonts.name, words.aName, words.bName)) return
  // In full, or without the prefix length, or not at all.
  const fitting = [
    [words.aAddress, words.bAddress],
    [bare(words.aAddress), bare(words.bAddress)],
  ].find(([a, b]) => room(fonts.address, a, b))
  const [aAddress, bAddress] = view.zoom >= 0.75 && length > lines * 2 && fitting ? fitting : ['', '']
  paintEnd(ctx, words.aName, aAddress, fonts, view, ink)
  pointAt(rows, i, 1, $at)
  $at[2] = -$at[2]
  $at[3] = -$at[3]
  paintEnd(ctx, words.bName, bAddress, fonts, view, ink)
}

const bare = (address: string): string => address.replace(/\/.*/, '')

/** An interface's name and address beside the line, on the side it does not slope to. Reads the end from `$at`. */
function paintEnd(
  ctx: CanvasRenderingContext2D,
  name: string,
  address: string,
  fonts: { name: string; address: string },
  view: View,
  ink: Ink,
): void {
  const dx = $at[2]
  const dy = $at[3]
  const x = $at[0] * view.zoom + view.x
  const y = $at[1] * view.zoom + view.y
  const tall = (address ? 2 : 1) * LINE_HEIGHT
  if (Math.abs(dy) > Math.abs(dx)) {
    const leans = dx > 1
    ctx.textAlign = leans ? 'right' : 'left'
    const left = x + (leans ? -7 : 7)
    const top = dy > 0 ? y + 4 : y - tall - 3
    paintWords(ctx, name, left, top, fonts.name, ink)
    paintWords(ctx, address, left, top + LINE_HEIGHT, fonts.address, ink)
    return
  }
  ctx.textAlign = dx > 0 ? 'left' : 'right'
  const left = x + (dx > 0 ? 6 : -6)
  const slope = dy / Math.abs(dx)
  // A level line has a name above and an address below; a sloping one has both on the outside of the slope.
  const level = Math.abs(slope) < LEVEL
  const top = level ? y - LINE_HEIGHT - 3 : slope > 0 ? y - tall - 3 : y + 4
  paintWords(ctx, name, left, top, fonts.name, ink)
  paintWords(ctx, address, left, level ? y + 6 : top + LINE_HEIGHT, fonts.address, ink)
}

/** Text with a halo of the background, so that it stays legible over a line. */
function paintWords(ctx: CanvasRenderingContext2D, text: string, x: number, y: number, font: string, ink: Ink): void {
  if (text === '') return
  ctx.font = font
  ctx.textBaseline = 'top'
  ctx.strokeStyle = ink.bg
  ctx.lineWidth = 3.5
  ctx.strokeText(text, x, y)
  ctx.fillStyle = ink.dim
  ctx.fillText(text, x, y)
}

interface Row {
  text: string
  color: string
  fill: string
}

const ARROWS = ['→', '↘', '↓', '↙', '←', '↖', '↑', '↗']
const arrowFor = (dx: number, dy: number): string => ARROWS[(Math.round(Math.atan2(dy, dx) / (Math.PI / 4)) + 8) % 8]

const PILL_ROW = 16

/** What passes, in the middle of the edge. A level edge has one direction above the line and the other below it. */
function paintMiddle(
  ctx: CanvasRenderingContext2D,
  scene: EdgeScene,
  rows: Float64Array,
  i: number,
  length: number,
  state: EdgeState,
  view: View,
  ink: Ink,
): void {
  const edge = scene.edges[i]
  const words = scene.words[i]
  pointAt(rows, i, 0.5, $at)
  const above = conditionRows(words, state.faults[edge.id], ink)
  const below: Row[] = []
  const pair = state.slots.get(edge.id)
  const level = Math.abs($at[3]) < LEVEL * Math.abs($at[2])
  if (pair) {
    pushRates(above, state, pair.ab, arrowFor($at[2], $at[3]), ink)
    pushRates(level ? below : above, state, pair.ba, arrowFor(-$at[2], -$at[3]), ink)
  }
  const captured = state.captured === edge.id
  if (above.length + below.length === 0 && !captured) return
  const size = labelSize(view)
  ctx.font = `500 ${size}px ${ink.sans}`
  const width = Math.max(0, ...[...above, ...below].map((row) => ctx.measureText(row.text).width)) + 12
  let x = $at[0] * view.zoom + view.x
  const y = $at[1] * view.zoom + view.y
  let top = y - (above.length * PILL_ROW) / 2
  let lower = y
  if (level) {
    // Where the ends' words need the middle too, the rates step aside, away from the line.
    const fits = endsWidth(ctx, words, view, ink) + width + END_GAP <= length
    const aside = fits || view.zoom < END_ZOOM ? 1 : LINE_HEIGHT + 5
    top = y - above.length * PILL_ROW - aside
    lower = y + aside + 1
  } else if (Math.abs($at[3]) > Math.abs($at[2]) && length < 4 * LINE_HEIGHT + above.length * PILL_ROW) {
    x -= width / 2 + 8
  }
  ctx.font = `500 ${size}px ${ink.sans}`
  paintPill(ctx, above, x, top, width)
  paintPill(ctx, below, x, lower, width)
  if (above.length + below.length > 0)
    state.labels.push(i, x - width / 2, top, x + width / 2, lower + below.length * PILL_ROW)
  if (captured) paintBadge(ctx, level || above.length === 0 ? x : x - width / 2 - 8, y, ink)
}

/** What is set and what is wrong, whether or not anything passes. */
function conditionRows(words: EdgeWords, fault: string | undefined, ink: Ink): Row[] {
  const list: Row[] = []
  if (words.setting) list.push({ text: words.setting, color: ink.dim, fill: ink.panel })
  if (!words.up) list.push({ text: 'down', color: ink.dim, fill: ink.panel })
  if (fault) list.push({ text: `⚠ ${fault}`, color: ink.warn, fill: ink['warn-soft'] })
  return list
}

function pushRates(list: Row[], state: EdgeState, slot: number, arrow: string, ink: Ink): void {
  if (slot < 0) return
  const pps = state.meter.packetRate(slot)
  const drops = state.meter.dropRate(slot)
  const rate = `${arrow} ${packetRate(pps)} · ${bits(state.meter.bitRate(slot))}`
  if (pps > 0) list.push({ text: rate, color: ink.text, fill: ink.panel })
  if (drops > 0) {
    const lost = `${arrow} ${packetRate(drops)} lost: ${state.reasonWords(state.meter.reason(slot))}`
    list.push({ text: lost, color: ink.bad, fill: ink['bad-soft'] })
  }
}

/** The width the words at both ends take of the line's length. */
function endsWidth(ctx: CanvasRenderingContext2D, words: EdgeWords, view: View, ink: Ink): number {
  const fonts = endFonts(view, ink)
  ctx.font = fonts.name
  const names = ctx.measureText(words.aName).width + ctx.measureText(words.bName).width
  ctx.font = fonts.address
  return Math.max(names, ctx.measureText(words.aAddress).width + ctx.measureText(words.bAddress).width)
}

function paintPill(ctx: CanvasRenderingContext2D, list: readonly Row[], x: number, top: number, width: number): void {
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  list.forEach((row, nth) => {
    const rowTop = top + nth * PILL_ROW
    ctx.fillStyle = row.fill
    ctx.beginPath()
    ctx.roundRect(x - width / 2, rowTop, width, PILL_ROW - 1, 5)
    ctx.fill()
    ctx.fillStyle = row.color
    ctx.fillText(row.text, x, rowTop + PILL_ROW / 2)
  })
}

/** The capture badge: whose packets the list shows. */
function paintBadge(ctx: CanvasRenderingContext2D, x: number, y: number, ink: Ink): void {
  ctx.fillStyle = ink.accent
  ctx.strokeStyle = ink.bg
  ctx.lineWidth = 2
  ctx.beginPath()
  ctx.arc(x, y, 4.5, 0, Math.PI * 2)
  ctx.fill()
  ctx.stroke()
}
