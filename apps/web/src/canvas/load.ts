// How busy a direction looks. Colour says how much of its limit it uses, or how it stands beside the others; width how many
// bits pass, on a log scale, so that a ping and a gigabit are both visible on one canvas.
import type { InkName } from './ink.ts'

export const IDLE_WIDTH = 1.5

export function loadWidth(bps: number): number {
  return bps <= 0 ? IDLE_WIDTH : IDLE_WIDTH + 0.5 + Math.min(3.5, Math.log10(1 + bps / 1000) * 0.6)
}

/** Nobody is busy with less: a lab with a lone ping in it is not in full flow. */
const BUSY_BPS = 1_000_000

/**
 * With a limit the colour says how much of it is used. With none (0) there is nothing to be full of: paler or stronger, beside
 * the busiest direction of the lab.
 */
export function loadInk(bps: number, limit: number, busiest: number): InkName {
  if (bps <= 0) return 'wire'
  if (limit <= 0) {
    const share = bps / Math.max(busiest, BUSY_BPS)
    return share < 0.1 ? 'flow-1' : share < 0.5 ? 'flow-2' : 'flow-3'
  }
  const use = bps / limit
  return use < 0.4 ? 'load-1' : use < 0.7 ? 'load-2' : use < 0.9 ? 'load-3' : 'load-4'
}
