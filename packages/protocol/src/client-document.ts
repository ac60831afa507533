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
//
// What the server says may be large: it is taken in parts. Nothing of it is seen until all of it is done, and what is proposed
// between two parts is pending like the rest. One message is taken after the other.
import {
  applyDiff,
  applyInParts,
  type Diff,
  DiffConflict,
  type InParts,
  type Operation,
  type TopologyDocument,
} from '@etherloom/topology'
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
  private readonly ready: (document: TopologyDocument) => InParts<void>

  /**
   * `seen` is the welcome's: a reloaded page goes on counting where its former life stopped. `ready` is done with each document
   * that is about to be shown.
   */
  constructor(
    document: TopologyDocument,
    rev: number,
    seen: number,
    ready: (document: TopologyDocument) => InParts<void> = function* () {},
  ) {
    this.document = document
    this.base = document
    this.rev = rev
    this.lastSeq = seen
    this.ready = ready
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
  *onAck(seq: number, rev: number, diff: Diff | null): InParts<void> {
    const acked = this.pending.find((entry) => entry.seq === seq)
    if (acked === undefined) throw new OutOfStep(`Revision ${rev} acknowledges operation ${seq}, which is unknown here`)
    const others = (entry: PendingOperation): boolean => entry !== acked
    // The usual case: what was the only thing pending is now at the top of the base, and the picture is the same.
    if (diff === null && acked.kind === 'op' && !this.pending.some(others) && this.document !== this.base) {
      demandNext(this.rev, rev)
      this.rev = rev
      this.base = this.document
      this.pending = []
      return
    }
    const done = diff ?? (acked.kind === 'op' ? rebaseDiff(this.base, acked.operation.diff) : null)
    if (done === null) throw new OutOfStep(`Revision ${rev} is an ${acked.kind} that does not say what it did`)
    const base = yield* advanced(this.base, this.rev, { rev, diff: done })
    if (acked !== this.pending[0] || diff !== null) return yield* this.rebase(base, rev, others)
    // The picture is the same here too.
    this.base = base
    this.rev = rev
    this.pending = this.pending.filter(others)
  }

  /** Somebody else's operation, or one of this client's own consoles'. */
  *onForeign(rev: number, diff: Diff): InParts<void> {
    const base = yield* advanced(this.base, this.rev, { rev, diff })
    yield* this.rebase(base, rev, () => true)
  }

  /** The server will not do it: it disappears from the picture. */
  onRefused(seq: number): InParts<void> {
    return this.rebase(this.base, this.rev, (entry) => entry.seq !== seq)
  }

  /** After a reconnection: what happened meanwhile goes under what is still pending. Send `pending` again. */
  *onResumed(ops: readonly { rev: number; diff: Diff }[], seen: number): InParts<void> {
    let [base, rev] = [this.base, this.rev]
    for (const op of ops) {
      base = yield* advanced(base, rev, op)
      rev = op.rev
    }
    yield* this.rebase(base, rev, this.undecided(seen))
  }

  /** After a reconnection that needed the whole document. Send `pending` again. */
  onWelcome(document: TopologyDocument, rev: number, seen: number): InParts<void> {
    return this.rebase(document, rev, this.undecided(seen))
  }

  private undecided(seen: number): (entry: PendingOperation) => boolean {
    this.lastSeq = Math.max(this.lastSeq, seen)
    return (entry) => entry.seq > seen
  }

  private *rebase(base: TopologyDocument, rev: number, isPending: (entry: PendingOperation) => boolean): InParts<void> {
    let document = base
    let replayed = 0
    let pending = this.pending.filter(isPending)
    do {
      for (; replayed < pending.length; replayed++) document = yield* replay(document, pending[replayed])
      yield* this.ready(document)
      pending = this.pending.filter(isPending)
    } while (replayed < pending.length)
    this.base = base
    this.rev = rev
    this.pending = pending
    this.document = document
  }
}

function demandNext(now: number, rev: number): void {
  if (rev !== now + 1) throw new OutOfStep(`Revision ${rev} came after ${now}`)
}

function* advanced(
  base: TopologyDocument,
  now: number,
  { rev, diff }: { rev: number; diff: Diff },
): InParts<TopologyDocument> {
  demandNext(now, rev)
  const after = yield* fitting(base, diff)
  if (after === null) throw new OutOfStep(`Revision ${rev} does not fit the document here`)
  return after
}

function* replay(document: TopologyDocument, entry: PendingOperation): InParts<TopologyDocument> {
  if (entry.kind !== 'op') return document
  return (yield* fitting(document, rebaseDiff(document, entry.operation.diff))) ?? document
}

function* fitting(document: TopologyDocument, diff: Diff): InParts<TopologyDocument | null> {
  try {
    return yield* applyInParts(document, diff)
  } catch (error) {
    if (error instanceof DiffConflict) return null
    throw error
  }
}
