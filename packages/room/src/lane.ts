// Decisions, one after another in order of arrival. One about a large operation takes many short steps: between two of them the
// server answers others, and what arrives for the same document waits.
import type { InParts } from '@etherloom/topology'

interface Decision {
  readonly steps: InParts<void>
  readonly failed: (error: unknown) => void
}

export class Lane {
  private readonly line: Decision[] = []
  private readonly waiting: (() => void)[] = []
  private readonly breathe: (() => Promise<void>) | null
  private readonly onDrained: () => void

  /** `breathe` lets others go first; null: there are none. `onDrained` hears that nothing waits any more, when something had. */
  constructor(breathe: (() => Promise<void>) | null, onDrained: () => void) {
    this.breathe = breathe
    this.onDrained = onDrained
  }

  get empty(): boolean {
    return this.line.length === 0
  }

  /** Resolves when all that waits now, and what comes meanwhile, is decided. */
  drained(): Promise<void> {
    return this.empty ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve))
  }

  /** Decided at once when nothing is before it, and it is not large. `failed`: it threw. */
  take(steps: InParts<void>, failed: (error: unknown) => void): void {
    if (this.line.push({ steps, failed }) === 1) this.go()
  }

  /** True when all is decided. */
  private go(): boolean {
    for (let first = this.line[0]; first !== undefined; first = this.line[0]) {
      let isDecided: boolean
      try {
        isDecided = first.steps.next().done === true
      } catch (error) {
        this.line.shift()
        first.failed(error)
        continue
      }
      if (isDecided) this.line.shift()
      else if (this.breathe !== null) {
        void this.breathe().then(() => this.go() && this.onDrained())
        return false
      }
    }
    for (const resolve of this.waiting.splice(0)) resolve()
    return true
  }
}
