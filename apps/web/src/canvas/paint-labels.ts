// Puts words on edges so that none covers another. Whoever is asked about comes first: the edges
// selected, the one whose packets are listed; then those with something wrong, then the busiest. What finds no place is
// shortened, then left out; the words at an edge's ends give way to the rates in its middle.
import { eachInParts, finish, type InParts } from '@etherloom/topology'
import { pointAt } from './edge-geometry.ts'
import {
  fullPill,
  isSteep,
  type Pill,
  type PillPlace,
  paintPill,
  pillPlaces,
  pillWidth,
  shortPill,
} from './edge-pill.ts'
import type { EdgeScene, EndLines } from './edge-scene.ts'
import { type EndWords, endLines, endPlaces, labelSize, paintWord, runTogether, shifted, widened } from './end-words.ts'
import type { WordGround } from './ground.ts'
import type { Ink } from './ink.ts'
import { LabelSpace, overlaps, type ScreenBox } from './label-space.ts'
import { LineSpace } from './line-space.ts'
import { FAR_ZOOM } from './node-size.ts'
import type { EdgeState } from './paint-edges.ts'
import { screenLength, type View } from './view.ts'

/** Most edges with rates at once: more cannot be read. */
const MOST_PILLS = 300
/** Of the busiest, seen from far, only these are tried. */
const MOST_TRIED_FAR = 60
/** An edge shorter than this, on screen, says its rates in short, unless there is room beside it. */
const SHORT = 90

/** What is there already, on screen. */
export interface Around {
  /** No word of an edge covers these. */
  readonly taken: readonly ScreenBox[]
  /** What is written beside the network: covered by pills that find no other place, which can be read; by nothing else. */
  readonly written: readonly ScreenBox[]
  readonly ground: WordGround
}

type Drawn = [
  ctx: CanvasRenderingContext2D,
  scene: EdgeScene,
  rows: Float64Array,
  visible: readonly number[],
  around: Around,
  state: EdgeState,
  view: View,
  ink: Ink,
]

/** Returns what the words cover. */
export const paintLabels = (...drawn: Drawn): readonly ScreenBox[] => finish(labelsInParts(...drawn))

/** Of a picture of everything there are thousands. */
export function* labelsInParts(
  ...[ctx, scene, rows, visible, around, state, view, ink]: Drawn
): InParts<readonly ScreenBox[]> {
  ctx.lineJoin = 'round'
  const painter = new LabelPainter(ctx, scene, rows, around, state, view, ink)
  const far = view.zoom < FAR_ZOOM
  const asked = visible.filter((i) => isAsked(scene.edges[i].id, state))
  const others = byNeed(scene, visible, state).slice(0, far ? MOST_TRIED_FAR : MOST_PILLS)
  for (const i of asked) painter.label(i, true)
  for (const i of others) painter.label(i, false)
  if (!far) yield* painter.labelEnds(visible)
  return painter.covered
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
  /** What this has written. */
  readonly covered: ScreenBox[] = []
  private readonly space = new LabelSpace()
  private readonly written = new LabelSpace()
  private readonly ground: WordGround
  private readonly state: EdgeState
  private readonly view: View
  private readonly ink: Ink

  constructor(
    ctx: CanvasRenderingContext2D,
    scene: EdgeScene,
    rows: Float64Array,
    { taken, written, ground }: Around,
    state: EdgeState,
    view: View,
    ink: Ink,
  ) {
    this.ctx = ctx
    this.scene = scene
    this.rows = rows
    for (const box of taken) this.space.add(box)
    for (const box of written) this.written.add(box)
    this.ground = ground
    this.state = state
    this.view = view
    this.ink = ink
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
    const roomy = view.zoom >= FAR_ZOOM && (length >= SHORT || isSteep(rows, i))
    const font = `500 ${labelSize(view)}px ${ink.sans}`
    const pills = (asked ? [full] : roomy ? [full, short] : [short]).filter(isSaying)
    if (pills.length === 0) {
      if (captured) this.badge(i)
      return
    }
    const ends = this.bestEnds(i)
    for (const pill of pills) {
      const places = pillPlaces(rows, i, pill, pillWidth(ctx, font, pill), view)
      const free = places.filter(({ boxes }) => boxes.every((box) => this.space.isFree(box)))
      const clear = free.filter(({ boxes }) => boxes.every((box) => this.written.isFree(box)))
      const found = freeOfMost(clear, ends) ?? freeOfMost(free, ends) ?? (asked ? places[0]! : null)
      if (found === null) continue
      for (const box of found.boxes) {
        this.cover(box)
        state.labels.push(i, box.left, box.top, box.right, box.bottom)
      }
      ctx.font = font
      paintPill(ctx, pill, found, captured, ink)
      return
    }
  }

  /** Both ends say as much as each other where they can; else each what it has room for. */
  labelEnds(edges: readonly number[]): InParts<void> {
    const lines = new LineSpace(this.rows, edges, this.view)
    return eachInParts(edges, (i) => {
      const choices = endLines(this.scene.words[i], this.view)
      for (const words of this.bothEnds(i, choices, lines) ?? this.eachEnd(i, choices, lines)) {
        this.cover(words.box)
        paintWord(this.ctx, words, this.ground, this.ink)
      }
    })
  }

  /** Addresses rather go without their prefix lengths than over a border. */
  private bothEnds(i: number, choices: Ends, lines: LineSpace): EndWords | null {
    const whole = this.ground.hasBorders ? choices.filter((both) => countOf(both) === countOf(choices[0]!)) : []
    return this.bothOf(i, whole, lines, true) ?? this.bothOf(i, choices, lines, false)
  }

  private bothOf(i: number, choices: Ends, lines: LineSpace, strict: boolean): EndWords | null {
    for (const [aLines, bLines] of choices) {
      const a = this.placeOf(i, 0, aLines, lines, [], strict)
      const b = a && this.placeOf(i, 1, bLines, lines, a, strict)
      if (a && b) return [...a, ...b]
    }
    return null
  }

  private eachEnd(i: number, choices: Ends, lines: LineSpace): EndWords {
    let placed: EndWords = []
    for (const end of [0, 1] as const)
      for (const both of choices) {
        const words = this.placeOf(i, end, both[end], lines, placed, false)
        if (words === null) continue
        placed = [...placed, ...words]
        break
      }
    return placed
  }

  /** Where no line runs, best on one ground, if need be a little beside; else, when not `strict`, where none of the same node does, whose words they might be. */
  private placeOf(
    i: number,
    end: 0 | 1,
    said: EndLines,
    lines: LineSpace,
    beside: EndWords,
    strict: boolean,
  ): EndWords | null {
    if (!said.name && said.addresses.length === 0) return []
    const { edges } = this.scene
    const isRoom = (words: EndWords): boolean =>
      words.every(({ box }) => this.isFree(widened(box))) && !runTogether(words, beside)
    const wanted = this.placesOf(i, end, said)
    const places = wanted.filter(isRoom)
    const node = end === 0 ? edges[i].a : edges[i].b
    const another = (edge: number): boolean => edge !== i
    const sibling = (edge: number): boolean => edge !== i && (edges[edge].a === node || edges[edge].b === node)
    const isEven = (words: EndWords): boolean => words.every(({ box }) => this.ground.isEven(box))
    const even = places.filter(isEven)
    const clearOf = (some: readonly EndWords[], counts: (edge: number) => boolean): EndWords | undefined =>
      some.find((words) => !words.some(({ box }) => lines.crosses(box, counts)))
    const found = clearOf(even, another)
    if (found || places.length === 0) return found ?? null
    const past =
      even.length === places.length ? [] : this.pastBorders(wanted).filter((words) => isRoom(words) && isEven(words))
    const clear = clearOf(past, another)
    if (clear || strict) return clear ?? null
    return clearOf(places, another) ?? clearOf(places, sibling) ?? null
  }

  /** Those that a border runs through, on its other side. */
  private pastBorders(places: readonly EndWords[]): EndWords[] {
    return places.flatMap((words) => {
      const by = this.ground.pastBorder(around(words), words[0]!.align === 'left')
      return by === 0 || Math.abs(by) > FARTHEST_ASIDE ? [] : [words.map((word) => shifted(word, by))]
    })
  }

  private cover(box: ScreenBox): void {
    this.space.add(box)
    this.covered.push(box)
  }

  private isFree(box: ScreenBox): boolean {
    return this.space.isFree(box) && this.written.isFree(box)
  }

  private placesOf(i: number, end: 0 | 1, said: EndLines): EndWords[] {
    const length = screenLength(this.rows, i, this.view)
    return endPlaces(this.ctx, this.rows, i, end, said, length, this.view, this.ink)
  }

  /** Where the words of both ends would best stand, the fullest first, as far as they do not run together; last, without any. */
  private bestEnds(i: number): EndWords[] {
    const best = endLines(this.scene.words[i], this.view).map(
      ([a, b]) => [this.placesOf(i, 0, a)[0]!, this.placesOf(i, 1, b)[0]!] as const,
    )
    return [...best.filter(([a, b]) => !runTogether(a, b)).map((both) => both.flat()), []]
  }

  /** The packet list shows this edge, and nothing passes: a mark of its own, filled with the lines of a list. */
  private badge(i: number): void {
    const { ctx, ink } = this
    pointAt(this.rows, i, 0.5, $at)
    const x = $at[0] * this.view.zoom + this.view.x
    const y = $at[1] * this.view.zoom + this.view.y
    const [left, top] = [x - BADGE.width / 2, y - BADGE.height / 2]
    ctx.fillStyle = ink.accent
    ctx.beginPath()
    ctx.roundRect(left, top, BADGE.width, BADGE.height, 4)
    ctx.fill()
    ctx.fillStyle = ink.bg
    for (const down of [3.5, 6.5, 9.5]) {
      ctx.fillRect(left + 4, top + down, 1.5, 1.5)
      ctx.fillRect(left + 7, top + down, 7, 1.5)
    }
    this.cover({ left: left - 2, top: top - 2, right: left + BADGE.width + 2, bottom: top + BADGE.height + 2 })
    this.state.labels.push(i, left, top, left + BADGE.width, top + BADGE.height)
  }
}

const BADGE = { width: 18, height: 14.5 }
const $at = new Float64Array(4)
const isSaying = ({ above, below }: Pill): boolean => above.length + below.length > 0

/** A word further from its line than this is nobody's. */
const FARTHEST_ASIDE = 44

const around = (words: EndWords): ScreenBox => ({
  left: Math.min(...words.map(({ box }) => box.left)),
  top: Math.min(...words.map(({ box }) => box.top)),
  right: Math.max(...words.map(({ box }) => box.right)),
  bottom: Math.max(...words.map(({ box }) => box.bottom)),
})

const countOf = ([a, b]: Ends[number]): number => a.addresses.length + b.addresses.length

type Ends = ReturnType<typeof endLines>

/** The place that leaves the ends the most of their words. */
function freeOfMost(places: readonly PillPlace[], ends: readonly EndWords[]): PillPlace | null {
  for (const words of ends) {
    const found = places.find(
      ({ boxes }) => !words.some((word) => boxes.some((box) => overlaps(box, widened(word.box)))),
    )
    if (found) return found
  }
  return null
}
