// The last committed operations, so that a client that was away for a moment is told what it missed without asking the disk.
import { sizeOfDiff } from '@etherloom/topology'
import type { Journal, LoggedOperation } from './journal.ts'

const KEPT = 1000
/** Records that they may speak of together: beyond, the whole document is no longer. */
const KEPT_RECORDS = 10_000
/** A client that missed more than this is better served with the whole document. */
const MAX_RESUME = 1000

export class Recent {
  private readonly journal: Journal
  /** Contiguous, ending at the committed revision. */
  private operations: LoggedOperation[] = []
  private size = 0

  constructor(journal: Journal) {
    this.journal = journal
  }

  push(operation: LoggedOperation): void {
    this.operations.push(operation)
    this.size += sizeOfDiff(operation.diff)
    while (this.size > KEPT_RECORDS) this.size -= sizeOfDiff(this.operations.shift()!.diff)
    // Cut rarely and by half: shifting one at a time would move the whole array for each operation.
    if (this.operations.length < 2 * KEPT) return
    this.operations = this.operations.slice(-KEPT)
    this.size = this.operations.reduce((sum, { diff }) => sum + sizeOfDiff(diff), 0)
  }

  /** Operations after `rev` up to the committed one, or null when the whole document must be sent. */
  since(rev: number, committed: number): LoggedOperation[] | null {
    if (rev > committed || committed - rev > MAX_RESUME) return null
    const first = this.operations[0]?.rev ?? committed + 1
    if (rev + 1 >= first) return this.operations.slice(rev + 1 - first)
    const read = this.journal.since(rev)
    return read?.length === committed - rev ? read : null
  }
}
