// What happened, on its way to people. A lab at odds with itself makes thousands of events a second (a tree that never settles, an
// interface that flaps): between two ticks so many are listed, the rest are counted.
import type { Notice } from '@etherloom/kern'
import type { EventKind, EventSeverity, KernelEvent } from '@etherloom/protocol'
import type { RecordId } from '@etherloom/topology'
import type { Up } from './port.ts'

/** Between two flushes, which are a tenth of a second apart. */
const MAX_AT_ONCE = 60

const nobody: ReadonlySet<RecordId> = new Set()

export class Events {
  private readonly now: () => number
  private readonly post: (message: Up) => void
  private unsent: KernelEvent[]
  private omitted: number
  /** Whose events are not told. */
  private muted: 'all' | ReadonlySet<RecordId>

  constructor(now: () => number, post: (message: Up) => void) {
    this.now = now
    this.post = post
    this.unsent = []
    this.omitted = 0
    this.muted = nobody
  }

  note(kind: EventKind, severity: EventSeverity, record: RecordId | null, text: string): void {
    if (this.muted === 'all' || (record !== null && this.muted.has(record))) return
    if (this.unsent.length < MAX_AT_ONCE) this.unsent.push({ ns: this.now(), kind, severity, record, text })
    else this.omitted++
  }

  notice({ kind, severity, record, text }: Notice): void {
    this.note(kind, severity, record as RecordId | null, text)
  }

  /** What `act` does to these records is told in another way, or goes without saying. */
  quietly(whose: 'all' | ReadonlySet<RecordId>, act: () => void): void {
    this.muted = whose
    try {
      act()
    } finally {
      this.muted = nobody
    }
  }

  flush(): void {
    if (this.unsent.length === 0) return
    const events = this.unsent
    if (this.omitted > 0) {
      const text = `${this.omitted} more in the same tenth of a second are not listed`
      events.push({ ns: this.now(), kind: 'more', severity: 'info', record: null, text })
    }
    this.unsent = []
    this.omitted = 0
    this.post({ type: 'events', events })
  }
}
