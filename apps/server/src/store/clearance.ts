// Labs that are gone for good, cleared away some rows at a time: a history of tens of thousands of revisions, deleted in one go,
// would hold up everybody while the disk takes it. Nobody sees them meanwhile, and what is left when the server ends goes at its
// next start.
import type { Database } from './database.ts'
import { countWithin, type Sized } from './sized.ts'

/** The time of deletion of a lab that is not in the bin any more. */
export const GONE = 0

const ROWS_AT_ONCE = 250
/** Characters of their diffs. */
const SIZE_AT_ONCE = 1_000_000
/** Others go first. */
const PAUSE_MS = 10
/** The disk may be full for a while. */
const AGAIN_MS = 60_000

export class Clearance {
  private readonly db: Database
  private readonly alone: (statements: () => void) => void
  private timer: NodeJS.Timeout | undefined
  private isClosed = false

  /** `alone`: in a transaction of its own. */
  constructor(db: Database, alone: (statements: () => void) => void) {
    this.db = db
    this.alone = alone
  }

  /** There may be something to clear away. */
  soon(ms = PAUSE_MS): void {
    if (!this.isClosed) this.timer ??= setTimeout(() => this.clear(), ms).unref()
  }

  close(): void {
    this.isClosed = true
    clearTimeout(this.timer)
  }

  private clear(): void {
    this.timer = undefined
    const lab = this.db.prepare('SELECT id FROM labs WHERE deleted = ? LIMIT 1').get(GONE) as { id: string } | undefined
    if (lab === undefined) return
    try {
      this.alone(() => this.clearSome(lab.id))
      this.soon()
    } catch {
      // Nobody waits for it, and whoever writes is told what the disk says.
      this.soon(AGAIN_MS)
    }
  }

  private clearSome(lab: string): void {
    const sizes = 'SELECT rev, LENGTH(diff) AS size FROM operations WHERE lab = ? ORDER BY rev LIMIT ?'
    const found = this.db.prepare(sizes).all(lab, ROWS_AT_ONCE) as (Sized & { rev: number })[]
    const last = found[countWithin(found, SIZE_AT_ONCE) - 1]
    if (last !== undefined) this.db.prepare('DELETE FROM operations WHERE lab = ? AND rev <= ?').run(lab, last.rev)
    else this.db.prepare('DELETE FROM labs WHERE id = ?').run(lab)
  }
}
