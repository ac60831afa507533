// Which labs are open: a room for each lab that somebody looks at or that runs, made when first asked for and put away a
// while after nobody needs it.
import { setImmediate } from 'node:timers/promises'
import type { ExperimentPort } from '@etherloom/experiment/port'
import { CodedError, type RunInfo } from '@etherloom/protocol'
import { Room } from '@etherloom/room'
import {
  applyDiff,
  type Diff,
  DiffConflict,
  defaultLimits,
  ifaces,
  invertDiff,
  type LabLimits,
  links,
  nodes,
  setFields,
  type TopologyDocument,
} from '@etherloom/topology'
import type { Recordings } from './recordings/recordings.ts'
import { type LabSummary, noLab, type Store } from './store/store.ts'

/** A page that is reloaded comes back sooner. */
const KEPT_MS = 30_000
const TAKEN_BACK_AT_ONCE = 100
/** Records in all copies made by one request. */
const MOST_COPIED = 2_000_000

export interface LabsOptions {
  store: Store
  recordings: Recordings
  openPort: (lab: string) => ExperimentPort
  /** What one lab may hold; topology's own limits unless said. */
  limits?: LabLimits
  log: (text: string) => void
}

export interface ListedLab extends LabSummary {
  run: RunInfo['state']
  /** Connections that have it open. */
  clients: number
}

export class Labs {
  readonly store: Store
  private readonly limits: LabLimits
  readonly recordings: Recordings
  private readonly options: LabsOptions
  private readonly rooms = new Map<string, Room>()
  private readonly timers = new Map<string, NodeJS.Timeout>()

  constructor(options: LabsOptions) {
    this.limits = options.limits ?? defaultLimits
    this.options = options
    this.store = options.store
    this.recordings = options.recordings
    this.sweepRecordings()
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
      openPort: () => this.options.openPort(id),
      limits: this.limits,
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

  /** A new lab. Throws `lab/too-large`. */
  create(document: TopologyDocument): LabSummary {
    const counts = { nodes: nodes(document).length, ifaces: ifaces(document).length, links: links(document).length }
    for (const what of ['nodes', 'ifaces', 'links'] as const)
      if (counts[what] > this.limits[what])
        throw new CodedError(
          'lab/too-large',
          `The lab has ${counts[what]} ${what}; this server allows ${this.limits[what]}.`,
        )
    return this.store.create(document)
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
    if (summary === null) throw noLab(id, this.store.bin())
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

  /** The document as it was. In parts: there may be a hundred thousand operations to take back. */
  async documentAt(id: string, rev: number): Promise<TopologyDocument> {
    let { document, rev: at } = this.open(id).current
    if (rev > at) throw new CodedError('revision/not-found', `The lab has revisions 0 to ${at}.`)
    while (at > rev) {
      const after = Math.max(rev, at - TAKEN_BACK_AT_ONCE)
      const operations = this.store.operationsBack(id, at, after).map(({ diff }) => diff)
      document = takenBack(document, operations)
      at = after
      await setImmediate()
    }
    return document
  }

  /** A lab for each name, as `id` is now. In parts, like everything that takes long. */
  async duplicate(id: string, names: readonly string[]): Promise<LabSummary[]> {
    const { document } = this.open(id).current
    if (document.records.size * names.length > MOST_COPIED) throw new CodedError('lab/too-many-copies')
    const made: LabSummary[] = []
    for (const name of names) {
      made.push(this.create(applyDiff(document, setFields(document, 'lab:lab', { name }).diff)))
      await setImmediate()
    }
    return made
  }

  /** Into the bin. Also one that cannot be opened. */
  async remove(id: string): Promise<void> {
    this.summary(id)
    const room = this.rooms.get(id)
    this.forget(id)
    await room?.close()
    this.store.remove(id)
    this.sweepRecordings()
  }

  /** Recordings stay as long as their lab, in the bin too. */
  sweepRecordings(): void {
    this.recordings.keepOnly(new Set([...this.store.list(), ...this.store.bin()].map(({ id }) => id)))
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

function takenBack(document: TopologyDocument, diffs: readonly Diff[]): TopologyDocument {
  try {
    return diffs.reduce((doc, diff) => applyDiff(doc, invertDiff(diff)), document)
  } catch (error) {
    // A migration has changed what the operation stood on.
    if (error instanceof DiffConflict) throw new CodedError('revision/too-old')
    throw error
  }
}
