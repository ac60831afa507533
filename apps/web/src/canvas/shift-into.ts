// How far a view has to move until all of a box is in it.
import type { Transform } from '@xyflow/react'
import type { Place } from '../stores/drawing.ts'
import type { Box } from './viewport.ts'

/** Kept free between the border and what was moved into the view, in pixels of the screen. */
const ROOM = 24

/** Nothing where all of it can be seen; null where no move is enough, since it is larger than the view. */
export function shiftInto(
  box: Box,
  [x, y, zoom]: Transform,
  screen: { readonly width: number; readonly height: number },
): Place | null {
  const across = along(box.x * zoom + x, box.width * zoom, screen.width)
  const down = along(box.y * zoom + y, box.height * zoom, screen.height)
  return across === null || down === null ? null : { x: across, y: down }
}

function along(from: number, length: number, most: number): number | null {
  if (from >= 0 && from + length <= most) return 0
  if (length + 2 * ROOM > most) return null
  return from < ROOM ? ROOM - from : most - ROOM - length - from
}
