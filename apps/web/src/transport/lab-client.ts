// One lab over one socket: says hello, keeps the optimistic document, and turns server messages into store changes.
//
//   connect   hello(rev) → `welcome` (all of it) or `resumed` (what was missed) → pending operations again, watch, capture
//   edit      shown at once, sent, acknowledged with a revision; refused ones disappear with a toast saying why
//   hello     nothing else is sent until the greeting: a new operation must not overtake those sent again
//   lost      edits go on and wait in `pending`; the socket comes back by itself
//
// What changes the document is taken in parts (inTasks): much of it would be felt. Messages wait for each other (inbox.ts), edits do not.
//
// While there has been no welcome yet there is no document to edit, so `edit` is refused with words.
import {
  ClientDocument,
  type ClientMessage,
  decodeFrame,
  errorCodes,
  OutOfStep,
  PROTOCOL_VERSION,
  type RunEvent,
  type ServerMessage,
} from '@etherloom/protocol'
import {
  type Diff,
  documentInParts,
  type InParts,
  idsIn,
  indexInParts,
  isEmptyDiff,
  type NodeId,
  type Operation,
  type RecordId,
  type TopologyDocument,
} from '@etherloom/topology'
import { announceConsole, cutAll, sessionById } from '../stores/consoles.ts'
import { documentStore } from '../stores/document.ts'
import { addEvents, noteEvent } from '../stores/events.ts'
import {
  isRunning,
  liveStore,
  meter,
  passQuietly,
  resetHistory,
  resetMeter,
  setSlots,
  takeCounters,
} from '../stores/live.ts'
import { clearCaptures } from '../stores/packets.ts'
import { prepare } from '../stores/prepare.ts'
import type { CaptureId } from '../stores/session.ts'
import { turnedBackStore } from '../stores/turned-back.ts'
import { cutProbes, probePrinted } from '../traffic/probe-store.ts'
import { inTasks } from '../ui/in-tasks.ts'
import { tellError } from '../ui/toast-manager.ts'
import type { Written } from '../workshop/maker.worker.ts'
import { Batches } from './batches.ts'
import { clientId, clientName, forgetClientId } from './client-id.ts'
import { Inbox } from './inbox.ts'
import { beginInspection, endInspection, forgetInspections, type Inspected } from './inspections.ts'
import { Pacer } from './pacer.ts'
import { LongMessage, readAway } from './read.ts'
import { Socket } from './socket.ts'
import { isViewOnly, viewIn } from './view-only.ts'
import { GONE, learnWhyLost, type OnGone } from './why-lost.ts'
import { fittingOne, written } from './written.ts'

type State = Extract<ServerMessage, { type: 'welcome' | 'resumed' }>
/** What of an operation was done elsewhere already: its diff written down, the document shown with it done. */
interface Ready {
  readonly written?: Written
  readonly after?: TopologyDocument
}
/** Makes an operation anew from the document as it stands by then. */
type Again = () => void
type Outgoing = Exclude<ClientMessage, { type: 'op' }> | { type: 'op'; seq: number; label: string; diff: Diff }

/** Counters arrive ten times a second while anything moves; a gap longer than this means that nothing does. */
const QUIET_MS = 150
/** What was just opened or done is drawn first. */
const CALM_MS = 1000
/** Records that are put into a document in a few milliseconds. */
const PIECE = 1000

/** Somebody else did the same first, and it stands as it was wished; or Undo was pressed oftener than there is to undo. */
const UNTOLD: ReadonlySet<string> = new Set(['op/empty', 'undo/nothing', 'redo/nothing'])

function* piecesOf<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += PIECE) yield list.slice(at, at + PIECE)
}

export class LabClient {
  readonly lab: string
  private readonly onGone: OnGone
  private readonly socket: Socket
  private readonly pacer: Pacer
  private readonly inbox = new Inbox()
  private readonly long = new LongMessage()
  private readonly idleTimer: ReturnType<typeof setInterval>
  private indexTimer: ReturnType<typeof setTimeout> | undefined
  private copy: ClientDocument | null = null
  private capturing: ReadonlySet<CaptureId> = new Set()
  /** What is here does not follow the server's: the next hello asks for everything. */
  private outOfStep = false
  private greeted = false
  /** The run went on when the server was last heard, and was over when it was heard again. */
  private endedUnheard = false
  private lastCountersAt = 0
  private readonly batches = new Batches((batches) => this.send({ type: 'taken', batches }))
  /** By seq, of what is not decided yet: how to make it anew. */
  private readonly again = new Map<number, Again>()
  /** What was meant by these ids is called otherwise now; until nothing is pending that was made before. */
  private readonly displaced = new Set<RecordId>()

  constructor(lab: string, onGone: OnGone) {
    this.lab = lab
    this.onGone = onGone
    const { protocol, host } = location
    const url = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/api/labs/${encodeURIComponent(lab)}/ws${viewIn() === null ? '' : `?view=${encodeURIComponent(viewIn()!)}`}`
    this.socket = new Socket(url, {
      onOpen: () => this.hello(),
      onText: (text) => this.inbox.take((signal) => this.onMessage(JSON.parse(text) as ServerMessage, signal)),
      onBytes: (bytes) => this.inbox.take((signal) => this.onFrame(bytes, signal)),
      onLost: (refused) => this.onLost(refused),
    })
    this.pacer = new Pacer((said) => this.socket.send(said))
    this.idleTimer = setInterval(() => this.idle(), 100)
  }

  close(): void {
    clearInterval(this.idleTimer)
    clearTimeout(this.indexTimer)
    this.inbox.clear()
    this.pacer.clear()
    this.socket.close()
  }

  retryNow(): void {
    this.socket.retryNow()
  }

  send(message: Outgoing): void {
    if (message.type === 'hello') this.socket.send(JSON.stringify(message))
    else if (!this.greeted) return
    else if (message.type === 'presence') this.pacer.sendOrForget(JSON.stringify(message))
    else this.pacer.send(JSON.stringify(message))
  }

  /** An operation that changes nothing is done already. Throws `TooMuchAtOnce`. `again`: when somebody else took its names. */
  edit({ label, diff }: Operation, ready: Ready = {}, again?: Again): void {
    if (!this.copy) throw new Error('The lab is still being opened; try again in a moment.')
    if (isViewOnly()) throw new Error(errorCodes['lab/view-only'].words)
    if (isEmptyDiff(diff)) return
    // A large diff takes a while to write down: once is enough.
    const text = fittingOne(ready.written ?? written(diff))
    const { seq } = this.copy.propose({ label, diff }, ready.after)
    if (again) this.again.set(seq, again)
    if (this.greeted) this.pacer.send(`{"type":"op","seq":${seq},"label":${JSON.stringify(label)},"diff":${text}}`)
    // Who takes it back at once need not wait for the server, which hears of one after the other.
    this.publish({ undo: label, redo: null })
  }

  undo(kind: 'undo' | 'redo'): void {
    if (!this.copy) return
    this.send({ type: kind, seq: this.copy.ask(kind) })
    this.publish()
  }

  capture(wanted: ReadonlySet<CaptureId>): void {
    const before = this.capturing
    this.capturing = wanted
    for (const record of before) if (!wanted.has(record)) this.send({ type: 'capture', record, on: false })
    for (const record of wanted) if (!before.has(record)) this.send({ type: 'capture', record, on: true })
  }

  inspect(node: NodeId): Promise<Inspected> {
    if (!this.greeted) return Promise.resolve({ view: null, message: 'The server cannot be reached.' })
    const { query, answer } = beginInspection()
    this.send({ type: 'inspect', query, node })
    return answer
  }

  private hello(): void {
    this.send({
      type: 'hello',
      protocol: PROTOCOL_VERSION,
      client: clientId(),
      name: clientName(),
      rev: this.outOfStep ? null : (this.copy?.rev ?? null),
    })
  }

  private onLost(refused: boolean): void {
    if (refused) learnWhyLost()
    this.greeted = false
    this.inbox.clear()
    this.long.clear()
    this.pacer.clear()
    documentStore.setState({ connection: 'lost' })
    liveStore.setState({ peers: [], presence: new Map() })
    forgetInspections('The connection was lost.')
    cutAll('The connection was lost; the command may go on running.')
    cutProbes('The connection was lost.')
  }

  private async onLong(parts: readonly Uint8Array[], signal: AbortSignal): Promise<void> {
    await this.onMessage((await readAway(parts, signal)) as ServerMessage, signal)
  }

  private async onMessage(message: ServerMessage, signal: AbortSignal): Promise<void> {
    try {
      await this.handle(message, signal)
    } catch (error) {
      if (!(error instanceof OutOfStep)) throw error
      this.outOfStep = true
      this.socket.reconnect()
    }
  }

  private handle(message: ServerMessage, signal: AbortSignal): Promise<void> | void {
    switch (message.type) {
      case 'welcome':
      case 'resumed':
      case 'ack':
      case 'op':
      case 'refused':
        return inTasks(this.follow(message), signal)
      case 'error':
        return this.onError(message.code, message.message)
      case 'output':
        return this.onOutput(message.session, message.text, message.exit)
      default:
        return this.onLive(message)
    }
  }

  private *onRefused(message: Extract<ServerMessage, { type: 'refused' }>): InParts<void> {
    const { seq, code } = message
    const again = this.again.get(seq)
    const entry = this.copy?.pending.find((each) => each.seq === seq)
    yield* this.copy!.onRefused(seq)
    this.again.delete(seq)
    this.publish(message)
    if (again && code === 'op/conflict' && entry?.kind === 'op' && this.isTaken(entry.operation)) {
      for (const id of idsIn(entry.operation.diff.added)) this.displaced.add(id)
      again()
    } else if (!UNTOLD.has(code)) tellError('That was not done', message.message)
  }

  /**
   * Two people added something at the same moment, and both called it pc5: no reason to lose either. But what was then done with
   * this one's pc5 would be done with the other's.
   */
  private isTaken({ diff }: Operation): boolean {
    if (!idsIn(diff.added).some((id) => this.copy!.document.records.has(id))) return false
    const text = JSON.stringify(diff)
    return ![...this.displaced].some((id) => text.includes(`"${id}"`))
  }

  /** What changes the document: it is shown in the moment in which the copy has it. */
  private *follow(
    message: Extract<ServerMessage, { type: 'welcome' | 'resumed' | 'ack' | 'op' | 'refused' }>,
  ): InParts<void> {
    if (message.type === 'welcome') yield* this.onWelcome(message)
    else if (!this.copy) return
    else if (message.type === 'resumed') yield* this.copy.onResumed(message.ops, message.seen)
    else if (message.type === 'ack') yield* this.copy.onAck(message.seq, message.rev, message.diff)
    else if (message.type === 'op') yield* this.copy.onForeign(message.rev, message.diff)
    else return yield* this.onRefused(message)
    if (message.type === 'ack') this.again.delete(message.seq)
    if (message.type === 'welcome' || message.type === 'resumed') this.onState(message)
    else this.publish(message)
    if (message.type === 'ack' && message.diff !== null) turnedBackStore.setState({ diff: message.diff })
  }

  private *onWelcome({ records, rev, seen }: Extract<ServerMessage, { type: 'welcome' }>): InParts<void> {
    const document = yield* documentInParts(piecesOf(records))
    if (this.copy) yield* this.copy.onWelcome(document, rev, seen)
    else {
      yield* prepare(document)
      this.copy = new ClientDocument(document, rev, seen, prepare)
    }
    this.outOfStep = false
  }

  private onState(state: State): void {
    this.greeted = true
    this.batches.begin()
    // What is recorded goes on through a lost connection.
    const { run: before } = liveStore.getState()
    if (!isRunning(liveStore.getState())) resetHistory()
    const wentOn = before.state !== 'stopped' && before.state !== 'panicked'
    this.endedUnheard = wentOn && state.run.state === 'stopped'
    setSlots(state.slots)
    const [stopped, blocked] = [new Set(state.stopped), new Set(state.blocked)]
    liveStore.setState({ recording: state.recording, blocked })
    liveStore.setState({ run: state.run, faults: state.faults, stopped, peers: this.others(state.peers) })
    this.send({ type: 'watch', records: 'all' })
    for (const record of this.capturing) this.send({ type: 'capture', record, on: true })
    for (const entry of this.copy!.pending)
      if (entry.kind === 'op')
        this.send({ type: 'op', seq: entry.seq, label: entry.operation.label, diff: entry.operation.diff })
      else this.send({ type: entry.kind, seq: entry.seq })
    const undecided = new Set(this.copy!.pending.map(({ seq }) => seq))
    for (const seq of this.again.keys()) if (!undecided.has(seq)) this.again.delete(seq)
    documentStore.setState({ connection: 'open', barred: null, loaded: true })
    this.publish(state)
  }

  private onLive(message: ServerMessage): void {
    switch (message.type) {
      case 'run':
        return this.onRun(message.run)
      case 'slots':
        return setSlots(message.slots)
      case 'faults':
        return liveStore.setState({ faults: message.faults })
      case 'recording':
        return liveStore.setState({ recording: message.recording })
      case 'nodes':
        return liveStore.setState({ stopped: new Set(message.stopped) })
      case 'blocked':
        return liveStore.setState({ blocked: new Set(message.ports) })
      case 'events':
        return this.onEvents(message.events, message.fresh)
      case 'inspected':
        return endInspection(message)
      case 'panic':
        return liveStore.setState({
          panic: { message: message.message, backtrace: message.backtrace, node: message.node },
        })
      case 'peers':
        return liveStore.setState({ peers: this.others(message.peers) })
      case 'presence': {
        const presence = new Map(liveStore.getState().presence)
        presence.set(message.client, { selection: message.selection, cursor: message.cursor })
        return liveStore.setState({ presence })
      }
    }
  }

  private onRun(run: Extract<ServerMessage, { type: 'run' }>['run']): void {
    const before = liveStore.getState().run.state
    const begins =
      (run.state === 'starting' || run.state === 'running') && (before === 'stopped' || before === 'panicked')
    if (begins) {
      resetHistory()
      clearCaptures()
      liveStore.setState({ panic: null })
    }
    liveStore.setState({ run })
    if (run.state === 'stopped' || run.state === 'panicked') {
      const why = run.state === 'stopped' ? 'The lab was stopped.' : 'The lab failed.'
      if (run.state === 'panicked' && before !== 'panicked') tellError('The lab failed', run.message ?? '')
      cutAll(why)
      cutProbes(why)
      if (run.state === 'stopped') {
        setSlots([])
        resetMeter()
        if (run.message) tellError('The lab did not start', run.message)
      }
    }
  }

  private onEvents(events: readonly RunEvent[], fresh: boolean): void {
    // A server that has no events was started anew: those of this page are all that is left of the last run.
    const lost = fresh && events.length === 0
    if (!lost) addEvents(events, fresh)
    else if (this.endedUnheard) {
      const text = 'the server was restarted: the run ended'
      noteEvent({ ns: meter.nowNs, wallMs: Date.now(), kind: 'run', severity: 'error', record: null, text })
      tellError('The server was restarted: the run ended.', 'Edits are kept; press Run to start again.')
    }
    if (fresh && this.endedUnheard) resetMeter()
    if (fresh) this.endedUnheard = false
  }

  private onOutput(id: string, text: string, exit: number | null): void {
    const session = sessionById(id)
    if (!session) return probePrinted(id, text, exit)
    session.printed(text)
    if (exit !== null) session.ended(exit)
    announceConsole()
  }

  private onError(code: string, message: string): void {
    // A duplicated tab starts with its original's id; whoever is sent away takes a new one.
    if (code === 'client/replaced') return forgetClientId()
    // The next connection tells why: the server was stopped, or the lab deleted.
    if (code === 'room/closed') return
    // Everybody is told of a run that did not start; whoever asked for it once.
    if (code === 'run/too-many' || code === 'run/failed') return
    const gone = GONE.find((why) => why === code)
    const barred = code === 'message/protocol' ? 'version' : code === 'store/damaged' ? 'damaged' : null
    if (gone || barred) this.close()
    if (barred) return documentStore.setState({ connection: 'lost', barred })
    if (gone) return this.onGone(gone, this.copy !== null)
    tellError(this.greeted ? 'The server refused that' : 'The lab could not be opened', message)
  }

  private onFrame(bytes: Uint8Array, signal: AbortSignal): Promise<void> | void {
    const decoded = decodeFrame(bytes)
    if (!decoded.ok) return tellError('A frame from the server was damaged', decoded.message)
    const { frame } = decoded
    switch (frame.kind) {
      case 'part': {
        const parts = this.long.add(frame)
        return parts === null ? undefined : this.onLong(parts, signal)
      }
      case 'counters':
        this.lastCountersAt = performance.now()
        return takeCounters(frame.ns, frame.values)
      case 'capture':
        return this.batches.take(frame)
    }
  }

  private idle(): void {
    // Nobody knows what passes there meanwhile.
    if (!this.greeted) return
    this.batches.tell()
    const { state, clock, scale } = liveStore.getState().run
    if (state !== 'running' || performance.now() - this.lastCountersAt < QUIET_MS) return
    // How fast time runs that runs as fast as it can, nobody knows.
    passQuietly(1e8 * (clock === 'virtual' && scale > 0 ? scale : 1))
  }

  private others<P extends { client: string }>(peers: readonly P[]): P[] {
    const present = peers.filter((peer) => peer.client !== clientId())
    const presence = new Map(liveStore.getState().presence)
    for (const id of presence.keys()) if (!present.some((peer) => peer.client === id)) presence.delete(id)
    liveStore.setState({ presence })
    return present
  }

  /** Shows what the copy now holds. `stacks` comes with most messages: what Undo and Redo would do. */
  private publish(stacks?: { undo: string | null; redo: string | null }): void {
    const { document, pending } = this.copy!
    const { undo, redo } = stacks ?? documentStore.getState()
    if (pending.length === 0) this.displaced.clear()
    documentStore.setState({ document, pending: pending.length, undo, redo })
    clearTimeout(this.indexTimer)
    // What edits ask of it: the next one would be felt, having to make it, and a large one hands on little.
    this.indexTimer = setTimeout(() => void inTasks(indexInParts(document)), CALM_MS)
  }
}
