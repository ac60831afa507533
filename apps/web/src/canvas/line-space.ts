// Where lines run on the screen, for words that are to lie beside them. Their pieces are filed in the cells of a coarse grid, as
// boxes are in label-space.ts.
import { BENT, EDGE_ROW, isPolyline, N, POINT_ROW, POINTS, pointAt } from './edge-geometry.ts'
import type { ScreenBox } from './label-space.ts'
import type { View } from './view.ts'

const CELL = 96
/** A curve is so many straight pieces. */
const CURVE_PIECES = 6

const $at = new Float64Array(4)

export class LineSpace {
  private readonly cells = new Map<number, number[]>()
  /** edge, x1, y1, x2, y2 of each. */
  private readonly pieces: number[] = []

  constructor(rows: Float64Array, edges: readonly number[], view: View) {
    for (const i of edges) this.addEdge(rows, i, view)
  }

  /** Whether a line of an edge that `counts` runs through a box. */
  crosses(box: ScreenBox, counts: (edge: number) => boolean): boolean {
    const { pieces } = this
    for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y++)
      for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x++)
        for (const at of this.cells.get(keyOf(x, y)) ?? [])
          if (
            counts(pieces[at]!) &&
            runsThrough(box, pieces[at + 1]!, pieces[at + 2]!, pieces[at + 3]!, pieces[at + 4]!)
          )
            return true
    return false
  }

  private addEdge(rows: Float64Array, i: number, view: View): void {
    let [x1, y1] = [Number.NaN, Number.NaN]
    const to = (x: number, y: number): void => {
      const [x2, y2] = [x * view.zoom + view.x, y * view.zoom + view.y]
      if (!Number.isNaN(x1)) this.addPiece(i, x1, y1, x2, y2)
      x1 = x2
      y1 = y2
    }
    const bent = rows[i * EDGE_ROW + BENT]!
    if (isPolyline(bent)) {
      const end = bent + POINTS + rows[bent + N]! * POINT_ROW
      for (let point = bent + POINTS; point < end; point += POINT_ROW) to(rows[point]!, rows[point + 1]!)
      return
    }
    const count = bent === 0 ? 1 : CURVE_PIECES
    for (let step = 0; step <= count; step++) {
      pointAt(rows, i, step / count, $at)
      to($at[0]!, $at[1]!)
    }
  }

  /** Column by column, in the cells between where it comes in and where it goes out. */
  private addPiece(edge: number, x1: number, y1: number, x2: number, y2: number): void {
    const at = this.pieces.length
    this.pieces.push(edge, x1, y1, x2, y2)
    const [left, right] = [Math.min(x1, x2), Math.max(x1, x2)]
    const yAt = (x: number): number => (x1 === x2 ? y1 : y1 + ((y2 - y1) * (x - x1)) / (x2 - x1))
    for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column++) {
      const [from, to] =
        x1 === x2 ? [y1, y2] : [yAt(Math.max(left, column * CELL)), yAt(Math.min(right, (column + 1) * CELL))]
      for (let row = Math.floor(Math.min(from, to) / CELL); row <= Math.floor(Math.max(from, to) / CELL); row++) {
        const cell = this.cells.get(keyOf(column, row))
        if (cell) cell.push(at)
        else this.cells.set(keyOf(column, row), [at])
      }
    }
  }
}

const keyOf = (x: number, y: number): number => x + y * 4096

/** Cuts the piece at each side of the box, and looks whether something is left of it (Liang and Barsky). */
function runsThrough(box: ScreenBox, x1: number, y1: number, x2: number, y2: number): boolean {
  const [dx, dy] = [x2 - x1, y2 - y1]
  let [from, to] = [0, 1]
  const cut = (along: number, room: number): boolean => {
    if (along === 0) return room >= 0
    if (along < 0) from = Math.max(from, room / along)
    else to = Math.min(to, room / along)
    return from <= to
  }
  return cut(-dx, x1 - box.left) && cut(dx, box.right - x1) && cut(-dy, y1 - box.top) && cut(dy, box.bottom - y1)
}
