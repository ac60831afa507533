// Which labs are open: a room for each lab that somebody looks at or that runs, made when first asked for and put away a
// while after nobody needs it.
import type { ExperimentPort } from '@etherloom/experiment/port'
import { CodedError, type RunInfo } from '@etherloom/protocol'
import { Room } from '@etherloom/room'
import type { LabSummary, Store } from './store/store.ts'

/** A page that is reloaded comes back sooner. */
const KEPT_MS = 30_000

export interface LabsOptions {
  store: Store
  openPort: () => ExperimentPort
  log: (text: string) => void
}

export interface ListedLab extends LabSummary {
  run: RunInfo['state']
  /** Connections that have it open. */
  clients: number
}

export class Labs {
  readonly store: Store
  private readonly options: LabsOptions
  private readonly rooms = new Map<string, Room>()
  private readonly timers = new Map<string, NodeJS.Timeout>()

  constructor(options: LabsOptions) {
    this.options = options
    this.store = options.store
  }

  /** Throws `lab/not-found` or `store/damaged`. */
  open(id: string): Room {
    const open = this.rooms.get(id)
    if (open !== undefined) return open
    const { document, rev } = this.store.load(id)
    const room: Room = new Room({
      id,
      document,
      rev,
      journal: this.store.journal(id),
      openPort: this.options.openPort,
      wallMs: Date.now,
      onFailed: (error) => {
        this.options.log(`lab ${id} could not be written and was closed: ${error.message}`)
        this.forget(id)
      },
      onIdle: () => this.putAwayLater(id, room),
    })
    this.rooms.set(id, room)
    this.putAwayLater(id, room)
    return room
  }

  /** Every lab on disk, and what happens in it now. */
  list(): ListedLab[] {
    return this.store.list().map((lab) => {
      const room = this.rooms.get(lab.id)
      return { ...lab, run: room?.run.info.state ?? 'stopped', clients: room?.size ?? 0 }
    })
  }

  /** Throws `lab/not-found`. */
  summary(id: string): LabSummary {
    const summary = this.store.find(id)
    if (summary === null) throw new CodedError('lab/not-found', `There is no lab ${id}`)
    return summary
  }

  census(): { open: number; running: number; clients: number } {
    const rooms = [...this.rooms.values()]
    return {
      open: rooms.length,
      running: rooms.filter(({ run }) => run.open).length,
      clients: rooms.reduce((sum, room) => sum + room.size, 0),
    }
  }

  /** Also one that cannot be opened. */
  async remove(id: string): Promise<void> {
    this.summary(id)
    const room = this.rooms.get(id)
    this.forget(id)
    await room?.close()
    this.store.remove(id)
  }

  /** Ends every run and connection; what was accepted is on disk when it resolves. */
  async close(): Promise<void> {
    this.store.flush()
    const rooms = [...this.rooms.entries()]
    await Promise.all(rooms.map(([, room]) => room.close()))
    for (const [id, room] of rooms) this.putAway(id, room)
  }

  private putAwayLater(id: string, room: Room): void {
    clearTimeout(this.timers.get(id))
    const timer = setTimeout(() => {
      if (this.rooms.get(id) === room && room.idle) this.putAway(id, room)
    }, KEPT_MS)
    this.timers.set(id, timer.unref())
  }

  private putAway(id: string, room: Room): void {
    this.forget(id)
    this.store.checkpoint(id, room.current)
  }

  private forget(id: string): void {
    clearTimeout(this.timers.get(id))
    this.timers.delete(id)
    this.rooms.delete(id)
  }
}
