interface Size {
  readonly width: number
  readonly height: number
}
interface Spot {
  readonly x: number
  readonly y: number
}
type Box = Spot & Size

const GAP = 16
const EDGE = 8
/** So near to what is looked at a card does not come, if it can be helped. */
const CLEAR = 6

/**
 * Beside what it is about: right of it and a little below, else left, above, or where the least of what is looked at (`seen`,
 * points along it) is under it; never over the edge.
 */
export function placeBeside(about: Box, card: Size, room: Size, seen: readonly Spot[] = []): Spot {
  const along = (at: number, thing: number, size: number, most: number): readonly number[] => [
    at + thing + GAP,
    at - GAP - size,
    at + (thing - size) / 2,
    EDGE,
    most - EDGE - size,
  ]
  let best: Spot = { x: EDGE, y: EDGE }
  let least = Number.POSITIVE_INFINITY
  for (const top of along(about.y, about.height, card.height, room.height))
    for (const left of along(about.x, about.width, card.width, room.width)) {
      const x = within(left, card.width, room.width)
      const y = within(top, card.height, room.height)
      const covered = seen.filter((spot) => isUnder(spot, { x, y, ...card })).length
      const cost = covered * 10 + (x === left && y === top ? 0 : 1)
      if (cost >= least) continue
      least = cost
      best = { x, y }
    }
  return best
}

const within = (wanted: number, size: number, room: number): number =>
  Math.max(EDGE, Math.min(wanted, room - EDGE - size))

const isUnder = (spot: Spot, { x, y, width, height }: Box): boolean =>
  spot.x > x - CLEAR && spot.x < x + width + CLEAR && spot.y > y - CLEAR && spot.y < y + height + CLEAR
