// A long message is read in a worker and handed over in pieces: at once it would be felt. What is long in one are lists and maps
// of records; the message comes without the entries of those, and they follow.

type Key = string | number
export interface Piece {
  /** Which list or map of the message. */
  readonly path: readonly Key[]
  readonly entries: readonly (readonly [Key, unknown])[]
}
interface Cut {
  readonly message: unknown
  readonly pieces: readonly Piece[]
}

const PIECE = 1000
/** `ops`, one of them, `diff`, `added`: nothing long lies deeper. */
const DEEPEST = 4

export function cutUp(message: unknown): Cut {
  const pieces: Piece[] = []
  const shortened = (value: unknown, path: readonly Key[]): unknown => {
    if (typeof value !== 'object' || value === null || path.length > DEEPEST) return value
    const entries = Object.entries(value)
    if (entries.length > PIECE) {
      for (let at = 0; at < entries.length; at += PIECE) pieces.push({ path, entries: entries.slice(at, at + PIECE) })
      return Array.isArray(value) ? [] : {}
    }
    const kept = entries.map(([key, each]) => [key, shortened(each, [...path, key])] as const)
    return Array.isArray(value) ? kept.map(([, each]) => each) : Object.fromEntries(kept)
  }
  return { message: shortened(message, []), pieces }
}

/** Puts a piece where it was cut out. */
export function putBack(message: unknown, { path, entries }: Piece): void {
  const target = path.reduce((at, key) => (at as Record<Key, unknown>)[key], message) as Record<Key, unknown>
  for (const [key, value] of entries) target[key] = value
}
