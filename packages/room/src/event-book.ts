// What happened in the present run, or the last one: numbered and dated for everybody, and kept for who comes later.
import { type EventKind, type EventSeverity, type KernelEvent, MAX_EVENTS, type RunEvent } from '@etherloom/protocol'
import type { RecordId } from '@etherloom/topology'

/** Experiment time between two events of one kind about one thing that goes on. */
const AT_TIMES_NS = 10e9

export class EventBook {
  private readonly wallMs: () => number
  private readonly tell: (events: RunEvent[], fresh: boolean) => void
  private kept: RunEvent[] = []
  private lastId = 0
  private readonly notedAt = new WeakMap<object, number>()
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

  /** A warning about something that goes on: not each time, but at times. */
  noteAtTimes(about: object, kind: EventKind, text: string): void {
    const last = this.notedAt.get(about)
    if (last !== undefined && this.ns >= last && this.ns - last < AT_TIMES_NS) return
    this.notedAt.set(about, this.ns)
    this.note(kind, 'warning', null, text)
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
