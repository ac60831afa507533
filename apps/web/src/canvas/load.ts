// How busy a direction looks. Colour says how much of its limit it uses; width how many bits pass, on a log scale, so that
// a ping and a gigabit are both visible on one canvas.
import type { InkName } from './ink.ts'

export const IDLE_WIDTH = 1.5

export function loadWidth(bps: number): number {
  return bps <= 0 ? IDLE_WIDTH : IDLE_WIDTH + 0.5 + Math.min(3.5, Math.log10(1 + bps / 1000) * 0.6)
}

/** `limit` 0: nothing to be full of, so traffic is simply drawn as traffic. */
export function loadInk(bps: number, limit: number): InkName {
  if (bps <= 0) return 'wire'
  const use = limit > 0 ? bps / limit : 0
  return use < 0.4 ? 'load-1' : use < 0.7 ? 'load-2' : use < 0.9 ? 'load-3' : 'load-4'
}
