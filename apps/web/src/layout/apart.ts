// Pushes boxes that overlap out of each other, each pair the shorter way, until none do. What does not overlap does not move.
import type { Graph } from './graph.ts'

const MOST_ROUNDS = 120
const CELL = 160

export function pushApart(graph: Graph, out: Float64Array): void {
  for (let round = 0; round < MOST_ROUNDS; round++) if (!pushOnce(graph, out)) return
}

/** Returns whether any overlapped. */
function pushOnce(graph: Graph, out: Float64Array): boolean {
  const cells = new Map<number, number[]>()
  const keyOf = (x: number, y: number): number => Math.floor(x / CELL) * 1_000_003 + Math.floor(y / CELL)
  let overlapped = false
  for (let a = 0; a < graph.count; a++) {
    const [x, y] = [out[2 * a], out[2 * a + 1]]
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (const b of cells.get(keyOf(x + dx * CELL, y + dy * CELL)) ?? [])
          overlapped = pushPair(graph, out, a, b) || overlapped
    const key = keyOf(out[2 * a], out[2 * a + 1])
    const cell = cells.get(key)
    if (cell) cell.push(a)
    else cells.set(key, [a])
  }
  return overlapped
}

function pushPair({ sizes }: Graph, out: Float64Array, a: number, b: number): boolean {
  const dx = out[2 * a] - out[2 * b]
  const dy = out[2 * a + 1] - out[2 * b + 1]
  const overX = (sizes[2 * a] + sizes[2 * b]) / 2 - Math.abs(dx)
  const overY = (sizes[2 * a + 1] + sizes[2 * b + 1]) / 2 - Math.abs(dy)
  if (overX <= 0 || overY <= 0) return false
  // A little more than needed, or rounding would leave them touching.
  if (overX < overY) push(out, 2 * a, 2 * b, (dx < 0 ? -1 : 1) * (overX + 1))
  else push(out, 2 * a + 1, 2 * b + 1, (dy < 0 ? -1 : 1) * (overY + 1))
  return true
}

function push(out: Float64Array, a: number, b: number, by: number): void {
  out[a] += by / 2
  out[b] -= by / 2
}
