// One client's undo and redo stacks. An entry is the operation as it was applied; undoing applies its inverse, redoing
// applies it again. Stacks belong to the client's id, not to a connection, and hold only what that client did: undo never
// takes back another person's work.
import type { Operation } from '@etherloom/topology'

export class History {
  private readonly depth: number
  private readonly done: Operation[] = []
  private readonly undone: Operation[] = []

  constructor(depth: number) {
    this.depth = depth
  }

  /** Something new was done: what had been undone can no longer be redone. */
  record(operation: Operation): void {
    this.undone.length = 0
    this.push(operation)
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
    if (operation !== undefined) this.push(operation)
  }

  /** It can never be taken back or done again: somebody overtook it. */
  forget(kind: 'undo' | 'redo'): void {
    if (kind === 'undo') this.done.pop()
    else this.undone.pop()
  }

  private push(operation: Operation): void {
    this.done.push(operation)
    if (this.done.length > this.depth) this.done.shift()
  }
}
