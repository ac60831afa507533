// Draws edges on one 2D context, lines alone: words come after all of them (paint-labels.ts), so that no line crosses a label.
// Coordinates are canvas units transformed to the screen by the painter itself.
//
// A line is drawn in two halves, each coloured and weighted by what leaves the node at that end (a → b in a's half), the
// way weather maps of real networks are drawn.
import type { SlotPair } from '../stores/live.ts'
import type { RateMeter } from '../stores/rate-meter.ts'
import {
  BENT,
  CX,
  CY,
  EDGE_ROW,
  edgeBox,
  isPolyline,
  N,
  POINT_ROW,
  POINTS,
  pointAt,
  SHOWN,
  TOTAL,
  touches,
  X1,
  X2,
  Y1,
  Y2,
} from './edge-geometry.ts'
import type { EdgeScene } from './edge-scene.ts'
import type { Ink } from './ink.ts'
import { IDLE_WIDTH, loadInk, loadWidth } from './load.ts'
import { paintUnplugged } from './paint-ends.ts'
import { screenLength, type View } from './view.ts'
import type { Box } from './viewport.ts'

export interface EdgeState {
  readonly selected: ReadonlySet<string>
  readonly hovered: string | null
  /** Edges whose packets are listed. */
  readonly captured: ReadonlySet<string>
  readonly slots: ReadonlyMap<string, SlotPair>
  readonly running: boolean
  /** The server is not heard any more: what passed is what passed then. */
  readonly old: boolean
  /** Nodes that were stopped while the lab runs: nothing is up there. */
  readonly stopped: ReadonlySet<string>
  /** Interfaces that spanning tree keeps from forwarding. */
  readonly blocked: ReadonlySet<string>
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

/** A shorter edge, on screen, is one line: halves could not be told apart. */
const HALVES = 22

/** Indices of those of `count` edges that are in view; behind their rows stand the points of those that bend. */
export function visibleEdges(rows: Float64Array, count: number, view: View): number[] {
  const visible: number[] = []
  for (let i = 0; i < count; i++) if (isVisible(rows, i, view)) visible.push(i)
  return visible
}

export function paintEdges(
  ctx: CanvasRenderingContext2D,
  scene: EdgeScene,
  rows: Float64Array,
  edges: readonly number[],
  state: EdgeState,
  view: View,
  ink: Ink,
): void {
  // Round ends take three times as long, and cannot be seen.
  ctx.lineCap = 'butt'
  ctx.lineJoin = 'round'
  for (const i of edges) paintLine(ctx, scene, rows, i, state, view, ink)
}

/** Beyond the border, on screen, that an edge's line may reach into the view. */
const BEYOND = 40

function isVisible(rows: Float64Array, i: number, view: View): boolean {
  const at = i * EDGE_ROW
  const { x, y, zoom, width, height } = view
  return (
    rows[at + SHOWN] !== 0 &&
    touches(
      rows,
      at,
      (-BEYOND - x) / zoom,
      (-BEYOND - y) / zoom,
      (width + BEYOND - x) / zoom,
      (height + BEYOND - y) / zoom,
    )
  )
}

/** What an edge may be drawn on, on screen: its box, and what its width, its glow and a loose cable reach beyond. */
export function reachOf(rows: Float64Array, i: number, { x, y, zoom }: View): Box {
  const box = edgeBox(rows, i)
  return {
    x: box.x * zoom + x - BEYOND,
    y: box.y * zoom + y - BEYOND,
    width: box.width * zoom + 2 * BEYOND,
    height: box.height * zoom + 2 * BEYOND,
  }
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
  if (!words.plugged) {
    paintUnplugged(ctx, rows, i, view, ink)
    return
  }
  if (!words.up) {
    ctx.setLineDash([5, 5])
    stroke(ctx, rows, i, view, 0, 1, ink['wire-off'], IDLE_WIDTH * scale)
    ctx.setLineDash([])
    return
  }
  const busiest = state.meter.busiest()
  const ab = state.old || pair.ab < 0 ? 0 : state.meter.bitRate(pair.ab)
  const ba = state.old || pair.ba < 0 ? 0 : state.meter.bitRate(pair.ba)
  const idle = edge.kind === 'vnic' ? ink['kind-etherstub'] : ink.wire
  if (ab <= 0 && ba <= 0) {
    stroke(ctx, rows, i, view, 0, 1, idle, IDLE_WIDTH * scale)
    return
  }
  if (screenLength(rows, i, view) < HALVES) {
    const [bps, limit] = ab >= ba ? [ab, words.abBps] : [ba, words.baBps]
    stroke(ctx, rows, i, view, 0, 1, ink[loadInk(bps, limit, busiest)], loadWidth(bps) * scale)
    return
  }
  stroke(ctx, rows, i, view, 0.5, 1, ba > 0 ? ink[loadInk(ba, words.baBps, busiest)] : idle, loadWidth(ba) * scale)
  stroke(ctx, rows, i, view, 0, 0.5, ab > 0 ? ink[loadInk(ab, words.abBps, busiest)] : idle, loadWidth(ab) * scale)
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
  const bent = rows[at + BENT]
  if (isPolyline(bent)) {
    const end = bent + POINTS + rows[bent + N] * POINT_ROW
    for (let point = bent + POINTS; point < end; point += POINT_ROW) {
      const part = rows[point + 2] / rows[bent + TOTAL]
      if (part > from && part < to) ctx.lineTo(rows[point] * view.zoom + view.x, rows[point + 1] * view.zoom + view.y)
    }
  }
  if (bent !== 1) ctx.lineTo(endX, endY)
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
