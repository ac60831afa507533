export interface Size {
  readonly width: number
  readonly height: number
}
export interface Spot {
  readonly x: number
  readonly y: number
}
export type Box = Spot & Size

const GAP = 16
export const EDGE = 8
/** So near to what is looked at a card does not come, if it can be helped. */
const CLEAR = 6

/**
 * Beside what it is about: right of it and a little below, else left, above, or where the least of what is looked at (`seen`,
 * points along it) is under it; never over the edge. Not over the one of them that comes first, unless there is no other place.
 */
export function placeBeside(about: Box, card: Size, room: Box, seen: readonly Spot[] = []): Spot & { covers: boolean } {
  const along = (at: number, thing: number, size: number, least: number, most: number): readonly number[] => [
    at + thing + GAP,
    at - GAP - size,
    at + (thing - size) / 2,
    least + EDGE,
    least + most - EDGE - size,
  ]
  let best = { x: room.x + EDGE, y: room.y + EDGE, covers: true }
  let least = Number.POSITIVE_INFINITY
  for (const top of along(about.y, about.height, card.height, room.y, room.height))
    for (const left of along(about.x, about.width, card.width, room.x, room.width)) {
      const x = within(left, card.width, room.x, room.width)
      const y = within(top, card.height, room.y, room.height)
      const under = seen.map((spot) => isUnder(spot, { x, y, ...card }))
      const covered = under.filter(Boolean).length
      const covers = under[0] ?? false
      const cost = (covers ? MUCH : 0) + covered * 10 + (x === left && y === top ? 0 : 1)
      if (cost >= least) continue
      least = cost
      best = { x, y, covers }
    }
  return best
}

/** More than all else that is looked at. */
const MUCH = 1e6

const within = (wanted: number, size: number, from: number, room: number): number =>
  Math.max(from + EDGE, Math.min(wanted, from + room - EDGE - size))

const isUnder = (spot: Spot, { x, y, width, height }: Box): boolean =>
  spot.x > x - CLEAR && spot.x < x + width + CLEAR && spot.y > y - CLEAR && spot.y < y + height + CLEAR
