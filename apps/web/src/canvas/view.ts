import { edgeLength } from './edge-geometry.ts'

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
