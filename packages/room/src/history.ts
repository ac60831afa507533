// One client's undo and redo stacks. An entry is the operation as it was applied; undoing applies its inverse, redoing
// applies it again. Stacks belong to the client's id, not to a connection, and hold only what that client did: undo never
// takes back another person's work.
//
// Memory is bounded twice: by the number of operations, and by the records they speak of together, since one may paste
// thousands. The oldest goes first; the last can always be undone.
import { UNDO_DEPTH, UNDO_RECORDS } from '@etherloom/protocol'
import { type Diff, invertDiff, type Operation, sameDiff, sizeOfDiff } from '@etherloom/topology'

const LIMITS = { operations: UNDO_DEPTH, records: UNDO_RECORDS }

export class History {
  private readonly limits: typeof LIMITS
  private readonly done: Operation[] = []
  private readonly undone: Operation[] = []
  /** Records that all of it speaks of. */
  private size = 0

  constructor(limits = LIMITS) {
    this.limits = limits
  }

  /** Something new was done: what had been undone can no longer be redone. */
  record(operation: Operation): void {
    this.drop(this.undone.splice(0))
    this.done.push(operation)
    this.size += sizeOfDiff(operation.diff)
    const { operations, records } = this.limits
    while (this.done.length > operations || (this.size > records && this.done.length > 1))
      this.drop(this.done.splice(0, 1))
  }

  /** What undo would take back, or null. */
  get undo(): Operation | null {
    return this.done.at(-1) ?? null
  }

  get redo(): Operation | null {
    return this.undone.at(-1) ?? null
  }

  movedBack(): void {
    const operation = this.done.pop()
    if (operation !== undefined) this.undone.push(operation)
  }

  movedForward(): void {
    const operation = this.undone.pop()
    if (operation !== undefined) this.done.push(operation)
  }

  /** It can never be taken back or done again: somebody overtook it. */
  forget(kind: 'undo' | 'redo'): void {
    this.drop((kind === 'undo' ? this.done : this.undone).splice(-1))
  }

  /** An undo or redo that was done once, as the journal tells it. It does not tell what was forgotten before: that lies above. */
  repeat(kind: 'undo' | 'redo', diff: Diff): void {
    const stack = kind === 'undo' ? this.done : this.undone
    const meant = kind === 'undo' ? invertDiff(diff) : diff
    const at = stack.findLastIndex((operation) => sameDiff(operation.diff, meant))
    if (at < 0) return
    this.drop(stack.splice(at + 1))
    if (kind === 'undo') this.movedBack()
    else this.movedForward()
  }

  private drop(operations: readonly Operation[]): void {
    for (const { diff } of operations) this.size -= sizeOfDiff(diff)
  }
}
