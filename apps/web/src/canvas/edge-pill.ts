// What stands in the middle of an edge: what is set, what is wrong, what passes each way. A pill is a stack of lines; where it
// may stand is a list of places, the best first.
import { bitRate, packetRate } from '../format.ts'
import type { SlotPair } from '../stores/live.ts'
import { isShown } from '../stores/view.ts'
import { pointAt } from './edge-geometry.ts'
import type { EdgeWords } from './edge-scene.ts'
import { LEVEL, LINE_HEIGHT } from './end-words.ts'
import type { Ink } from './ink.ts'
import type { ScreenBox } from './label-space.ts'
import { NODE_SIZE } from './node-size.ts'
import type { EdgeState } from './paint-edges.ts'
import { textWidth } from './text-width.ts'
import { screenLength, type View } from './view.ts'

export interface PillRow {
  readonly text: string
  /** It is another with every count. */
  readonly live: boolean
  readonly color: string
  readonly fill: string
}

/** Lines above and below an edge that runs level; all of them above, and over the line, when it does not. */
export interface Pill {
  readonly above: readonly PillRow[]
  readonly below: readonly PillRow[]
}

/** A pill put somewhere: its middle, the tops of its two stacks, and what they cover; what lies between them stays free. */
export interface PillPlace {
  readonly x: number
  readonly width: number
  readonly top: number
  readonly lower: number
  readonly boxes: readonly ScreenBox[]
}

export const PILL_ROW = 16
const RADIUS = 4
/** From a thick line, and from what travels on it. */
const CLEAR = 4
/** Widths of what changes come in steps, so that a digit more does not push other words about. */
const WIDTH_STEP = 12
const PADDING = 6

const ARROWS = ['→', '↘', '↓', '↙', '←', '↖', '↑', '↗']
const arrowFor = (dx: number, dy: number): string => ARROWS[(Math.round(Math.atan2(dy, dx) / (Math.PI / 4)) + 8) % 8]
const isLevel = (dx: number, dy: number): boolean => Math.abs(dy) < LEVEL * Math.abs(dx)
const $at = new Float64Array(4)

/** Whether an edge runs up or down rather than across: words have room beside it. */
export function isSteep(rows: Float64Array, i: number): boolean {
  pointAt(rows, i, 0.5, $at)
  return Math.abs($at[3]) > Math.abs($at[2])
}

/** Everything there is to say about an edge. */
export function fullPill(
  rows: Float64Array,
  i: number,
  words: EdgeWords,
  fault: string | undefined,
  pair: SlotPair | undefined,
  state: EdgeState,
  ink: Ink,
): Pill {
  pointAt(rows, i, 0.5, $at)
  const [, , dx, dy] = $at
  const above = conditionRows(words, fault, ink)
  const below: PillRow[] = []
  if (pair && isShown('rates')) {
    pushRates(above, state, pair.ab, arrowFor(dx, dy), ink)
    pushRates(isLevel(dx, dy) ? below : above, state, pair.ba, arrowFor(-dx, -dy), ink)
  }
  return { above, below }
}

/** The sum of both ways in few characters, and whether something is lost: for edges seen from far, or short ones. */
export function shortPill(pair: SlotPair | undefined, state: EdgeState, ink: Ink): Pill {
  if (!pair || !isShown('rates')) return { above: [], below: [] }
  const { meter } = state
  const pps = meter.packetRate(pair.ab) + meter.packetRate(pair.ba)
  const drops = meter.dropRate(pair.ab) + meter.dropRate(pair.ba)
  const above: PillRow[] = []
  if (pps > 0) above.push(rateRow('', packetRate(pps), state, ink))
  if (drops > 0) above.push(lossRow('', `${packetRate(drops)} lost`, state, ink))
  return { above, below: [] }
}

/** What is set and what is wrong, whether or not anything passes. */
function conditionRows(words: EdgeWords, fault: string | undefined, ink: Ink): PillRow[] {
  const list: PillRow[] = []
  if (words.setting && isShown('linkLabels'))
    list.push({ text: words.setting, live: false, color: ink.dim, fill: ink.panel })
  if (!words.up) list.push({ text: 'down', live: false, color: ink.dim, fill: ink.panel })
  if (fault) list.push({ text: `⚠ ${fault}`, live: false, color: ink.warn, fill: ink['warn-soft'] })
  return list
}

function pushRates(list: PillRow[], state: EdgeState, slot: number, arrow: string, ink: Ink): void {
  if (slot < 0) return
  const pps = state.meter.packetRate(slot)
  const drops = state.meter.dropRate(slot)
  const rate = `${packetRate(pps)} · ${bitRate(state.meter.bitRate(slot))}`
  if (pps > 0) list.push(rateRow(`${arrow} `, rate, state, ink))
  const lost = `${packetRate(drops)} lost: ${state.reasonWords(state.meter.reason(slot))}`
  if (drops > 0) list.push(lossRow(`${arrow} `, lost, state, ink))
}

const rateRow = (arrow: string, text: string, { old }: EdgeState, ink: Ink): PillRow =>
  old ? oldRow(arrow, text, ink) : { text: arrow + text, live: true, color: ink.text, fill: ink.panel }

const lossRow = (arrow: string, text: string, { old }: EdgeState, ink: Ink): PillRow =>
  old ? oldRow(arrow, text, ink) : { text: arrow + text, live: true, color: ink.bad, fill: ink['bad-soft'] }

/** What was last heard: paler, and in the past. */
const oldRow = (arrow: string, text: string, ink: Ink): PillRow => ({
  text: `${arrow}was ${text}`,
  live: true,
  color: ink.faint,
  fill: ink.panel,
})

export function pillWidth(ctx: CanvasRenderingContext2D, font: string, { above, below }: Pill): number {
  const rows = [...above, ...below]
  const wide = Math.max(0, ...rows.map((row) => textWidth(ctx, font, row.text))) + 2 * PADDING
  return rows.some(({ live }) => live) ? Math.ceil(wide / WIDTH_STEP) * WIDTH_STEP : Math.ceil(wide)
}

/** Over the middle of the line, or beside it; over and beside it nearer to one of its ends. */
export function pillPlaces(rows: Float64Array, i: number, pill: Pill, width: number, view: View): PillPlace[] {
  const high = pill.above.length * PILL_ROW
  const low = pill.below.length * PILL_ROW
  pointAt(rows, i, 0.5, $at)
  if (isLevel($at[2], $at[3])) {
    const x = $at[0] * view.zoom + view.x
    const y = $at[1] * view.zoom + view.y
    // Where the ends' words need the middle too, the rates step aside, further from the line.
    const beside = [CLEAR, LINE_HEIGHT + 5].map((aside) => place(x, y - high - aside, y + aside + 1, width, high, low))
    // Or all of them above, all of them below; between two tiles that stand close: above both.
    const over = -(NODE_SIZE / 2) * view.zoom - 5 - high - low
    const stacked = [-LINE_HEIGHT - 5 - high - low, LINE_HEIGHT + 6, over].map((lift) =>
      place(x, y + lift, y + lift + high, width, high, low),
    )
    return [...beside, ...stacked]
  }
  return ALONG.flatMap((part) => aroundPoint(rows, i, part, width, high, low, view))
}

const ALONG = [0.5, 0.36, 0.64]

function aroundPoint(
  rows: Float64Array,
  i: number,
  part: number,
  width: number,
  high: number,
  low: number,
  view: View,
): PillPlace[] {
  pointAt(rows, i, part, $at)
  const [mx, my] = $at
  const x = mx * view.zoom + view.x
  const all = high + low
  const top = my * view.zoom + view.y - all / 2
  const at = (aside: number, lift: number): PillPlace =>
    place(x + aside, top + lift, top + lift + high, width, high, low)
  const over = at(0, 0)
  if (!isSteep(rows, i)) return [over, at(0, -all / 2 - 22), at(0, all / 2 + 22)]
  const sides = [at(width / 2 + 8, 0), at(-width / 2 - 8, 0)]
  // Over a short line that stands upright, there would be nothing left to see of it.
  return all > screenLength(rows, i, view) * MOST_COVERED ? [...sides, over] : [over, ...sides]
}

const MOST_COVERED = 0.45

function place(x: number, top: number, lower: number, width: number, high: number, low: number): PillPlace {
  const box = (from: number, tall: number): ScreenBox => ({
    left: x - width / 2,
    right: x + width / 2,
    top: from,
    bottom: from + tall,
  })
  const boxes = [...(high > 0 ? [box(top, high)] : []), ...(low > 0 ? [box(lower, low)] : [])]
  return { x, width, top, lower, boxes }
}

/** `captured`: a frame around it says that the packet list shows this edge. */
export function paintPill(
  ctx: CanvasRenderingContext2D,
  pill: Pill,
  { x, width, top, lower }: PillPlace,
  captured: boolean,
  ink: Ink,
): void {
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  const paint = (list: readonly PillRow[], from: number): void =>
    list.forEach((row, nth) => {
      const rowTop = from + nth * PILL_ROW
      ctx.fillStyle = row.fill
      ctx.beginPath()
      ctx.roundRect(Math.round(x - width / 2), Math.round(rowTop), width, PILL_ROW - 1, RADIUS)
      ctx.fill()
      if (captured) {
        ctx.strokeStyle = ink.accent
        ctx.lineWidth = 1.25
        ctx.stroke()
      }
      ctx.fillStyle = row.color
      ctx.fillText(row.text, x, rowTop + PILL_ROW / 2)
    })
  paint(pill.above, top)
  paint(pill.below, lower)
}
