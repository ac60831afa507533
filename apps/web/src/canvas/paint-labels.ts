// Puts words on edges so that none covers another. Whoever is asked about comes first: the edges
// selected, the one whose packets are listed; then those with something wrong, then the busiest. What finds no place is
// shortened, then left out; the words at an edge's ends give way to the rates in its middle.
import { pointAt } from './edge-geometry.ts'
import { fullPill, type Pill, type PillPlace, paintPill, pillPlaces, pillWidth, shortPill } from './edge-pill.ts'
import type { EdgeScene } from './edge-scene.ts'
import { type EndWords, endChoices, labelSize, paintWord } from './end-words.ts'
import type { Ink } from './ink.ts'
import { LabelSpace, overlaps, type ScreenBox } from './label-space.ts'
import { FAR_ZOOM } from './node-size.ts'
import type { EdgeState } from './paint-edges.ts'
import { screenLength, type View } from './view.ts'

/** Most edges with rates at once: more cannot be read. */
const MOST_PILLS = 300
/** Of the busiest, seen from far, only these are tried. */
const MOST_TRIED_FAR = 60
/** An edge shorter than this, on screen, says its rates in short. */
const SHORT = 90

export function paintLabels(
  ctx: CanvasRenderingContext2D,
  scene: EdgeScene,
  rows: Float64Array,
  visible: readonly number[],
  tiles: readonly ScreenBox[],
  state: EdgeState,
  view: View,
  ink: Ink,
): void {
  const space = new LabelSpace()
  for (const tile of tiles) space.add(tile)
  ctx.lineJoin = 'round'
  const painter = new LabelPainter(ctx, scene, rows, space, state, view, ink)
  const far = view.zoom < FAR_ZOOM
  const asked = visible.filter((i) => isAsked(scene.edges[i].id, state))
  const others = byNeed(scene, visible, state).slice(0, far ? MOST_TRIED_FAR : MOST_PILLS)
  for (const i of asked) painter.label(i, true)
  for (const i of others) painter.label(i, false)
  if (far) return
  for (const i of visible) painter.labelEnds(i)
}

/** Of more edges than this, being marked does not put words over others. */
const FEW = 20
const isOfFew = (id: string, marked: ReadonlySet<string>): boolean => marked.size <= FEW && marked.has(id)

const isAsked = (id: string, state: EdgeState): boolean => isOfFew(id, state.captured) || isOfFew(id, state.selected)

/** Edges with something to say in their middle: what is wrong first, then by packets a second. */
function byNeed(scene: EdgeScene, visible: readonly number[], state: EdgeState): number[] {
  const need: { i: number; weight: number }[] = []
  for (const i of visible) {
    const edge = scene.edges[i]
    if (isAsked(edge.id, state)) continue
    const words = scene.words[i]
    const pair = state.slots.get(edge.id)
    const { meter } = state
    const pps = pair ? meter.packetRate(pair.ab) + meter.packetRate(pair.ba) : 0
    const drops = pair ? meter.dropRate(pair.ab) + meter.dropRate(pair.ba) : 0
    if (state.faults[edge.id] || drops > 0) need.push({ i, weight: 1e12 + drops })
    else if (pps > 0) need.push({ i, weight: pps })
    else if (words.setting || !words.up || state.captured.has(edge.id)) need.push({ i, weight: 0 })
  }
  return need.sort((a, b) => b.weight - a.weight || a.i - b.i).map(({ i }) => i)
}

class LabelPainter {
  private readonly ctx: CanvasRenderingContext2D
  private readonly scene: EdgeScene
  private readonly rows: Float64Array
  private readonly space: LabelSpace
  private readonly state: EdgeState
  private readonly view: View
  private readonly ink: Ink
  private readonly endsOf: Map<number, EndWords[]>

  constructor(
    ctx: CanvasRenderingContext2D,
    scene: EdgeScene,
    rows: Float64Array,
    space: LabelSpace,
    state: EdgeState,
    view: View,
    ink: Ink,
  ) {
    this.ctx = ctx
    this.scene = scene
    this.rows = rows
    this.space = space
    this.state = state
    this.view = view
    this.ink = ink
    this.endsOf = new Map()
  }

  /** `asked`: said in full, and even where it covers something. */
  label(i: number, asked: boolean): void {
    const { ctx, rows, state, view, ink } = this
    const edge = this.scene.edges[i]
    const pair = state.slots.get(edge.id)
    const captured = state.captured.has(edge.id)
    const full = fullPill(rows, i, this.scene.words[i], state.faults[edge.id], pair, state, ink)
    const short = shortPill(pair, state, ink)
    const length = screenLength(rows, i, view)
    const roomy = view.zoom >= FAR_ZOOM && length >= SHORT
    const font = `500 ${labelSize(view)}px ${ink.sans}`
    const pills = (asked ? [full] : roomy ? [full, short] : [short]).filter(isSaying)
    if (pills.length === 0) {
      if (captured) this.badge(i)
      return
    }
    const ends = this.ends(i, length)
    for (const pill of pills) {
      const places = pillPlaces(rows, i, pill, pillWidth(ctx, font, pill), view)
      const free = places.filter(({ box }) => this.space.isFree(box))
      const found = freeOfMost(free, ends) ?? (asked ? places[0]! : null)
      if (found === null) continue
      this.space.add(found.box)
      const { left, top, right, bottom } = found.box
      state.labels.push(i, left, top, right, bottom)
      ctx.font = font
      paintPill(ctx, pill, found, captured, ink)
      return
    }
  }

  labelEnds(i: number): void {
    const choices = this.ends(i, screenLength(this.rows, i, this.view))
    for (const end of [0, 1] as const) {
      const free = choices.find((choice) => choice[end].every(({ box }) => this.space.isFree(box)))!
      for (const word of free[end]) {
        this.space.add(word.box)
        paintWord(this.ctx, word, this.ink)
      }
    }
  }

  private ends(i: number, length: number): EndWords[] {
    let ends = this.endsOf.get(i)
    if (!ends)
      this.endsOf.set(i, (ends = endChoices(this.ctx, this.rows, i, this.scene.words[i], length, this.view, this.ink)))
    return ends
  }

  /** The packet list shows this edge, and nothing passes: a mark of its own. */
  private badge(i: number): void {
    const { ctx, ink } = this
    pointAt(this.rows, i, 0.5, $at)
    const x = $at[0] * this.view.zoom + this.view.x
    const y = $at[1] * this.view.zoom + this.view.y
    ctx.fillStyle = ink.panel
    ctx.strokeStyle = ink.accent
    ctx.lineWidth = 1.5
    ctx.beginPath()
    ctx.arc(x, y, 7, 0, Math.PI * 2)
    ctx.fill()
    ctx.stroke()
    ctx.fillStyle = ink.accent
    ctx.beginPath()
    ctx.arc(x, y, 3, 0, Math.PI * 2)
    ctx.fill()
    this.space.add({ left: x - 9, top: y - 9, right: x + 9, bottom: y + 9 })
  }
}

const $at = new Float64Array(4)
const isSaying = ({ above, below }: Pill): boolean => above.length + below.length > 0

/** The place that leaves the ends the most of their words. */
function freeOfMost(places: readonly PillPlace[], ends: readonly EndWords[]): PillPlace | null {
  for (const words of ends) {
    const found = places.find(({ box }) => !words.flat().some((word) => overlaps(box, word.box)))
    if (found) return found
  }
  return null
}
