// Which labs are open: a room for each lab that somebody looks at or that runs, made when first asked for and put away a
// while after nobody needs it.
import { setImmediate } from 'node:timers/promises'
import type { ExperimentPort } from '@etherloom/experiment/port'
import { type ClientMessage, CodedError, type Parsed, type RunInfo } from '@etherloom/protocol'
import { type Journal, Room } from '@etherloom/room'
import { type Diff, defaultLimits, type LabLimits } from '@etherloom/topology'
import type { LabCounts } from './count-lab.ts'
import type { Changes } from './http/describe-changes.ts'
import { reads, StartInWords } from './kernel/start-in-words.ts'
import type { Recordings } from './recordings/recordings.ts'
import { diffFrom, putIntoWords } from './replicas/diff-words.ts'
import type { Jobs, ReadFile } from './replicas/jobs.ts'
import type { LabThread } from './replicas/lab-thread.ts'
import { OpenLabs } from './replicas/open-labs.ts'
import type { Packed } from './store/snapshot.ts'
import { type LabSummary, noLab, type Store } from './store/store.ts'

/** A page that is reloaded comes back sooner. */
const KEPT_MS = 30_000
/** Records in all copies made by one request. */
const MOST_COPIED = 2_000_000

export interface LabsOptions {
  store: Store
  recordings: Recordings
  openPort: (lab: string) => ExperimentPort
  /** For the heavy work: one for the labs that are open, one for files that are read. */
  openThread: () => LabThread
  /** What one lab may hold; topology's own limits unless said. */
  limits?: LabLimits
  log: (text: string) => void
}

export interface ListedLab extends LabSummary {
  run: RunInfo['state']
  /** Connections that have it open. */
  clients: number
}

const RAISED_BY = { nodes: '--max-nodes', links: '--max-links' }

/** What is counted, and its words. */
const LIMITED = [
  ['nodes', 'nodes'],
  ['ifaces', 'interfaces'],
  ['links', 'links'],
] as const

export class Labs {
  readonly store: Store
  private readonly limits: LabLimits
  readonly recordings: Recordings
  private readonly options: LabsOptions
  private readonly rooms = new Map<string, Room>()
  private readonly loading = new Map<string, Promise<Room>>()
  private readonly snapshots = new Map<string, Promise<void>>()
  private readonly wholes = new Map<string, Promise<void>>()
  private readonly thread: LabThread
  private readonly reader: LabThread
  private readonly replicas: OpenLabs
  private closing = false
  private readonly timers = new Map<string, NodeJS.Timeout>()

  constructor(options: LabsOptions) {
    this.limits = { ...(options.limits ?? defaultLimits), raisedBy: RAISED_BY }
    this.options = options
    this.store = options.store
    this.recordings = options.recordings
    this.thread = options.openThread()
    this.reader = options.openThread()
    this.replicas = new OpenLabs(options.store, this.thread)
    void this.sweepRecordings()
  }

  /** Who asks while it is being loaded waits for the same. Throws `lab/not-found`, `store/damaged` or `room/closed`. */
  async open(id: string): Promise<Room> {
    const open = this.rooms.get(id) ?? this.loading.get(id)
    if (open !== undefined) return open
    const loading = this.load(id)
    this.loading.set(id, loading)
    try {
      return await loading
    } finally {
      this.loading.delete(id)
    }
  }

  /** The room of a lab that is open. */
  opened(id: string): Room | undefined {
    return this.rooms.get(id)
  }

  private async load(id: string): Promise<Room> {
    const { document, whole } = await this.replicas.open(id)
    if (this.closing) throw new CodedError('room/closed')
    const room: Room = new Room({
      id,
      document,
      rev: whole.rev,
      journal: this.journal(id),
      openPort: () => this.openPort(id),
      limits: this.limits,
      wallMs: Date.now,
      breathe: setImmediate,
      prepare: putIntoWords,
      onBug: (error) =>
        this.options.log(`lab ${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
      onFailed: (error) => {
        this.options.log(`lab ${id} could not be written and was closed: ${error.message}`)
        this.forget(id)
        this.replicas.drop(id)
      },
      onLeft: (client) => setTimeout(() => room.hangUp(client), KEPT_MS).unref(),
      onIdle: () => this.putAwayLater(id, room),
    })
    room.offer(whole)
    this.rooms.set(id, room)
    this.putAwayLater(id, room)
    return room
  }

  private openPort(id: string): ExperimentPort {
    const port = this.options.openPort(id)
    if (!reads(port)) return port
    const words = () => this.replicas.ask('pieces', { lab: id })
    return new StartInWords(port, words, (error) =>
      this.options.log(`lab ${id} is started by the server's own thread, which holds up others: ${error.message}`),
    )
  }

  /** Reads a lab file, of whatever format. */
  read(file: Uint8Array<ArrayBuffer>, name: string | undefined): Promise<ReadFile> {
    return this.reader.ask('read', { file, name, limits: this.limits }, [file.buffer])
  }

  /** Reads a long message from a client, elsewhere and then in pieces. */
  async message(text: Uint8Array<ArrayBuffer>): Promise<Parsed<ClientMessage>> {
    const { parsed, diff } = await this.reader.ask('message', { text }, [text.buffer])
    if (!parsed.ok || parsed.message.type !== 'op' || diff === null) return parsed
    return { ok: true, message: { ...parsed.message, diff: await diffFrom(diff) } }
  }

  /** A new lab from a file that was read. Throws `lab/too-large`. */
  import({ counts, packed }: ReadFile & { ok: true }): LabSummary {
    this.demandRoom(counts)
    return this.create(packed)
  }

  /** Throws `lab/too-large`. */
  demandRoom(counts: LabCounts): void {
    for (const [what, words] of LIMITED) {
      const most = this.limits[what]
      if (counts[what] <= most) continue
      const by = this.limits.raisedBy?.[what]
      throw new CodedError(
        'lab/too-large',
        `The lab has ${counts[what].toLocaleString('en')} ${words}; this server allows ${most.toLocaleString('en')}: split it${by === undefined ? '' : `, or start the server with a larger ${by}`}.`,
      )
    }
  }

  create(packed: Packed): LabSummary {
    return this.store.create(packed)
  }

  /** The lab as a file. */
  async write(id: string, format: string): Promise<Jobs['write']['answer']> {
    await this.open(id)
    return this.replicas.ask('write', { lab: id, format })
  }

  /** To be waited for before somebody joins with this revision: the document in words, made once for all who come. */
  async welcoming(room: Room, rev: number | null): Promise<void> {
    if (!room.lacksWhole(rev)) return
    let making = this.wholes.get(room.id)
    if (making === undefined) {
      making = this.replicas.ask('pieces', { lab: room.id }).then((whole) => room.offer(whole))
      this.wholes.set(room.id, making)
    }
    try {
      await making
    } finally {
      this.wholes.delete(room.id)
    }
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

  /** The lab as it was, in a file. */
  async fileAt(id: string, rev: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.replicas.ask('pastFile', { lab: id, past: await this.pastAt(id, rev) })
  }

  /** What going back to it would change, in words for people. */
  async changesTo(id: string, rev: number): Promise<Changes> {
    return this.replicas.ask('pastChanges', { lab: id, past: await this.pastAt(id, rev) })
  }

  /** What goes back to it. */
  async wayBackTo(id: string, rev: number): Promise<Diff> {
    return diffFrom(await this.replicas.ask('wayBack', { lab: id, past: await this.pastAt(id, rev) }))
  }

  /** Every link as the REST interface has it, in JSON; `totals` is the kernel's. */
  async links(id: string, totals: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.replicas.ask('links', { lab: id, totals })
  }

  private async pastAt(id: string, rev: number): Promise<number> {
    const { rev: newest } = (await this.open(id)).current
    if (rev > newest) throw new CodedError('revision/not-found', `The lab has revisions 0 to ${newest}.`)
    const { past, rev: now } = await this.replicas.ask('past', { lab: id })
    try {
      for (let at = now; at > rev; ) {
        const rows = this.store.rowsBack(id, at, rev)
        const gap = rows.findIndex((row, i) => row.rev !== at - i)
        const missing = at - Math.max(gap, 0)
        if (gap >= 0 || rows.length === 0)
          throw new CodedError('store/damaged', `Lab ${id} is damaged on disk: revision ${missing} is missing.`)
        await this.replicas.ask('takeBack', { lab: id, past, rows })
        at -= rows.length
      }
    } catch (error) {
      // Nobody will ask for what was taken back until then.
      void this.replicas.ask('endPast', { lab: id, past }).catch(() => {})
      throw error
    }
    return past
  }

  /** A lab for each name, as `id` is now. */
  async duplicate(id: string, names: readonly string[]): Promise<LabSummary[]> {
    const { document } = (await this.open(id)).current
    if (document.records.size * names.length > MOST_COPIED) throw new CodedError('lab/too-many-copies')
    const made: LabSummary[] = []
    for (const name of names) made.push(this.create(await this.replicas.ask('copy', { lab: id, name })))
    return made
  }

  /** Into the bin. Also one that cannot be opened. */
  async remove(id: string): Promise<void> {
    this.summary(id)
    // Why it cannot be opened is no reason to keep it.
    await this.loading.get(id)?.catch(() => {})
    const room = this.rooms.get(id)
    // First: whoever is sent away comes back at once, and must not open it again while its run ends.
    this.store.remove(id)
    this.forget(id)
    this.replicas.drop(id)
    await room?.close()
    await this.sweepRecordings()
  }

  /** Recordings stay as long as their lab, in the bin too. */
  async sweepRecordings(): Promise<void> {
    try {
      await this.recordings.keepOnly(new Set([...this.store.list(), ...this.store.bin()].map(({ id }) => id)))
    } catch (error) {
      this.options.log(
        `recordings of labs that are gone could not be removed: ${error instanceof Error ? error.message : error}`,
      )
    }
  }

  /** Ends every run and connection; what was accepted is on disk when it resolves. */
  async close(): Promise<void> {
    this.closing = true
    this.store.flush()
    await this.reader.close()
    await Promise.all([...this.loading.values()].map((room) => room.catch(() => {})))
    const rooms = [...this.rooms.entries()]
    await Promise.all(rooms.map(([, room]) => room.close()))
    for (const [id, room] of rooms) this.putAway(id, room)
    await Promise.all(this.snapshots.values())
    await this.thread.close()
  }

  /** The store's, whose operations the replica follows; a snapshot is made now and then. */
  private journal(id: string): Journal {
    const journal = this.store.journal(id)
    return {
      ...journal,
      append: (operation, document, outcome) =>
        journal.append(operation, document, {
          committed: () => {
            this.replicas.follow(id, operation)
            outcome.committed()
            if (this.store.snapshotDue(id, operation.rev)) this.snapshot(id)
          },
          failed: outcome.failed,
        }),
    }
  }

  /** Packed elsewhere, written when it is. Should the server die before, the operations are there. */
  private snapshot(id: string): void {
    if (this.snapshots.has(id)) return
    const made = this.replicas
      .ask('pack', { lab: id })
      .then(({ packed, rev }) => this.store.checkpoint(id, packed, rev))
      .catch((error: Error) => {
        if (!this.closing) this.options.log(`no snapshot of lab ${id}: ${error.message}`)
      })
      .finally(() => this.snapshots.delete(id))
    this.snapshots.set(id, made)
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
    // Somebody may have been let in and not said hello yet: the lab is opened anew for them, or it would have two rooms.
    void room.close()
    if (!this.store.hasSnapshot(id, room.current.rev)) this.snapshot(id)
    this.replicas.drop(id)
  }

  private forget(id: string): void {
    clearTimeout(this.timers.get(id))
    this.timers.delete(id)
    this.rooms.delete(id)
  }
}
