// SQLite's write-ahead log, folded into the database a while after something was written, in a turn of its own. SQLite itself would
// do it within a commit, which then waits for the disk about twice as long; an edit is not acknowledged meanwhile, nor anybody
// else answered.
import type { Database } from './database.ts'

const FOLD_MS = 1000

export class LogFolder {
  private readonly db: Database
  private timer: NodeJS.Timeout | undefined

  constructor(db: Database) {
    this.db = db
    db.pragma('wal_autocheckpoint = 0')
  }

  /** Something was committed. */
  soon(): void {
    this.timer ??= setTimeout(() => this.fold(), FOLD_MS).unref()
  }

  /** Closing the database folds what is left. */
  close(): void {
    clearTimeout(this.timer)
  }

  private fold(): void {
    this.timer = undefined
    try {
      this.db.pragma('wal_checkpoint(PASSIVE)')
    } catch {
      // In the middle of a transaction, or the disk is full, which the next commit will say.
      this.soon()
    }
  }
}
