// The words at the ends of an edge: the interface's name, and its address. They lie beside the line, on the side it does not
// slope to; how much of them is written depends on the room there is.

import { pointAt } from './edge-geometry.ts'
import type { EdgeWords, EndLines } from './edge-scene.ts'
import type { Ink } from './ink.ts'
import type { ScreenBox } from './label-space.ts'
import { textWidth } from './text-width.ts'
import type { View } from './view.ts'

/** From here on the ends of edges are labelled, and a little nearer with their addresses. */
export const END_ZOOM = 0.65
const ADDRESS_ZOOM = 0.75
/** A line that rises less than this may have words on both sides without touching them. */
export const LEVEL = 0.045
export const LINE_HEIGHT = 13
/** Between the words of the two ends. */
const END_GAP = 14

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

/** What stands at end a, and at end b. */
export type EndWords = readonly [a: readonly PlacedWord[], b: readonly PlacedWord[]]

/** Ways to label both ends, the fullest first; each fits along the line. The last is not to label them. */
export function endChoices(
  ctx: CanvasRenderingContext2D,
  rows: Float64Array,
  i: number,
  words: EdgeWords,
  length: number,
  view: View,
  ink: Ink,
): EndWords[] {
  if (view.zoom < END_ZOOM) return [[[], []]]
  const fonts = {
    name: `500 ${labelSize(view)}px ${ink.sans}`,
    address: `${labelSize(view) - 0.5}px ${ink.mono}`,
  }
  const choices = view.zoom < ADDRESS_ZOOM ? words.ends.slice(-1) : words.ends
  const placed = choices.map(([aWords, bWords]) => {
    pointAt(rows, i, 0, $at)
    const a = placeEnd(ctx, aWords, fonts, view)
    pointAt(rows, i, 1, $at)
    $at[2] = -$at[2]
    $at[3] = -$at[3]
    return [a, placeEnd(ctx, bWords, fonts, view)] as const
  })
  const steep = Math.abs($at[3]) > Math.abs($at[2])
  const fits = placed.filter(([a, b]) => extent(a, steep) + extent(b, steep) + END_GAP <= length)
  return [...fits, [[], []]]
}

/** How much of the line's length the words of one end take. */
const extent = (words: readonly PlacedWord[], steep: boolean): number =>
  steep ? words.length * LINE_HEIGHT : Math.max(0, ...words.map(({ box }) => box.right - box.left))

/** An interface's name and addresses at the end in `$at`. */
function placeEnd(
  ctx: CanvasRenderingContext2D,
  { name, addresses }: EndLines,
  fonts: { name: string; address: string },
  view: View,
): PlacedWord[] {
  const dx = $at[2]
  const dy = $at[3]
  const x = $at[0] * view.zoom + view.x
  const y = $at[1] * view.zoom + view.y
  const placed: PlacedWord[] = []
  const stack = (align: 'left' | 'right', at: number, top: number, texts: readonly string[], font: string): void => {
    texts.forEach((text, nth) => {
      const width = textWidth(ctx, font, text)
      const left = align === 'left' ? at : at - width
      const lineTop = top + nth * LINE_HEIGHT
      const box = { left, top: lineTop, right: left + width, bottom: lineTop + LINE_HEIGHT - 1 }
      placed.push({ text, font, align, x: at, box })
    })
  }
  const both = (align: 'left' | 'right', at: number, top: number, below: number): void => {
    if (name) stack(align, at, top, [name], fonts.name)
    stack(align, at, below, addresses, fonts.address)
  }
  const head = name ? LINE_HEIGHT : 0
  const tall = head + addresses.length * LINE_HEIGHT
  if (Math.abs(dy) > Math.abs(dx)) {
    const leans = dx > 1
    const top = dy > 0 ? y + 4 : y - tall - 3
    both(leans ? 'right' : 'left', x + (leans ? -7 : 7), top, top + head)
    return placed
  }
  const align = dx > 0 ? 'left' : 'right'
  const at = x + (dx > 0 ? 6 : -6)
  const slope = dy / Math.abs(dx)
  // A level line has a name above and addresses below; a sloping one has all on the outside of the slope.
  const level = Math.abs(slope) < LEVEL
  const top = level ? y - LINE_HEIGHT - 3 : slope > 0 ? y - tall - 3 : y + 4
  both(align, at, top, level ? y + 6 : top + head)
  return placed
}

/** Text with a halo of the background, so that it stays legible over a line. */
export function paintWord(ctx: CanvasRenderingContext2D, { text, font, align, x, box }: PlacedWord, ink: Ink): void {
  ctx.font = font
  ctx.textAlign = align
  ctx.textBaseline = 'top'
  ctx.strokeStyle = ink.bg
  ctx.lineWidth = 3.5
  ctx.strokeText(text, x, box.top)
  ctx.fillStyle = ink.dim
  ctx.fillText(text, x, box.top)
}
