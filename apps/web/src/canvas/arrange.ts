// Where nodes come to stand: in a line, evenly, on the grid. Pure: from places to the places that change.
import type { NodeId } from '@etherloom/topology'
import type { Place } from '../stores/drawing.ts'

export type Places = ReadonlyMap<NodeId, Place>

/** The dots of the canvas. */
export const GRID = 24

export type Side = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom'
export type Axis = 'x' | 'y'

const axisOf = (side: Side): Axis => (side === 'left' || side === 'center' || side === 'right' ? 'x' : 'y')

/** In one line, through the outermost or through the middle. */
export function align(places: Places, side: Side): Places {
  const axis = axisOf(side)
  const all = [...places.values()].map((place) => place[axis])
  const least = Math.min(...all)
  const most = Math.max(...all)
  const at =
    side === 'left' || side === 'top' ? least : side === 'right' || side === 'bottom' ? most : (least + most) / 2
  return put(places, (place) => ({ ...place, [axis]: at }))
}

/** As far from each other, between the outermost two, in the order they are in. */
export function distribute(places: Places, axis: Axis): Places {
  const inOrder = [...places].sort((a, b) => a[1][axis] - b[1][axis])
  const first = inOrder[0]![1][axis]
  const step = (inOrder.at(-1)![1][axis] - first) / Math.max(1, inOrder.length - 1)
  return changed(
    places,
    new Map(inOrder.map(([id, place], i) => [id, { ...place, [axis]: Math.round(first + i * step) }])),
  )
}

export const onGrid = (at: number): number => Math.round(at / GRID) * GRID || 0

export const snap = (places: Places): Places => put(places, ({ x, y }) => ({ x: onGrid(x), y: onGrid(y) }))

export const shift = (places: Places, dx: number, dy: number): Places =>
  put(places, ({ x, y }) => ({ x: x + dx, y: y + dy }))

function put(places: Places, where: (place: Place) => Place): Places {
  const next = new Map<NodeId, Place>()
  for (const [id, place] of places) {
    const { x, y } = where(place)
    next.set(id, { x: Math.round(x), y: Math.round(y) })
  }
  return changed(places, next)
}

/** Those that are elsewhere than they were. */
function changed(before: Places, after: Places): Places {
  return new Map([...after].filter(([id, { x, y }]) => before.get(id)?.x !== x || before.get(id)?.y !== y))
}
