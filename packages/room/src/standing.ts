// How a run stands, as everybody is told: its state and clock, the nodes that were stopped, ports that are blocked, and what the host denied. Told when
// it changes, and to who joins later all at once (room.ts).
import type { RunState } from '@etherloom/experiment/port'
import type { RunInfo, ServerMessage } from '@etherloom/protocol'
import type { IfaceId, NodeId, RecordId } from '@etherloom/topology'
import type { EventBook } from './event-book.ts'

interface Awaited {
  readonly holds: (info: RunInfo) => boolean
  readonly resolve: (info: RunInfo) => void
}

export class Standing {
  info: RunInfo = { state: 'stopped', clock: 'virtual', scale: 1, coarse: false, ns: 0, message: null }
  /** By record: why it is not as drawn. */
  faults: { [record: string]: string } = {}
  stopped: NodeId[] = []
  blocked: IfaceId[] = []
  private readonly tell: (message: ServerMessage) => void
  private readonly book: EventBook
  private awaited: Awaited[] = []

  constructor(tell: (message: ServerMessage) => void, book: EventBook) {
    this.tell = tell
    this.book = book
  }

  change(change: Partial<RunInfo>): void {
    const before = this.info
    const info = { ...before, ...change }
    this.info = info
    const changed = (Object.keys(info) as (keyof RunInfo)[]).some((field) => info[field] !== before[field])
    if (changed) this.tell({ type: 'run', run: info })
    const due = this.awaited.filter(({ holds }) => isOver(info) || holds(info))
    this.awaited = this.awaited.filter((each) => !due.includes(each))
    for (const { resolve } of due) resolve(info)
  }

  /** The kernel says how it stands. */
  reached(state: RunState, ns: number): void {
    const before = this.info.state
    this.change({ state, ns, message: null })
    this.book.ns = ns
    if (state === 'paused' && before === 'running') this.book.note('run', 'info', null, 'paused')
    if (state === 'running' && before === 'paused') this.book.note('run', 'info', null, 'goes on')
  }

  /** Resolves when `holds` does, or when the run is over. */
  when(holds: (info: RunInfo) => boolean): Promise<RunInfo> {
    if (holds(this.info) || isOver(this.info)) return Promise.resolve(this.info)
    return new Promise((resolve) => this.awaited.push({ holds, resolve }))
  }

  setStopped(stopped: NodeId[]): void {
    const same = stopped.length === 0 && this.stopped.length === 0
    this.stopped = stopped
    if (!same) this.tell({ type: 'nodes', stopped })
  }

  setBlocked(ports: IfaceId[]): void {
    const same = ports.length === 0 && this.blocked.length === 0
    this.blocked = ports
    if (!same) this.tell({ type: 'blocked', ports })
  }

  setFaults(faults: { [record: string]: string }): void {
    const same = Object.keys(faults).length === 0 && Object.keys(this.faults).length === 0
    for (const [record, text] of Object.entries(faults))
      if (this.faults[record] !== text) this.book.note('fault', 'warning', record as RecordId, text)
    this.faults = faults
    if (!same) this.tell({ type: 'faults', faults })
  }
}

const isOver = ({ state }: RunInfo) => state === 'stopped' || state === 'panicked'
