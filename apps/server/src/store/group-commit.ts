// One transaction per turn of the event loop: whatever is written in a turn shares one fsync, and is acknowledged after it.
//
//   turn    write, write, write ──► (end of turn) COMMIT ──► committed, committed, committed
//
// A statement that fails takes the whole turn with it: nothing of it was acknowledged, so nothing is lost that anybody was
// told about. What is written until the writers have heard of it fails too: it may rest on what was lost, and must not be on
// disk without it.
import type { Database } from './database.ts'

export interface Outcome {
  committed(): void
  failed(error: Error): void
}

export class GroupCommit {
  private readonly db: Database
  private readonly onCommitted: () => void
  private waiting: Outcome[] = []
  private open = false
  /** Why what is written now is lost, until those who wrote have been told. */
  private failing: Error | null = null

  constructor(db: Database, onCommitted: () => void) {
    this.db = db
    this.onCommitted = onCommitted
  }

  /** Runs `statements` in this turn's transaction. The outcome is told later, never from inside. */
  write(statements: () => void, outcome: Outcome): void {
    this.waiting.push(outcome)
    if (this.failing !== null) return
    try {
      this.begin()
      statements()
    } catch (error) {
      this.abandon(error)
    }
  }

  /** Commits now what this turn has written. */
  flush(): void {
    if (!this.open) return
    this.open = false
    try {
      this.db.exec('COMMIT')
    } catch (error) {
      this.abandon(error)
      return
    }
    this.onCommitted()
    for (const outcome of this.waiting.splice(0)) outcome.committed()
  }

  private begin(): void {
    if (this.open) return
    this.db.exec('BEGIN IMMEDIATE')
    this.open = true
    setImmediate(() => this.flush())
  }

  private abandon(reason: unknown): void {
    this.open = false
    try {
      this.db.exec('ROLLBACK')
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full.
    }
    const error = reason instanceof Error ? reason : new Error(String(reason))
    this.failing = error
    setImmediate(() => {
      this.failing = null
      for (const outcome of this.waiting.splice(0)) outcome.failed(error)
    })
  }
}
