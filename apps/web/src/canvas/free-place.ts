// Where a node that nobody pointed a place for goes.
import type { TopologyDocument } from '@etherloom/topology'
import { type Place, placeOf } from '../stores/drawing.ts'
import { sheetOf } from '../stores/sheet.ts'

const STEP = 120
/** Nodes no nearer than this, to either side, do not cover each other. */
const CLEAR = STEP * 0.8

/** The place itself, or the nearest around it that no node covers. */
export function freePlace(document: TopologyDocument, middle: Place): Place {
  const taken = new TakenPlaces()
  for (const { id } of sheetOf(document).nodes) taken.add(placeOf(document, id))
  for (let ring = 0; ; ring++)
    for (let dy = -ring; dy <= ring; dy++)
      // In between, a ring has its two ends.
      for (let dx = -ring; dx <= ring; dx += Math.abs(dy) === ring ? 1 : 2 * ring) {
        const place = { x: middle.x + dx * STEP, y: middle.y + dy * STEP }
        if (taken.isClear(place)) return place
      }
}

/** Filed in cells: of thousands only those near a place are looked at. */
class TakenPlaces {
  private readonly cells = new Map<number, Place[]>()

  add(place: Place): void {
    const key = keyOf(cellOf(place.x), cellOf(place.y))
    const cell = this.cells.get(key)
    if (cell) cell.push(place)
    else this.cells.set(key, [place])
  }

  isClear({ x, y }: Place): boolean {
    for (let row = cellOf(y) - 1; row <= cellOf(y) + 1; row++)
      for (let column = cellOf(x) - 1; column <= cellOf(x) + 1; column++)
        for (const other of this.cells.get(keyOf(column, row)) ?? NOBODY)
          if (Math.abs(other.x - x) < CLEAR && Math.abs(other.y - y) < CLEAR) return false
    return true
  }
}

const NOBODY: readonly Place[] = []
const cellOf = (at: number): number => Math.floor(at / CLEAR)
/** Two cells far apart may share a key: what is in them is looked at anyway. */
const keyOf = (column: number, row: number): number => column * 65_536 + row
