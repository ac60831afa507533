// What a room needs from a disk, in terms of operations. The room calls `append` and goes on; what it tells clients waits for
// `committed`. apps/server implements it on SQLite; tests and a browser tab in memory.
import type { Diff, TopologyDocument } from '@etherloom/topology'

export interface LoggedOperation {
  rev: number
  client: string
  /** What its author was called then; empty for nobody in particular. */
  author: string
  /** The client's own number for it; null for what it did through a console or the REST interface. */
  seq: number | null
  kind: 'op' | 'undo' | 'redo'
  label: string
  diff: Diff
}

export interface Journal {
  /**
   * Called in order of revision. Exactly one of the two is called later, in the same order, never from inside `append`.
   * `document` is what the operation made, for a journal that keeps snapshots.
   */
  append(operation: LoggedOperation, document: TopologyDocument, outcome: AppendOutcome): void
  /** Committed operations after `rev`, oldest first; null when they are no longer held, or are too many to be read at once. */
  since(rev: number): LoggedOperation[] | null
  /** The last operations of this client, `limit` at most, oldest first: its undo stacks are made from them. */
  ofClient(client: string, limit: number): LoggedOperation[]
}

export interface AppendOutcome {
  committed(): void
  failed(error: Error): void
}

/** A journal that forgets with the process: for tests, and for a lab that lives in a browser tab. */
export class MemoryJournal implements Journal {
  readonly operations: LoggedOperation[]
  private readonly waiting: { operation: LoggedOperation; outcome: AppendOutcome }[] = []
  private readonly schedule: (task: () => void) => void

  /** `schedule` runs a task later: `queueMicrotask`, or a test's own list of what is still to happen. */
  constructor(schedule: (task: () => void) => void, operations: readonly LoggedOperation[] = []) {
    this.operations = [...operations]
    this.schedule = schedule
  }

  append(operation: LoggedOperation, _document: TopologyDocument, outcome: AppendOutcome): void {
    this.waiting.push({ operation, outcome })
    if (this.waiting.length === 1) this.schedule(() => this.commit())
  }

  since(rev: number): LoggedOperation[] {
    return this.operations.filter((operation) => operation.rev > rev)
  }

  ofClient(client: string, limit: number): LoggedOperation[] {
    return this.operations.filter((operation) => operation.client === client).slice(-limit)
  }

  private commit(): void {
    const batch = this.waiting.splice(0)
    for (const { operation } of batch) this.operations.push(operation)
    for (const { outcome } of batch) outcome.committed()
  }
}
