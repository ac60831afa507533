// Which labs are open: a room for each lab that somebody looks at or that runs, made when first asked for and put away a
// while after nobody needs it.
import type { ExperimentPort } from '@etherloom/experiment/port'
import { CodedError } from '@etherloom/protocol'
import { Room } from '@etherloom/room'
import type { Store } from './store/store.ts'

/** A page that is reloaded comes back sooner. */
const KEPT_MS = 30_000

export interface LabsOptions {
  store: Store
  openPort: () => ExperimentPort
  log: (text: string) => void
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

  /** Also one that cannot be opened. */
  async remove(id: string): Promise<void> {
    if (this.store.find(id) === null) throw new CodedError('lab/not-found', `There is no lab ${id}`)
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
