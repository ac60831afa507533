import { edgeLength } from './edge-geometry.ts'
import type { ScreenBox } from './label-space.ts'
import type { Box } from './viewport.ts'

/** The part of the drawing painted: a point of it is at `x + zoom × point`. */
export interface View {
  readonly x: number
  readonly y: number
  readonly zoom: number
  readonly width: number
  readonly height: number
}

/** How long an edge is, in pixels. */
export const screenLength = (rows: Float64Array, i: number, view: View): number => edgeLength(rows, i) * view.zoom

/** Where a box of the drawing is on the screen. */
export const onScreen = ({ x, y, width, height }: Box, view: View): ScreenBox => ({
  left: x * view.zoom + view.x,
  top: y * view.zoom + view.y,
  right: (x + width) * view.zoom + view.x,
  bottom: (y + height) * view.zoom + view.y,
})
