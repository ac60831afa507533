// What an annotation, or a word of the network, lies on: another's fill, a group, the sheet, or the page. The theme's own
// colours are made for the page; others are made to be read (legible.ts) on what is below them.
import { type AnnotationRecord, type CanvasRecord, type Color, isColorName } from '@etherloom/topology'
import { fillAlpha, lineColor } from './drawn-color.ts'
import { boxOf, GROUP_PART, type GroupBox } from './drawn-geometry.ts'
import { shownAnnotation } from './drawn-motion.ts'
import type { Ink } from './ink.ts'
import type { ScreenBox } from './label-space.ts'
import { blended } from './legible.ts'
import type { View } from './view.ts'
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
  /** Whether that is the colour of all of it, as far as it matters: a tint is much like what is below it. */
  isEven(word: ScreenBox): boolean
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
  for (const { group, box } of drawn.boxes) if (!group.collapsed) add(box, false, group.color, GROUP_PART)
  for (const each of drawn.annotations) {
    const annotation = shownAnnotation(each)
    if (annotation.fill && fillable(annotation))
      add(boxOf(annotation), annotation.shape === 'ellipse', annotation.fill, 1)
  }
  const at = (some: readonly Patch[], x: number, y: number): string =>
    colorAt(some, (x - view.x) / view.zoom, (y - view.y) / view.zoom) ?? page
  const opaque = patches.filter(({ covers }) => covers)
  return {
    colorOf: ({ left, top, right, bottom }) => at(patches, (left + right) / 2, (top + bottom) / 2),
    isEven: ({ left, top, right, bottom }) => {
      if (opaque.length === 0) return true
      const corner = at(opaque, left, top)
      return [at(opaque, right, top), at(opaque, left, bottom), at(opaque, right, bottom)].every((c) => c === corner)
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
