// Long work that can be interrupted: a generator that yields every few milliseconds, so that whoever has something else to do, does
// it between two parts. Who has not, finishes it at once.

export type InParts<T> = Generator<undefined | typeof REST, T>

/** Yielded before what is long and cannot be parted: it is done in a turn of its own. */
export const REST = 'rest'

/** Some milliseconds of whatever is done with a record. */
const RECORDS_A_PART = 250

export function* eachInParts<T>(
  items: Iterable<T>,
  visit: (item: T) => void,
  aPart: number = RECORDS_A_PART,
): InParts<void> {
  let visited = 0
  for (const item of items) {
    visit(item)
    if (++visited % aPart === 0) yield
  }
}

export function finish<T>(work: InParts<T>): T {
  for (;;) {
    const part = work.next()
    if (part.done) return part.value
  }
}
