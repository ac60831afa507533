// The words at the ends of an edge: the interface's name, and its address. They lie beside the line, where there is room near
// its end; how much of them is written depends on that room.

import { pointAt } from './edge-geometry.ts'
import type { EdgeWords, EndLines } from './edge-scene.ts'
import type { WordGround } from './ground.ts'
import type { Ink } from './ink.ts'
import { overlaps, type ScreenBox } from './label-space.ts'
import { legible, WORDS } from './legible.ts'
import { textWidth } from './text-width.ts'
import type { View } from './view.ts'

/** From here on the ends of edges are labelled, and a little nearer with their addresses. */
export const END_ZOOM = 0.65
const ADDRESS_ZOOM = 0.75
/** A line that rises less than this may have words on both sides without touching them. */
export const LEVEL = 0.045
export const LINE_HEIGHT = 13
const END_GAP = 5

export interface PlacedWord {
  readonly text: string
  readonly font: string
  readonly align: 'left' | 'right'
  readonly x: number
  readonly box: ScreenBox
}

/** In half pixels: words of few sizes are measured and made into pixels once. */
export const labelSize = (view: View): number => Math.max(9.5, Math.min(12, Math.round(22 * view.zoom) / 2))

const $at = new Float64Array(4)

/** What stands at one end, word by word. */
export type EndWords = readonly PlacedWord[]

/** What both ends may say at this distance, the fullest first. */
export const endLines = ({ ends }: EdgeWords, view: View): EdgeWords['ends'] =>
  view.zoom < END_ZOOM ? [] : view.zoom < ADDRESS_ZOOM ? ends.slice(-1) : ends

/** Further along the line there may be room when there is none at its end: so far, in pixels, and not beyond this part of it. */
const STEPS = [0, 15, 30, 48, 72]
const FURTHEST = 0.4

/** Where what one end says may stand, the best place first: beside the line, on the side it does not slope to; else on the other. */
export function endPlaces(
  ctx: CanvasRenderingContext2D,
  rows: Float64Array,
  i: number,
  end: 0 | 1,
  lines: EndLines,
  length: number,
  view: View,
  ink: Ink,
): EndWords[] {
  const steps = STEPS.filter((step) => step <= length * FURTHEST)
  return steps.flatMap((step) => {
    const part = length === 0 ? 0 : step / length
    pointAt(rows, i, end === 0 ? part : 1 - part, $at)
    const [dx, dy] = end === 0 ? [$at[2]!, $at[3]!] : [-$at[2]!, -$at[3]!]
    const x = $at[0]! * view.zoom + view.x
    const y = $at[1]! * view.zoom + view.y
    return sidesOf(dx, dy, lines).map((side) => placeEnd(ctx, lines, x, y, side, view, ink))
  })
}

/** Where the block of words lies from a point of the line: which edge of it is there, how far, and where its lines begin. */
interface Side {
  readonly align: 'left' | 'right'
  readonly aside: number
  readonly name: number
  readonly addresses: number
}

function sidesOf(dx: number, dy: number, { name, addresses }: EndLines): Side[] {
  const head = name ? LINE_HEIGHT : 0
  const tall = head + addresses.length * LINE_HEIGHT
  const side = (align: 'left' | 'right', aside: number, top: number): Side => ({
    align,
    aside,
    name: top,
    addresses: top + head,
  })
  const over = -tall - 3
  const under = 4
  if (Math.abs(dy) > Math.abs(dx)) {
    const [near, far] = dy > 0 ? [under, over] : [over, under]
    // It leans away from the words; an upright one has room on both sides.
    const leans = Math.abs(dx) > 1
    const first = dx > 1 ? 'right' : 'left'
    return [side(first, 7, near), side(first === 'left' ? 'right' : 'left', 7, leans ? far : near)]
  }
  const [along, back] = dx > 0 ? (['left', 'right'] as const) : (['right', 'left'] as const)
  const slope = dy / Math.abs(dx)
  if (Math.abs(slope) < LEVEL)
    return [
      // A level line has a name above and addresses below.
      { align: along, aside: 6, name: -LINE_HEIGHT - 3, addresses: 6 },
      side(along, 6, over),
      side(along, 6, 6),
    ]
  return slope > 0 ? [side(along, 6, over), side(back, 6, under)] : [side(along, 6, under), side(back, 6, over)]
}

function placeEnd(
  ctx: CanvasRenderingContext2D,
  { name, addresses }: EndLines,
  x: number,
  y: number,
  side: Side,
  view: View,
  ink: Ink,
): PlacedWord[] {
  const { align } = side
  const at = align === 'left' ? x + side.aside : x - side.aside
  const placed: PlacedWord[] = []
  const put = (text: string, top: number, font: string): void => {
    const width = textWidth(ctx, font, text)
    const left = align === 'left' ? at : at - width
    placed.push({ text, font, align, x: at, box: { left, top, right: left + width, bottom: top + LINE_HEIGHT - 1 } })
  }
  if (name) put(name, y + side.name, `500 ${labelSize(view)}px ${ink.sans}`)
  addresses.forEach((address, nth) => {
    put(address, y + side.addresses + nth * LINE_HEIGHT, `${labelSize(view) - 0.5}px ${ink.mono}`)
  })
  return placed
}

/** Whether the words of two ends run into each other. */
export const runTogether = (a: EndWords, b: EndWords): boolean =>
  a.some(({ box }) => b.some((other) => overlaps(widened(box), other.box)))

/** Words keep some room to words beside them. */
export const widened = (box: ScreenBox): ScreenBox => ({ ...box, left: box.left - END_GAP, right: box.right + END_GAP })

/** The same word, further to the right. */
export const shifted = (word: PlacedWord, by: number): PlacedWord => ({
  ...word,
  x: word.x + by,
  box: { ...word.box, left: word.box.left + by, right: word.box.right + by },
})

/** Text with a halo of what it lies on, so that it stays legible over a line. */
export function paintWord(
  ctx: CanvasRenderingContext2D,
  { text, font, align, x, box }: PlacedWord,
  grounds: WordGround,
  ink: Ink,
): void {
  const ground = grounds.colorOf(box)
  ctx.font = font
  ctx.textAlign = align
  ctx.textBaseline = 'top'
  ctx.strokeStyle = ground
  ctx.lineWidth = 3.5
  ctx.strokeText(text, x, box.top)
  ctx.fillStyle = ground === ink.bg ? ink.dim : legible(ink.dim, ground, WORDS)
  ctx.fillText(text, x, box.top)
}
