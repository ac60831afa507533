// What a room needs from a disk, in terms of operations. The room calls `append` and goes on; what it tells clients waits for
// `committed`. apps/server implements it on SQLite, tests in memory (testing.ts).
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
