// Values in a row, each as near as can be to where it would like to be, in their order and at least so far from each other:
// the least sum of squares, found by pooling neighbors that are in each other's way (isotonic regression).

/** `wishes` and the result are in order; `gaps[i]` is the least distance from i to i + 1. */
export function spread(wishes: readonly number[], gaps: readonly number[]): number[] {
  // With the gaps taken out, the order is all that is left to keep.
  const offsets: number[] = [0]
  for (let i = 1; i < wishes.length; i++) offsets.push(offsets[i - 1] + gaps[i - 1])
  const pools: { sum: number; count: number }[] = []
  for (let i = 0; i < wishes.length; i++) {
    let pool = { sum: wishes[i] - offsets[i], count: 1 }
    for (let last = pools.at(-1); last && last.sum / last.count >= pool.sum / pool.count; last = pools.at(-1)) {
      pools.pop()
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count }
    }
    pools.push(pool)
  }
  const result: number[] = []
  for (const { sum, count } of pools) for (let k = 0; k < count; k++) result.push(sum / count + offsets[result.length])
  return result
}
