// What an annotation lies on: another's fill, the sheet, or the page. The theme's own colours are made for the page; others
// are made to be read (legible.ts) on what is below them.
import { type AnnotationRecord, type CanvasRecord, type Color, isColorName } from '@etherloom/topology'
import { boxOf } from './drawn-geometry.ts'
import type { Ink } from './ink.ts'
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
