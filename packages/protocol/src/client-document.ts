// The browser's copy of a lab's document, free of any framework.
//
//   base        what the server has on disk, at `rev`
//   pending     what this client did and the server has not yet decided, in order
//   document    base with pending applied: what the person sees
//
// An operation is shown at once and sent. When somebody else's revision arrives it goes *under* the pending operations: they
// are taken back, the foreign one is applied to the base, they are replayed. A pending operation that no longer fits (its
// node is gone) is left out of the picture; the server will refuse it. Documents are immutable, so taking back is keeping
// the base, and views compare what they have shown with `document`.
//
// Undo and redo are asked for, not shown: which operation they touch is the server's knowledge.
//
// The room takes each seq once and in growing order. So between `hello` and the greeting (`welcome` or `resumed`) nothing is
// sent: what is done meanwhile waits in `pending`, and all of `pending` is sent, in order, once greeted.
import { applyDiff, type Diff, DiffConflict, type Operation, type TopologyDocument } from '@etherloom/topology'
import { rebaseDiff } from './rebase.ts'

export type PendingOperation =
  | { readonly kind: 'op'; readonly seq: number; readonly operation: Operation }
  | { readonly kind: 'undo' | 'redo'; readonly seq: number }

/** What arrived does not follow what is here: connect again, with `rev` null. */
export class OutOfStep extends Error {}

export class ClientDocument {
  document: TopologyDocument
  rev: number
  pending: readonly PendingOperation[] = []
  private base: TopologyDocument
  private lastSeq: number

  /** `seen` is the welcome's: a reloaded page goes on counting where its former life stopped. */
  constructor(document: TopologyDocument, rev: number, seen: number) {
    this.document = document
    this.base = document
    this.rev = rev
    this.lastSeq = seen
  }

  /**
   * Shows the operation at once; send it with the seq returned. Throws `DiffConflict` when it was not made from `document`.
   * `after` is `document` with the operation done, for who has that already.
   */
  propose(operation: Operation, after = applyDiff(this.document, operation.diff)): { seq: number } {
    this.document = after
    const seq = ++this.lastSeq
    this.pending = [...this.pending, { kind: 'op', seq, operation }]
    return { seq }
  }

  /** Send `undo` or `redo` with the seq returned. */
  ask(kind: 'undo' | 'redo'): number {
    const seq = ++this.lastSeq
    this.pending = [...this.pending, { kind, seq }]
    return seq
  }

  /** The server has this client's operation on disk as `rev`; `diff` is what an undo or redo did, null for an operation. */
  onAck(seq: number, rev: number, diff: Diff | null): void {
    const acked = this.pending.find((entry) => entry.seq === seq)
    if (acked === undefined) throw new OutOfStep(`Revision ${rev} acknowledges operation ${seq}, which is unknown here`)
    const rest = this.pending.filter((entry) => entry !== acked)
    // The usual case: what was the only thing pending is now at the top of the base, and the picture is the same.
    if (diff === null && acked.kind === 'op' && rest.length === 0 && this.document !== this.base) {
      this.demandNext(rev)
      this.rev = rev
      this.base = this.document
      this.pending = rest
      return
    }
    const done = diff ?? (acked.kind === 'op' ? rebaseDiff(this.base, acked.operation.diff) : null)
    if (done === null) throw new OutOfStep(`Revision ${rev} is an ${acked.kind} that does not say what it did`)
    const base = this.advance(rev, done)
    if (acked !== this.pending[0] || diff !== null) return this.rebase(base, rest)
    // The picture is the same here too.
    this.base = base
    this.pending = rest
  }

  /** Somebody else's operation, or one of this client's own consoles'. */
  onForeign(rev: number, diff: Diff): void {
    return this.rebase(this.advance(rev, diff), this.pending)
  }

  /** The server will not do it: it disappears from the picture. */
  onRefused(seq: number): void {
    return this.rebase(
      this.base,
      this.pending.filter((entry) => entry.seq !== seq),
    )
  }

  /** After a reconnection: what happened meanwhile goes under what is still pending. Send `pending` again. */
  onResumed(ops: readonly { rev: number; diff: Diff }[], seen: number): void {
    let base = this.base
    for (const { rev, diff } of ops) {
      base = this.advance(rev, diff)
      this.base = base
    }
    return this.rebase(base, this.undecided(seen))
  }

  /** After a reconnection that needed the whole document. Send `pending` again. */
  onWelcome(document: TopologyDocument, rev: number, seen: number): void {
    this.rev = rev
    return this.rebase(document, this.undecided(seen))
  }

  private undecided(seen: number): readonly PendingOperation[] {
    this.lastSeq = Math.max(this.lastSeq, seen)
    return this.pending.filter((entry) => entry.seq > seen)
  }

  private advance(rev: number, diff: Diff): TopologyDocument {
    this.demandNext(rev)
    const base = fitting(this.base, diff)
    if (base === null) throw new OutOfStep(`Revision ${rev} does not fit the document here`)
    this.rev = rev
    return base
  }

  private demandNext(rev: number): void {
    if (rev !== this.rev + 1) throw new OutOfStep(`Revision ${rev} came after ${this.rev}`)
  }

  private rebase(base: TopologyDocument, pending: readonly PendingOperation[]): void {
    this.base = base
    this.pending = pending
    this.document = pending.reduce(replay, base)
  }
}

function replay(document: TopologyDocument, entry: PendingOperation): TopologyDocument {
  if (entry.kind !== 'op') return document
  return fitting(document, rebaseDiff(document, entry.operation.diff)) ?? document
}

function fitting(document: TopologyDocument, diff: Diff): TopologyDocument | null {
  try {
    return applyDiff(document, diff)
  } catch (error) {
    if (error instanceof DiffConflict) return null
    throw error
  }
}
