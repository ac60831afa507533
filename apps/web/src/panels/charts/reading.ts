// What the pointer reads off the chart: written into the names of the lines without React.
export interface Reading {
  readonly seconds: number
  /** By line. */
  readonly values: readonly number[]
}

let current: Reading | null = null
const listeners = new Set<() => void>()

/** Null: the pointer is elsewhere, and the names say what is now. */
export const reading = (): Reading | null => current

export function showReading(next: Reading | null): void {
  if (next === null && current === null) return
  current = next
  for (const listener of listeners) listener()
}

export function onReading(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
