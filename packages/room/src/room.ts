// A room: one lab being worked on. What question does it answer? In which order things happened, and who must be told.
//
//   browsers ── op, undo, redo ─┐                                        ┌── ack to the author
//   consoles ── propose ────────┼─► check ─► document, rev+1 ─► journal ─┼── op to everyone else
//   REST ────── propose ────────┘                (at once)    (on disk)  └── apply to the kernel, then `proposed`
//
// There is one order, that of arrival. An operation is checked against the document as it will be when everything before it
// is on disk, and takes effect there at once, so that the next one can be checked; but nobody hears of it before the journal
// has called `committed`. Two documents therefore: `document` (accepted) and `committed` (acknowledged). A client that joins
// between the two is given the committed one and hears the rest as it settles. Everything a client is told about its own
// operations passes the outbox (outbox.ts), refusals too, so answers come in the order of the questions and `decided`, the
// last answer given, says all that a returning client needs to know.
//
// A large operation is checked in parts (lane.ts): what arrives meanwhile is decided after it, so the order stays that of arrival.
//
// When the journal fails, what was accepted and not committed is lost, and every document since is wrong. The room then
// ends: clients are disconnected with the reason and come back to a room opened afresh from disk. There is no repair here.
//
// Undo is per client (history.ts) and strict: it takes back exactly what was done or is refused. Other operations give way
// as protocol/src/rebase.ts says.
//
// Not here: what is told to who comes (committed.ts), transports (client.ts says what is needed of one), the disk (journal.ts), time (handed in), what the kernel says
// (run.ts), what one connection may say (connection.ts).
import type { ExperimentPort } from '@etherloom/experiment/port'
import {
  type ClientMessage,
  type ErrorCode,
  errorCodes,
  MAX_CLIENTS,
  rebaseDiff,
  type ServerMessage,
} from '@etherloom/protocol'
import {
  checkInParts,
  type Diff,
  defaultLimits,
  type InParts,
  invertDiff,
  isEmptyDiff,
  type LabLimits,
  type Operation,
  type TopologyDocument,
  type Wire,
} from '@etherloom/topology'
import { Attendance } from './attendance.ts'
import { Client, Member, type Transport, type Whole } from './client.ts'
import { Committed } from './committed.ts'
import { Connection } from './connection.ts'
import type { Journal, LoggedOperation } from './journal.ts'
import { Lane } from './lane.ts'
import { Members } from './members.ts'
import { Outbox } from './outbox.ts'
import { type Audience, Run } from './run.ts'

type Hello = Extract<ClientMessage, { type: 'hello' }>

/** Who edits when nobody in a browser does: the REST interface. */
export const SERVER_CLIENT = 'server'

export interface RoomOptions {
  id: string
  document: TopologyDocument
  rev: number
  journal: Journal
  /** Milliseconds since 1970. */
  wallMs: () => number
  /** How large the lab may grow. */
  limits?: LabLimits
  /** Makes the kernel for a run; may throw with words for people. */
  openPort: () => ExperimentPort
  /** Large operations are checked in parts, and others go first between two; without it all at once. */
  breathe?: () => Promise<void>
  /** What there is to do with an operation that was accepted before it is written and told, in parts. */
  prepare?: (diff: Diff) => InParts<void>
  /** A bug of ours that an operation has found: it costs its author the connection, and nobody else anything. */
  onBug?: (error: unknown) => void
  /** The journal failed and the room has ended: forget it, and open the lab again when somebody asks for it. */
  onFailed?: (error: Error) => void
  /** This client has left: when it does not come back soon, `hangUp` ends its commands. */
  onLeft?: (client: string) => void
  /** Nobody is here and nothing runs: it may be closed. */
  onIdle?: () => void
}

/** How an operation that came from no browser ended. */
export interface RoomAnswer {
  accepted(rev: number): void
  refused(message: string, code: ErrorCode): void
}

type Verdict =
  | { ok: true; operation: Operation; document: TopologyDocument }
  | { ok: false; code: ErrorCode; message: string }

export class Room implements Audience {
  readonly id: string
  readonly run: Run
  private readonly journal: Journal
  private readonly options: RoomOptions
  private readonly present = new Attendance()
  private readonly members: Members
  private readonly outbox = new Outbox()
  private readonly lane: Lane
  private document: TopologyDocument
  private rev: number
  private readonly committed: Committed
  private ended = false

  constructor(options: RoomOptions) {
    this.id = options.id
    this.options = options
    this.journal = options.journal
    this.document = options.document
    this.rev = options.rev
    this.committed = new Committed(options.document, options.rev, options.journal)
    this.members = new Members(options.journal)
    this.lane = new Lane(options.breathe ?? null, () => this.settleIdle())
    this.run = new Run(this, options.openPort, options.wallMs)
  }

  /** What is on disk: the document to export. */
  get current(): { document: TopologyDocument; rev: number } {
    const { document, rev } = this.committed
    return { document, rev }
  }

  get idle(): boolean {
    return this.present.size === 0 && !this.run.open && this.lane.empty && this.outbox.empty
  }

  /** Connections that have said hello. */
  get size(): number {
    return this.present.size
  }

  /** Resolves when everything that was asked of the room is accepted or refused. */
  decided(): Promise<void> {
    return this.lane.drained()
  }

  /** `viewOnly`: may watch, capture and look into nodes, and change nothing. */
  connect(transport: Transport, nowMs: number, viewOnly = false): Connection {
    return new Connection(this, transport, nowMs, viewOnly)
  }

  /** Whether who joins with this revision needs a document in words that is not there, or too old. */
  lacksWhole(rev: number | null): boolean {
    return !this.ended && this.committed.lacksWhole(rev)
  }

  /** For those who join from now on. */
  offer(whole: Whole): void {
    this.committed.offer(whole)
  }

  /** Ends the run and every connection. */
  close(): Promise<void> {
    return this.end('room/closed')
  }

  clients(): Iterable<Client> {
    return this.present
  }

  client(id: string): Client | undefined {
    return this.present.get(id)
  }

  broadcast(message: ServerMessage): void {
    this.present.broadcast(message)
  }

  /** Null when the room cannot take it; the transport was then told why and closed. */
  join(hello: Hello, transport: Transport, viewOnly: boolean): Client | null {
    const former = this.present.get(hello.client)
    const refused = this.whyNotJoined(former, viewOnly, hello.rev)
    if (refused !== null) {
      transport.close(refused, errorCodes[refused].words)
      return null
    }
    if (former !== undefined) this.expel(former, 'client/replaced')
    // Who only looks has done nothing here, whatever it calls itself: ids are no secret.
    const member = viewOnly ? new Member(hello.client, []) : this.members.of(hello.client)
    const name = this.present.freeName(hello.name)
    const client = new Client(member, name, this.present.freeColor(), transport, viewOnly)
    this.present.add(client)
    if (former !== undefined) this.run.left(former)
    // A page that was reloaded knows nothing of what it ran before.
    if (!viewOnly && hello.rev === null) this.run.hangUp(hello.client)
    this.greet(client, hello.rev)
    // Also when there are none: a page that knew of a run learns that nothing is left of it here.
    client.send({ type: 'events', fresh: true, events: this.run.events })
    for (const other of this.present) if (other !== client) client.send(other.presence())
    this.present.broadcast({ type: 'peers', peers: this.present.peers() }, client)
    return client
  }

  /**
   * Who comes back knows a revision. Who knows none while its former self is here is another tab that was given the same id, by
   * the browser that duplicated it: taking the place of the first, it would be told how the first's operations ended, and the
   * first would do them again under another id.
   */
  private whyNotJoined(former: Client | undefined, viewOnly: boolean, rev: number | null): ErrorCode | null {
    if (this.ended) return 'room/closed'
    if (former === undefined) return this.present.size >= MAX_CLIENTS ? 'room/full' : null
    return !former.viewOnly && (viewOnly || rev === null) ? 'client/replaced' : null
  }

  rename(client: Client, wish: string): void {
    client.name = this.present.freeName(wish, client)
    this.broadcast({ type: 'peers', peers: this.present.peers() })
  }

  leave(client: Client): void {
    // A replaced connection closes after its successor came.
    if (!this.present.has(client)) return
    this.present.remove(client)
    this.run.left(client)
    this.broadcast({ type: 'peers', peers: this.present.peers() })
    this.options.onLeft?.(client.id)
    this.settleIdle()
  }

  /** Nobody hears any more what this client's page began, unless it has come back. */
  hangUp(client: string): void {
    if (this.present.get(client)?.viewOnly !== false) this.run.hangUp(client)
  }

  operate(client: Client, seq: number, operation: Operation): void {
    if (this.inSequence(client, seq)) this.lane.take(this.operating(client.member, seq, operation), this.bugOf(client))
  }

  private *operating(member: Member, seq: number, operation: Operation): InParts<void> {
    const verdict = yield* this.check(operation)
    if (!verdict.ok) return this.refuse(member, seq, verdict.code, verdict.message)
    member.history.record(verdict.operation)
    this.append({ kind: 'op', client: member.id, seq, ...verdict.operation }, verdict.document, null)
  }

  /** Undo or redo. What can no longer be taken back leaves the stack, or it would block what lies under it. */
  turnBack(client: Client, seq: number, kind: 'undo' | 'redo'): void {
    if (this.inSequence(client, seq)) this.lane.take(this.turningBack(client.member, seq, kind), this.bugOf(client))
  }

  private *turningBack(member: Member, seq: number, kind: 'undo' | 'redo'): InParts<void> {
    const done = member.history[kind]
    const nothing = kind === 'undo' ? 'undo/nothing' : 'redo/nothing'
    if (done === null) return this.refuse(member, seq, nothing, errorCodes[nothing].words)
    const label = `${kind === 'undo' ? 'Undo' : 'Redo'} ${done.label}`
    const diff = kind === 'undo' ? invertDiff(done.diff) : done.diff
    const verdict = yield* this.judge({ label: `Cannot ${kind} "${done.label}"`, diff })
    if (!verdict.ok) {
      member.history.forget(kind)
      return this.refuse(member, seq, 'undo/overtaken', verdict.message)
    }
    if (kind === 'undo') member.history.movedBack()
    else member.history.movedForward()
    this.append({ kind, client: member.id, seq, label, diff }, verdict.document, null)
  }

  /** From a console or the REST interface: enters the undo stack of `origin`, who is told like everybody else. */
  propose(origin: string, operation: Operation, answer: RoomAnswer): void {
    const bug = (error: unknown) => {
      this.onBug(error)
      answer.refused(errorCodes['http/internal'].words, 'http/internal')
    }
    this.lane.take(this.proposing(origin, operation, answer), bug)
  }

  private *proposing(origin: string, operation: Operation, answer: RoomAnswer): InParts<void> {
    const verdict = yield* this.check(operation)
    if (!verdict.ok) return answer.refused(verdict.message, verdict.code)
    this.members.of(origin).history.record(verdict.operation)
    this.append({ kind: 'op', client: origin, seq: null, ...verdict.operation }, verdict.document, answer)
  }

  /** Runs the lab as it is on disk; later revisions follow as they are committed. */
  startRun(clock: 'virtual' | 'real', scale = 1): ErrorCode | null {
    return this.run.start({ clock, scale }, this.committed.document, this.committed.rev)
  }

  startRecording(records: readonly Wire[], snaplen: number): ErrorCode | null {
    return this.run.record(this.committed.document, records, snaplen)
  }

  async stopRun(): Promise<void> {
    await this.run.stop()
    this.settleIdle()
  }

  /** An operation that came too fast, or could not be read, is not looked at, but answered. */
  turnAway(client: Client, seq: number, code: ErrorCode, message: string): void {
    if (this.inSequence(client, seq)) this.refuseInTurn(client, seq, code, message)
  }

  tellOthers(author: Client, message: ServerMessage): void {
    this.present.broadcast(message, author)
  }

  private *check(operation: Operation): InParts<Verdict> {
    const rebased = { label: operation.label, diff: rebaseDiff(this.document, operation.diff) }
    if (isEmptyDiff(rebased.diff)) return { ok: false, code: 'op/empty', message: errorCodes['op/empty'].words }
    return yield* this.judge(rebased)
  }

  private *judge(operation: Operation): InParts<Verdict> {
    const checked = yield* checkInParts(this.document, operation, this.options.limits ?? defaultLimits)
    if (checked.ok && this.options.prepare !== undefined) yield* this.options.prepare(operation.diff)
    // It may have ended meanwhile.
    if (this.ended) return closed
    if (checked.ok) return { ok: true, operation, document: checked.doc }
    return { ok: false, code: `op/${checked.code}`, message: checked.message }
  }

  /** A seq is accepted once. One still undecided was sent again after a reconnection: its answer is on the way. */
  private inSequence(client: Client, seq: number): boolean {
    const { member } = client
    if (seq > member.received) {
      member.received = seq
      return true
    }
    if (seq <= member.decided) this.refuseInTurn(client, seq, 'client/sequence', errorCodes['client/sequence'].words)
    return false
  }

  /** `document` is what the operation makes of the current one. `answer` is for who is not a browser. */
  private append(
    entry: Omit<LoggedOperation, 'rev' | 'author'>,
    document: TopologyDocument,
    answer: RoomAnswer | null,
  ): void {
    const rev = ++this.rev
    this.document = document
    const operation: LoggedOperation = { ...entry, author: this.present.get(entry.client)?.name ?? '', rev }
    const deliver = () => {
      this.committed.advance(operation, document)
      this.announce(operation)
      // A command goes on once its own revision is in its kernel.
      this.run.apply(rev, entry.diff)
      answer?.accepted(rev)
    }
    this.outbox.when(rev, deliver, (code) => answer?.refused(errorCodes[code].words, code))
    this.journal.append(operation, document, {
      committed: () => this.settle(rev),
      failed: (error) => this.fail(error),
    })
  }

  /** Everything up to `rev` is on disk: tell it, and what stood in line behind it. */
  private settle(rev: number): void {
    if (this.ended) return
    this.outbox.settle(rev)
    this.settleIdle()
  }

  /** An acknowledgement for who asked with a seq, the operation itself for everybody else. */
  private announce({ rev, client: author, seq, kind, label, diff }: LoggedOperation): void {
    const member = this.members.of(author)
    if (seq !== null) member.decided = Math.max(member.decided, seq)
    for (const client of this.present) {
      const labels = client.member.labels()
      if (seq !== null && client.member === member)
        client.send({ type: 'ack', seq, rev, label, diff: kind === 'op' ? null : diff, ...labels })
      else client.send({ type: 'op', rev, client: author, label, diff, ...labels })
    }
  }

  private refuse(member: Member, seq: number, code: ErrorCode, message: string): void {
    this.outbox.inLine(() => {
      member.decided = Math.max(member.decided, seq)
      const client = this.present.get(member.id)
      if (client?.member === member) client.send({ type: 'refused', seq, code, message, ...member.labels() })
    })
  }

  private refuseInTurn(client: Client, seq: number, code: ErrorCode, message: string): void {
    const refuse = () => this.refuse(client.member, seq, code, message)
    this.lane.take(oneStep(refuse), this.bugOf(client))
  }

  private onBug(error: unknown): void {
    if (this.options.onBug === undefined) throw error
    this.options.onBug(error)
  }

  private bugOf(client: Client): (error: unknown) => void {
    return (error) => {
      this.onBug(error)
      client.transport.close('http/internal', errorCodes['http/internal'].words)
    }
  }

  private greet(client: Client, rev: number | null): void {
    const { member } = client
    const people = { peers: this.present.peers(), ...member.labels(), seen: member.decided }
    this.committed.greet(this.id, client, rev, { ...this.run.state, ...people })
  }

  private expel(client: Client, code: ErrorCode): void {
    client.gone = true
    this.present.remove(client)
    client.transport.close(code, errorCodes[code].words)
  }

  private fail(error: Error): void {
    if (this.ended) return
    void this.end('store/failed')
    this.options.onFailed?.(error)
  }

  private end(code: ErrorCode): Promise<void> {
    this.ended = true
    for (const client of [...this.present]) this.expel(client, code)
    this.outbox.abandon(code)
    return this.run.stop()
  }

  private settleIdle(): void {
    if (this.lane.empty && this.outbox.empty) this.members.trim((id) => this.present.get(id) !== undefined)
    if (!this.ended && this.idle) this.options.onIdle?.()
  }
}

// biome-ignore lint/correctness/useYield: it is one step
function* oneStep(step: () => void): InParts<void> {
  step()
}

const closed: Verdict = { ok: false, code: 'room/closed', message: errorCodes['room/closed'].words }
