// What happened in the present run, or the last one: numbered and dated for everybody, and kept for who comes later.
import { type EventKind, type EventSeverity, type KernelEvent, MAX_EVENTS, type RunEvent } from '@etherloom/protocol'
import type { RecordId } from '@etherloom/topology'

export class EventBook {
  private readonly wallMs: () => number
  private readonly tell: (events: RunEvent[], fresh: boolean) => void
  private kept: RunEvent[] = []
  private lastId = 0
  /** Experiment time as far as the room knows, for what the kernel does not tell of. */
  ns = 0

  constructor(wallMs: () => number, tell: (events: RunEvent[], fresh: boolean) => void) {
    this.wallMs = wallMs
    this.tell = tell
  }

  get events(): RunEvent[] {
    return this.kept.slice(-MAX_EVENTS)
  }

  /** Another run begins; what was, is forgotten. */
  begin(text: string): void {
    this.kept = []
    this.lastId = 0
    this.ns = 0
    this.append([{ ns: 0, kind: 'run', severity: 'info', record: null, text }], true)
  }

  note(kind: EventKind, severity: EventSeverity, record: RecordId | null, text: string): void {
    this.append([{ ns: this.ns, kind, severity, record, text }], false)
  }

  add(events: readonly KernelEvent[]): void {
    this.append(events, false)
  }

  private append(events: readonly KernelEvent[], fresh: boolean): void {
    const wallMs = this.wallMs()
    const numbered = events.map((event) => ({ ...event, id: ++this.lastId, wallMs }))
    this.kept.push(...numbered)
    // Cut rarely: see recent.ts.
    if (this.kept.length >= 2 * MAX_EVENTS) this.kept = this.kept.slice(-MAX_EVENTS)
    this.tell(numbered, fresh)
  }
}
