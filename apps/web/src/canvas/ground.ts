// What an annotation, or a word of the network, lies on: another's fill, a group, the sheet, or the page. The theme's own
// colours are made for the page; others are made to be read (legible.ts) on what is below them.
import { type AnnotationRecord, type CanvasRecord, type Color, isColorName } from '@etherloom/topology'
import { fillAlpha, lineColor } from './drawn-color.ts'
import { boxOf, GROUP_PART, type GroupBox } from './drawn-geometry.ts'
import { shownAnnotation } from './drawn-motion.ts'
import type { Ink } from './ink.ts'
import { overlaps, type ScreenBox } from './label-space.ts'
import { blended } from './legible.ts'
import { onScreen, type View } from './view.ts'
import type { Box } from './viewport.ts'

/** A named fill is a tint: the page shows through. */
export const covers = (fill: Color | null): fill is Color => fill !== null && !isColorName(fill)

/** Of the sheet where nothing else is drawn. Null on a picture: nobody knows its colours. */
export type SheetGround = (box: Box) => string | null

export function sheetGround({ background, picture }: CanvasRecord, ink: Ink): SheetGround {
  // A picture without a ground goes onto a page of its theme.
  const page = ink.bg === 'transparent' ? ink.raised : ink.bg
  const plain = covers(background) ? background : page
  return (box) => (picture && holds(picture, box) ? null : plain)
}

const fillable = ({ shape }: AnnotationRecord): boolean => shape === 'rectangle' || shape === 'ellipse'

/** Below an annotation; of words in it, what it is filled with itself. */
export function groundOf(
  annotation: AnnotationRecord,
  below: readonly AnnotationRecord[],
  sheet: SheetGround,
  words: boolean,
): string | null {
  if (words && fillable(annotation) && covers(annotation.fill)) return annotation.fill
  const box = boxOf(annotation)
  for (let i = below.length - 1; i >= 0; i--) if (holds(boxOf(below[i]!), box)) return below[i]!.fill
  return sheet(box)
}

/** Those whose fill hides what is below. */
export const isGround = (annotation: AnnotationRecord): boolean => fillable(annotation) && covers(annotation.fill)

/** Whether the middle of `box` is in it. */
function holds({ x, y, width, height }: Box, box: Box): boolean {
  const [middleX, middleY] = [box.x + box.width / 2, box.y + box.height / 2]
  return middleX >= x && middleY >= y && middleX <= x + width && middleY <= y + height
}

/** What words on the screen lie on. */
export interface WordGround {
  /** The colour below the middle of one, tints and all. */
  colorOf(word: ScreenBox): string
  /** Whether that is the colour of all of it, as far as it matters (a tint is much like what is below it), and no border runs through. */
  isEven(word: ScreenBox): boolean
  /** Whether there are any in view. */
  readonly hasBorders: boolean
  /** How far to the right, or left of 0, words go that are to stand beside the border that runs through them; 0 for those without. */
  pastBorder(words: ScreenBox, rightwards: boolean): number
}

/** The line around a group or a shape, on screen. */
interface Border extends ScreenBox {
  readonly round: boolean
}

/** Words keep this far from it. */
const CLEAR = 2

/** Whether a border has parts of a word on both of its sides. */
function runsThrough(border: Border, word: ScreenBox): boolean {
  const [left, top, right, bottom] = [word.left - CLEAR, word.top - CLEAR, word.right + CLEAR, word.bottom + CLEAR]
  if (!overlaps(border, { left, top, right, bottom })) return false
  if (!border.round) return left < border.left || top < border.top || right > border.right || bottom > border.bottom
  const [halfX, halfY] = [(border.right - border.left) / 2, (border.bottom - border.top) / 2]
  const isIn = (x: number, y: number): boolean =>
    ((x - border.left) / halfX - 1) ** 2 + ((y - border.top) / halfY - 1) ** 2 <= 1
  const first = isIn(left, top)
  return isIn(right, top) !== first || isIn(left, bottom) !== first || isIn(right, bottom) !== first
}

interface Patch {
  readonly box: Box
  readonly round: boolean
  readonly color: string
  /** Nothing of what is below is seen. */
  readonly covers: boolean
}

/** `drawn`: what lies below the network, in the order it is painted. */
export function wordGround(
  { background }: CanvasRecord,
  drawn: { readonly boxes: readonly GroupBox[]; readonly annotations: readonly AnnotationRecord[] },
  view: View,
  ink: Ink,
): WordGround {
  const page = background === null ? ink.bg : tinted(background, ink.bg, 1, ink)
  const patches: Patch[] = []
  const add = (box: Box, round: boolean, fill: Color, part: number): void => {
    const below = colorAt(patches, box.x + box.width / 2, box.y + box.height / 2) ?? page
    patches.push({ box, round, color: tinted(fill, below, part, ink), covers: covers(fill) })
  }
  const borders: Border[] = []
  const addBorder = (box: Box, round: boolean): void => {
    const border = { ...onScreen(box, view), round }
    if (overlaps(border, { left: 0, top: 0, right: view.width, bottom: view.height })) borders.push(border)
  }
  for (const { group, box } of drawn.boxes) {
    if (group.collapsed) continue
    add(box, false, group.color, GROUP_PART)
    addBorder(box, false)
  }
  for (const each of drawn.annotations) {
    const annotation = shownAnnotation(each)
    if (fillable(annotation) && annotation.stroke && annotation.strokeWidth > 0)
      addBorder(boxOf(annotation), annotation.shape === 'ellipse')
    if (annotation.fill && fillable(annotation))
      add(boxOf(annotation), annotation.shape === 'ellipse', annotation.fill, 1)
  }
  const at = (some: readonly Patch[], x: number, y: number): string =>
    colorAt(some, (x - view.x) / view.zoom, (y - view.y) / view.zoom) ?? page
  const crossed = (word: ScreenBox): Border | undefined => borders.find((border) => runsThrough(border, word))
  const opaque = patches.filter(({ covers }) => covers)
  return {
    colorOf: ({ left, top, right, bottom }) => at(patches, (left + right) / 2, (top + bottom) / 2),
    isEven: (word) => {
      if (crossed(word)) return false
      if (opaque.length === 0) return true
      const { left, top, right, bottom } = word
      const corner = at(opaque, left, top)
      return [at(opaque, right, top), at(opaque, left, bottom), at(opaque, right, bottom)].every((c) => c === corner)
    },
    hasBorders: borders.length > 0,
    pastBorder: (words, rightwards) => {
      const border = crossed(words)
      if (!border) return 0
      return rightwards ? border.right + 2 * CLEAR - words.left : border.left - 2 * CLEAR - words.right
    },
  }
}

const tinted = (fill: Color, below: string, part: number, ink: Ink): string =>
  blended(lineColor(fill, ink), below, fillAlpha(fill) * part)

function colorAt(patches: readonly Patch[], x: number, y: number): string | null {
  for (let i = patches.length - 1; i >= 0; i--) {
    const { box, round, color } = patches[i]!
    const [across, down] = [(x - box.x) / box.width - 0.5, (y - box.y) / box.height - 0.5]
    if (round ? across * across + down * down <= 0.25 : Math.abs(across) <= 0.5 && Math.abs(down) <= 0.5) return color
  }
  return null
}
