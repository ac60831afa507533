interface Size {
  readonly width: number
  readonly height: number
}
interface Spot {
  readonly x: number
  readonly y: number
}

const GAP = 16
const EDGE = 8

/** To the right of a spot and a little below; on the other side where there is no room; never over the edge. */
export function placeBeside(at: Spot, card: Size, room: Size): Spot {
  return { x: along(at.x, card.width, room.width), y: along(at.y, card.height, room.height) }
}

function along(at: number, size: number, room: number): number {
  const after = at + GAP
  const before = at - GAP - size
  const wanted = after + size <= room - EDGE || before < EDGE ? after : before
  return Math.max(EDGE, Math.min(wanted, room - EDGE - size))
}
