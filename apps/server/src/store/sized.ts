export interface Sized {
  readonly size: number
}

/** How many of them, from the first on, come to so much; the one that makes it more is the last. */
export function countWithin(rows: readonly Sized[], most: number): number {
  let size = 0
  const last = rows.findIndex((row) => (size += row.size) > most)
  return last < 0 ? rows.length : last + 1
}
