// The ends of edges: a dot that says whether the interface there is up, and the plugs of a cable that was pulled out.
import { pointAt } from './edge-geometry.ts'
import type { EdgeScene } from './edge-scene.ts'
import type { Ink } from './ink.ts'
import { IDLE_WIDTH } from './load.ts'
import type { EdgeState } from './paint-edges.ts'
import { screenLength, type View } from './view.ts'

/** From here on there is room for a dot at each end. */
const DOT_ZOOM = 0.45
const RADIUS = 2.6
/** A shorter edge, on screen, is all dots. */
const SHORTEST = 14
/** How much of the cable hangs at each end. */
const PULLED = 0.42
const PLUG = 5

const $at = new Float64Array(4)

/**
 * Green: up, and its node runs. Grey: up, and its node does not. Hollow: down. No entry: spanning tree lets nothing through.
 */
export function paintEndDots(
  ctx: CanvasRenderingContext2D,
  scene: EdgeScene,
  rows: Float64Array,
  edges: readonly number[],
  state: EdgeState,
  view: View,
  ink: Ink,
): void {
  if (view.zoom < DOT_ZOOM) return
  const live: number[] = []
  const still: number[] = []
  const down: number[] = []
  const blocked: number[] = []
  for (const i of edges) {
    const { plugged, aUp, bUp } = scene.words[i]
    if (screenLength(rows, i, view) < SHORTEST) continue
    const { a, b, aIface, bIface } = scene.edges[i]
    const add = (end: 0 | 1, node: string, iface: string | undefined, isUp: boolean): void => {
      if (!(plugged && isUp)) addDot(down, rows, i, end, view)
      else if (!state.running || state.stopped.has(node)) addDot(still, rows, i, end, view)
      else if (iface !== undefined && state.blocked.has(iface)) addDot(blocked, rows, i, end, view)
      else addDot(live, rows, i, end, view)
    }
    add(0, a, aIface.id, aUp)
    add(1, b, bIface?.id, bUp)
  }
  fillDots(ctx, live, RADIUS, ink.ok)
  fillDots(ctx, still, RADIUS, ink.wire)
  fillDots(ctx, blocked, NO_ENTRY, ink.warn)
  ctx.fillStyle = groundOf(ink)
  for (let at = 0; at < blocked.length; at += 2)
    ctx.fillRect(blocked[at] - BAR.width / 2, blocked[at + 1] - BAR.height / 2, BAR.width, BAR.height)
  if (down.length === 0) return
  fillDots(ctx, down, RADIUS, groundOf(ink))
  ctx.strokeStyle = ink.bad
  ctx.lineWidth = 1.25
  ctx.stroke()
}

/** Larger than the others: the bar in it has to be seen. */
const NO_ENTRY = 4.2
const BAR = { width: 4.8, height: 1.6 }

/** A picture without a ground lies on a page of its theme. */
const groundOf = (ink: Ink): string => (ink.bg === 'transparent' ? ink.raised : ink.bg)

/** Where one is, on screen. */
function addDot(dots: number[], rows: Float64Array, i: number, t: 0 | 1, view: View): void {
  pointAt(rows, i, t, $at)
  dots.push($at[0] * view.zoom + view.x, $at[1] * view.zoom + view.y)
}

/** Of one colour they are one path: there are hundreds, and each costs as much as all of them. */
function fillDots(ctx: CanvasRenderingContext2D, dots: readonly number[], radius: number, color: string): void {
  if (dots.length === 0) return
  ctx.beginPath()
  for (let at = 0; at < dots.length; at += 2) {
    ctx.moveTo(dots[at] + radius, dots[at + 1])
    ctx.arc(dots[at], dots[at + 1], radius, 0, Math.PI * 2)
  }
  ctx.fillStyle = color
  ctx.fill()
}

/** A cable in two halves, each ending in a plug. */
export function paintUnplugged(
  ctx: CanvasRenderingContext2D,
  rows: Float64Array,
  i: number,
  view: View,
  ink: Ink,
): void {
  const plug = PLUG * Math.min(1, Math.max(0.5, view.zoom))
  ctx.strokeStyle = ink['wire-off']
  ctx.lineWidth = IDLE_WIDTH
  ctx.beginPath()
  for (const [from, to] of [
    [0, PULLED],
    [1, 1 - PULLED],
  ]) {
    for (let step = 0; step <= 8; step++) {
      pointAt(rows, i, from + ((to - from) * step) / 8, $at)
      const x = $at[0] * view.zoom + view.x
      const y = $at[1] * view.zoom + view.y
      if (step === 0) ctx.moveTo(x, y)
      else ctx.lineTo(x, y)
      if (step < 8) continue
      const length = Math.hypot($at[2], $at[3]) || 1
      const nx = (-$at[3] / length) * plug
      const ny = ($at[2] / length) * plug
      ctx.moveTo(x + nx, y + ny)
      ctx.lineTo(x - nx, y - ny)
    }
  }
  ctx.stroke()
}
