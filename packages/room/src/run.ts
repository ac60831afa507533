// A room's experiment: the port to a kernel while there is one, and everything that comes up from it. Between runs there is
// no port and every request is answered with the reason. After a panic the port stays, so that totals remain readable, until
// the lab is stopped or run again.
//
// A kernel that is to end is asked for nothing more, but what it still has to say of its links is heard: the last frames and
// counters, and the end of a recording. Only then the lab is said to have stopped.
//
// Long, because every message between a room and its kernel passes here, each in a few lines: in one place one sees which are
// heard in which state. What needs more is elsewhere: standing.ts, captures.ts, recorded.ts, consoles.ts, inspections.ts, fan-out.ts.
import type {
  Answer,
  Down,
  ExperimentOptions,
  ExperimentPort,
  NodeAction,
  Query,
  RunState,
  Up,
} from '@etherloom/experiment/port'
import {
  CodedError,
  type ErrorCode,
  NODE_ACTION_BURST,
  NODE_ACTIONS_PER_SECOND,
  type RecordingInfo,
  type RecordSlots,
  type RunEvent,
  type RunInfo,
  type ServerMessage,
} from '@etherloom/protocol'
import type { Diff, NodeId, Operation, RecordId, TopologyDocument, Wire } from '@etherloom/topology'
import { Captures } from './captures.ts'
import type { Client } from './client.ts'
import { Consoles, type Output, type Reader } from './consoles.ts'
import { EventBook } from './event-book.ts'
import { FanOut, type Tap } from './fan-out.ts'
import { TokenBucket } from './flood.ts'
import { Inspections, notSeen, Questions } from './inspections.ts'
import { Recorded } from './recorded.ts'
import { Standing } from './standing.ts'

/** What a shell shows for a command that was killed. */
const KILLED = 137

/** Which clock, and how fast virtual time runs. */
export type RunTime = Pick<ExperimentOptions, 'clock' | 'scale'>

/** What the run needs from its room. */
export interface Audience {
  clients(): Iterable<Client>
  client(id: string): Client | undefined
  broadcast(message: ServerMessage): void
  /** A console command wants the document changed. Answered once, after the operation was applied everywhere or refused. */
  propose(origin: string, operation: Operation, answer: ProposalAnswer): void
}

export interface ProposalAnswer {
  accepted(rev: number): void
  refused(message: string): void
}

export class Run {
  private readonly audience: Audience
  private readonly openPort: () => ExperimentPort
  private readonly wallMs: () => number
  private port: ExperimentPort | null = null
  /** Until nothing is left of the kernel that was told to stop. */
  private ending: Promise<void> | null = null
  private readonly captures: Captures
  private recorded: Recorded
  private readonly book: EventBook
  private readonly standing: Standing
  /** Building a node anew takes the kernel's time from its packets. */
  private readonly nodeActions = new TokenBucket(NODE_ACTION_BURST, NODE_ACTIONS_PER_SECOND, 0)
  private readonly consoles = new Consoles()
  private readonly inspections = new Inspections()
  private readonly questions = new Questions()
  private fanOut: FanOut

  constructor(audience: Audience, openPort: () => ExperimentPort, wallMs: () => number) {
    this.audience = audience
    this.openPort = openPort
    this.wallMs = wallMs
    this.fanOut = this.newFanOut()
    this.captures = new Captures(
      () => audience.clients(),
      (message) => this.send(message),
    )
    this.recorded = this.newRecorded()
    this.book = new EventBook(wallMs, (events, fresh) => audience.broadcast({ type: 'events', fresh, events }))
    this.standing = new Standing((message) => audience.broadcast(message), this.book)
  }

  /** True while there is a kernel, also a panicked one. */
  get open(): boolean {
    return this.port !== null
  }

  get info(): RunInfo {
    return this.standing.info
  }

  get slots(): readonly RecordSlots[] {
    return this.fanOut.slots.rows
  }

  get events(): RunEvent[] {
    return this.book.events
  }

  /** How it stands, for who comes. */
  get state() {
    const { info: run, faults, stopped, blocked } = this.standing
    return { run, slots: this.slots, faults, stopped, blocked, recording: this.recording }
  }

  /** The present recording, or the last one of this run. */
  get recording(): RecordingInfo | null {
    return this.recorded.info
  }

  start(time: RunTime, document: TopologyDocument, rev: number): ErrorCode | null {
    if (this.ending !== null) return 'run/ending'
    if (this.alive()) return 'run/running'
    if (this.port !== null) this.abandon(this.port)
    const { clock } = time
    const scale = clock === 'real' ? 1 : time.scale
    this.standing.change({ state: 'starting', clock, scale, coarse: false, ns: 0, message: null })
    this.book.begin(`started in ${clock === 'real' ? 'real time' : `virtual time, ${speed(scale)}`}`)
    let port: ExperimentPort
    try {
      port = this.openPort()
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.standing.change({ state: 'stopped', message })
      this.book.note('run', 'error', null, `could not start: ${message}`)
      return error instanceof CodedError ? error.code : 'run/failed'
    }
    this.begin(port)
    this.standing.change({ coarse: clock === 'real' && port.coarse })
    const records = [...document.records.values()]
    port.send({ type: 'start', rev, records, options: { clock, seed: null, scale } })
    this.watch()
    this.captures.begin()
    this.send({ type: 'run' })
    return null
  }

  /** Ends the kernel; resolves when nothing of it is left. */
  stop(): Promise<void> {
    const { port } = this
    if (port === null) return Promise.resolve()
    // It is known to be ending before it says anything more.
    this.ending ??= Promise.resolve().then(() => this.end(port))
    return this.ending
  }

  pause(): ErrorCode | null {
    return this.request({ type: 'pause' })
  }

  resume(): ErrorCode | null {
    return this.request({ type: 'run' })
  }

  step(): ErrorCode | null {
    if (this.alive() && this.info.state !== 'paused') return 'run/not-paused'
    return this.request({ type: 'step' })
  }

  scale(factor: number): ErrorCode | null {
    if (this.alive() && this.info.clock === 'real') return 'run/real-time'
    const problem = this.request({ type: 'scale', factor })
    if (problem !== null || factor === this.info.scale) return problem
    this.standing.change({ scale: factor })
    this.book.note('run', 'info', null, `time runs ${speed(factor)}`)
    return null
  }

  node(node: NodeId, action: NodeAction, nowMs: number): ErrorCode | null {
    const isStopped = this.standing.stopped.includes(node)
    if (this.alive() && action === 'stop' && isStopped) return 'node/stopped'
    if (this.alive() && action === 'start' && !isStopped) return 'node/running'
    if (this.alive() && !this.nodeActions.take(nowMs)) return 'client/flood'
    return this.request({ type: 'node', node, action })
  }

  /** Every committed operation, in order; a kernel that does not run needs none. */
  apply(rev: number, diff: Diff): void {
    if (this.alive()) this.send({ type: 'apply', rev, diff })
  }

  /**
   * `origin` is who types it: what the command changes in the document enters that client's undo stack. Where a person reads it, of
   * what comes faster than can be shown only the newest is wanted.
   */
  console(
    origin: string,
    session: string,
    node: NodeId,
    line: string,
    reader: Reader,
    output: Output,
  ): ErrorCode | null {
    if (!this.alive()) return 'run/not-running'
    const key = this.consoles.open(origin, session, reader, output)
    if (key === null) return 'console/busy'
    this.send({ type: 'console', session: key, node, line, origin, paced: reader !== 'program' })
    return null
  }

  /** Whether a command runs in this session. */
  isBusy(origin: string, session: string): boolean {
    return this.consoles.find(origin, session) !== null
  }

  interrupt(origin: string, session: string): void {
    const key = this.consoles.find(origin, session)
    if (key !== null) this.send({ type: 'interrupt', session: key })
  }

  /** The page in which these commands were typed is gone: Ctrl-C for each, as a terminal does that is closed. */
  hangUp(origin: string): void {
    for (const session of this.consoles.ofPage(origin)) this.send({ type: 'interrupt', session })
  }

  /** Always answered, by the kernel or at once. */
  inspect(client: Client, query: number, node: NodeId, nowMs: number): void {
    const number = this.port === null ? null : this.inspections.ask(client, query, node, nowMs)
    if (number !== null) this.send({ type: 'query', query: number, what: { kind: 'node', node } })
    else client.send(notSeen(query, node, this.port === null ? 'run/not-running' : 'inspect/busy'))
  }

  /** Somebody watches other records now: tell the kernel the union of what all watch. */
  watch(): void {
    if (!this.alive()) return
    const union = new Set<RecordId>()
    for (const client of this.audience.clients()) {
      if (client.watching === 'all') {
        this.send({ type: 'watch', records: 'all' })
        return
      }
      for (const record of client.watching) union.add(record)
    }
    this.send({ type: 'watch', records: [...union] })
  }

  setCapture(client: Client, record: RecordId, on: boolean): ErrorCode | null {
    return this.captures.set(client, record, on, this.alive())
  }

  /** Somebody has left: what that client alone watched and captured is wanted no more. */
  left(client: Client): void {
    this.watch()
    if (this.alive()) this.captures.left(client)
  }

  sendTotals(client: Client): void {
    this.fanOut.sendTotals(client)
  }

  /** Frames of one record for somebody who is no client, until `untap`, or `ended` when the run is over. */
  tap(tap: Tap): ErrorCode | null {
    if (!this.alive()) return 'run/not-running'
    return this.captures.tap(tap)
  }

  untap(tap: Tap): void {
    this.captures.untap(tap, this.alive())
  }

  /** Null when there is no kernel, or it ended before it answered. A kernel that hangs answers nothing. */
  query(what: Query): Promise<Answer | null> {
    if (this.port === null || this.ending !== null) return Promise.resolve(null)
    const { query, answer } = this.questions.ask()
    this.send({ type: 'query', query, what })
    return answer
  }

  /** Resolves when `holds` does, or when the run is over. */
  when(holds: (info: RunInfo) => boolean): Promise<RunInfo> {
    return this.standing.when(holds)
  }

  /** Frames of these records to disk, every one. How that ends is told as `recording`. */
  record(document: TopologyDocument, records: readonly Wire[], snaplen: number): ErrorCode | null {
    if (!this.alive()) return 'run/not-running'
    const refused = this.recorded.begin(document, records, this.slots, snaplen, this.wallMs())
    if (refused !== null) return refused
    const { file, records: there } = this.recorded.info!
    this.send({ type: 'record', file, records: [...there], snaplen })
    return null
  }

  stopRecording(): ErrorCode | null {
    if (!this.recording?.on) return 'record/none'
    return this.request({ type: 'unrecord' })
  }

  private newRecorded(): Recorded {
    return new Recorded((recording) => this.audience.broadcast({ type: 'recording', recording }))
  }

  private newFanOut(): FanOut {
    // The client itself is told how many; everybody, now and then, that there are some.
    const told = (client: Client) =>
      this.book.noteAtTimes(
        client,
        'capture',
        `captured frames are left out for ${client.name}: they come faster than they can be passed on`,
      )
    return new FanOut(told, this.wallMs)
  }

  private alive(): boolean {
    return this.port !== null && this.ending === null && this.info.state !== 'panicked'
  }

  private request(message: Down): ErrorCode | null {
    if (!this.alive()) return 'run/not-running'
    this.send(message)
    return null
  }

  private send(message: Down): void {
    this.port?.send(message)
  }

  private begin(port: ExperimentPort): void {
    this.port = port
    this.fanOut = this.newFanOut()
    this.standing.setFaults({})
    this.standing.setStopped([])
    this.standing.setBlocked([])
    this.recorded = this.newRecorded()
    port.onMessage((message) => {
      if (this.port === port && (this.ending === null || heardToTheEnd.has(message.type))) this.receive(message)
    })
  }

  /** Commands end at once; taps and the run itself, when the kernel has said its last. */
  private async end(port: ExperimentPort): Promise<void> {
    this.endConversations()
    await port.close()
    this.captures.end()
    this.port = null
    this.ending = null
    this.standing.change({ state: 'stopped', ns: this.book.ns, message: null })
    this.standing.setStopped([])
    this.standing.setBlocked([])
    this.book.note('run', 'info', null, 'stopped')
  }

  /** A kernel that has failed has nothing more to say. */
  private abandon(port: ExperimentPort): void {
    this.port = null
    void port.close()
  }

  private receive(message: Up): void {
    switch (message.type) {
      case 'state':
        this.onState(message.state, message.ns)
        break
      case 'slots':
        this.onSlots(message.slots)
        break
      case 'applied':
      case 'faults':
        this.standing.setFaults(message.faults)
        break
      case 'nodes':
        this.standing.setStopped(message.stopped)
        break
      case 'blocked':
        this.standing.setBlocked(message.ports)
        break
      case 'events':
        this.book.add(message.events)
        break
      case 'counters':
        this.book.ns = message.ns
        this.fanOut.counters(this.audience.clients(), message.ns, message.values)
        break
      case 'frames':
        this.fanOut.frames(this.audience.clients(), this.captures.taps, message.chunk)
        break
      case 'recent':
        this.onRecent(message.ticket, message.chunk)
        break
      case 'recording':
        this.onRecording(message)
        break
      case 'output':
        this.consoles.output(message.session, message.text, message.exit)
        break
      case 'propose':
        this.onPropose(message.proposal, message.origin, { label: message.label, diff: message.diff })
        break
      case 'panic':
        this.onPanic(message)
        break
      case 'answer':
        this.onAnswer(message.query, message.answer)
        break
    }
  }

  private onState(state: RunState, ns: number): void {
    // A kernel begins paused and is then told to run: nobody asked for that pause.
    if (this.info.state === 'panicked' || (this.info.state === 'starting' && state === 'paused')) return
    this.standing.reached(state, ns)
  }

  private onSlots(slots: RecordSlots[]): void {
    this.fanOut.setSlots(slots)
    this.audience.broadcast({ type: 'slots', slots })
  }

  private onRecording(message: Extract<Up, { type: 'recording' }>): void {
    const note = this.recorded.onTold(message)
    if (note !== null) this.book.note('capture', note.severity, null, note.text)
  }

  private onRecent(ticket: number, chunk: Uint8Array | null): void {
    const client = this.captures.opened(ticket)
    if (client !== null && chunk !== null) this.fanOut.earlier(client, chunk)
  }

  private onAnswer(number: number, answer: Answer): void {
    this.questions.answered(number, answer)
    const asked = this.inspections.answered(number)
    if (asked === null) return
    const { client, query, node } = asked
    const view = answer.kind === 'node' ? answer.view : null
    client.send({ type: 'inspected', query, node, view, message: answer.kind === 'error' ? answer.message : null })
  }

  private onPropose(proposal: number, origin: string, operation: Operation): void {
    const port = this.port
    const answer = (message: Down) => {
      if (this.port === port) this.send(message)
    }
    this.audience.propose(origin, operation, {
      accepted: (rev) => {
        this.book.note(
          'console',
          'info',
          null,
          `${this.audience.client(origin)?.name ?? 'somebody'}: ${operation.label}`,
        )
        answer({ type: 'proposed', proposal, rev })
      },
      refused: (message) => answer({ type: 'refused', proposal, message }),
    })
  }

  private onPanic(panic: Extract<Up, { type: 'panic' }>): void {
    this.standing.change({ state: 'panicked', message: panic.message })
    const where = panic.node === null ? '' : ` in ${panic.node}`
    this.book.note('panic', 'error', null, `the kernel failed${where}: ${panic.message}`)
    const packet = panic.packet === null ? null : hex(panic.packet)
    this.audience.broadcast({ ...panic, packet })
    this.endConversations()
    this.captures.end()
  }

  private endConversations(): void {
    this.consoles.endAll(KILLED)
    this.inspections.endAll()
    this.questions.endAll()
  }
}

/** What a kernel says that was told to stop. */
const heardToTheEnd: ReadonlySet<Up['type']> = new Set(['frames', 'counters', 'events', 'recording'])

const speed = (scale: number): string =>
  scale === 0 ? 'as fast as possible' : scale === 1 ? 'as fast as real time' : `at ${scale} × real time`

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
