// How long a frame flies: a constant delay, and around it jitter of one of three shapes.
import type { Random } from '@etherloom/kern'

export type JitterDistribution = 'uniform' | 'normal' | 'pareto'

/** Shape of the Pareto distribution; tc-netem's table has the same. Mean and variance exist, and its tail is long. */
const PARETO_SHAPE = 3

/**
 * One frame's delay in whole nanoseconds, never negative.
 * uniform: between `delayNs` − `jitterNs` and + `jitterNs`. normal: that is the standard deviation. pareto: never less than
 * `delayNs`, and more by a Lomax variable of scale `jitterNs` and shape 3: half of it in the mean, rarely very much.
 */
export function drawDelay(random: Random, delayNs: number, jitterNs: number, shape: JitterDistribution): number {
  let stray: number
  if (shape === 'uniform') stray = 2 * random.float() - 1
  else if (shape === 'normal') stray = gaussian(random)
  else stray = (1 - random.float()) ** (-1 / PARETO_SHAPE) - 1
  return Math.max(0, Math.round(delayNs + jitterNs * stray))
}

/** The least that `drawDelay` can answer. */
export function leastDelay(delayNs: number, jitterNs: number, shape: JitterDistribution): number {
  if (jitterNs === 0 || shape === 'pareto') return delayNs
  return shape === 'uniform' ? Math.max(0, Math.round(delayNs - jitterNs)) : 0
}

/** Box–Muller; one of the two values it makes is enough. */
function gaussian(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.float()))
  return radius * Math.cos(2 * Math.PI * random.float())
}
