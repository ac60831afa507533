// For tests: a browser that is really one (protocol's ClientDocument behind a transport made of arrays), a kernel that says
// what it is told to say, and a disk that commits when asked.
import type { Down, ExperimentPort, Up } from '@etherloom/experiment/port'
import {
  ClientDocument,
  type ClientMessage,
  decodeFrame,
  PROTOCOL_VERSION,
  type ServerMessage,
} from '@etherloom/protocol'
import { documentOf, finish, type Operation, type TopologyDocument } from '@etherloom/topology'
import type { Transport } from './client.ts'
import type { Connection } from './connection.ts'
import type { AppendOutcome, Journal, LoggedOperation } from './journal.ts'
import { Room, type RoomOptions } from './room.ts'

type Message<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>

/** One tab. `receive` handles what has arrived; until then it lies in the wire, as in a slow network. */
export class Browser implements Transport {
  readonly id: string
  readonly got: ServerMessage[] = []
  readonly frames: Uint8Array[] = []
  closedWith: string | null = null
  buffered = 0
  doc: ClientDocument | null = null
  private readonly wire: ServerMessage[] = []
  private readonly sending: (() => void)[] = []
  private connection: Connection | null = null
  /** Until the room has greeted, operations wait among the pending: they must not overtake those sent before. */
  private greeted = false

  constructor(id: string) {
    this.id = `tab-${id}`.padEnd(8, '-')
  }

  /** Connects and says hello, with the revision it has. */
  open(room: Room, nowMs = 0): this {
    this.closedWith = null
    this.connection = room.connect(this, nowMs)
    this.say(
      { type: 'hello', protocol: PROTOCOL_VERSION, client: this.id, name: this.id, rev: this.doc?.rev ?? null },
      nowMs,
    )
    return this
  }

  /** Opened, and has the document. */
  static in(room: Room, id: string): Browser {
    const browser = new Browser(id).open(room)
    browser.receive()
    return browser
  }

  say(message: ClientMessage, nowMs = 0): void {
    this.connection?.receive(message, nowMs)
  }

  edit(make: (document: TopologyDocument) => Operation): number {
    const operation = make(this.doc!.document)
    const { seq } = this.doc!.propose(operation)
    if (this.greeted) this.say({ type: 'op', seq, ...operation })
    return seq
  }

  ask(kind: 'undo' | 'redo'): number {
    const seq = this.doc!.ask(kind)
    if (this.greeted) this.say({ type: kind, seq })
    return seq
  }

  /** Pulls the plug; what lies in the wire is lost. */
  lose(): void {
    this.wire.length = 0
    this.greeted = false
    this.connection?.close()
    this.connection = null
  }

  send(message: ServerMessage): void {
    this.wire.push(structuredClone(message))
  }

  sendBinary(bytes: Uint8Array, sent?: () => void): void {
    this.frames.push(bytes)
    if (sent) this.sending.push(sent)
  }

  /** What waited in the socket has left it. */
  drain(): void {
    this.buffered = 0
    for (const sent of this.sending.splice(0)) sent()
  }

  bufferedAmount(): number {
    return this.buffered
  }

  close(code: string): void {
    this.closedWith = code
    this.lose()
  }

  /** Handles up to `count` messages from the wire. */
  receive(count = Number.POSITIVE_INFINITY): void {
    for (const message of this.wire.splice(0, count)) {
      this.got.push(message)
      this.handle(message)
    }
  }

  last<T extends ServerMessage['type']>(type: T): Message<T> | undefined {
    this.receive()
    return this.got.findLast((message) => message.type === type) as Message<T> | undefined
  }

  decoded() {
    return this.frames.map((bytes) => {
      const decoded = decodeFrame(bytes)
      if (!decoded.ok) throw new Error(decoded.message)
      return decoded.frame
    })
  }

  private handle(message: ServerMessage): void {
    if (message.type === 'welcome') {
      const document = documentOf(message.records)
      if (this.doc === null) this.doc = new ClientDocument(document, message.rev, message.seen)
      else finish(this.doc.onWelcome(document, message.rev, message.seen))
      this.resend()
    } else if (message.type === 'resumed') {
      finish(this.doc!.onResumed(message.ops, message.seen))
      this.resend()
    } else if (message.type === 'ack') finish(this.doc!.onAck(message.seq, message.rev, message.diff))
    else if (message.type === 'refused') finish(this.doc!.onRefused(message.seq))
    else if (message.type === 'op') finish(this.doc!.onForeign(message.rev, message.diff))
  }

  private resend(): void {
    this.greeted = true
    for (const entry of this.doc!.pending)
      this.say(
        entry.kind === 'op' ? { type: 'op', seq: entry.seq, ...entry.operation } : { type: entry.kind, seq: entry.seq },
      )
  }
}

/** A kernel's end of the port, played by the test. */
export class ScriptedPort implements ExperimentPort {
  readonly told: Down[] = []
  readonly coarse = false
  /** What it answers to `recent`; undefined: nothing yet. */
  kept: Uint8Array | null | undefined = null
  closed = false
  /** What it still has to say when it is closed. */
  lastWords: () => void = () => {}
  private listener: (message: Up) => void = () => {}

  send(message: Down): void {
    this.told.push(structuredClone(message))
    if (message.type === 'recent' && this.kept !== undefined)
      this.listener({ type: 'recent', ticket: message.ticket, chunk: this.kept })
  }

  onMessage(listener: (message: Up) => void): void {
    this.listener = listener
  }

  close(): Promise<void> {
    this.closed = true
    this.lastWords()
    return Promise.resolve()
  }

  says(message: Up): void {
    this.listener(message)
  }

  heard<T extends Down['type']>(type: T): Extract<Down, { type: T }>[] {
    return this.told.filter((message): message is Extract<Down, { type: T }> => message.type === type)
  }
}

/** A disk that forgets with the process. */
export class MemoryJournal implements Journal {
  readonly operations: LoggedOperation[]
  private readonly waiting: { operation: LoggedOperation; outcome: AppendOutcome }[] = []
  private readonly schedule: (task: () => void) => void

  /** `schedule` runs a task later: a test's own list of what is still to happen. */
  constructor(schedule: (task: () => void) => void, operations: readonly LoggedOperation[] = []) {
    this.operations = [...operations]
    this.schedule = schedule
  }

  append(operation: LoggedOperation, _document: TopologyDocument, outcome: AppendOutcome): void {
    this.waiting.push({ operation, outcome })
    if (this.waiting.length === 1) this.schedule(() => this.commit())
  }

  since(rev: number): LoggedOperation[] {
    return this.operations.filter((operation) => operation.rev > rev)
  }

  ofClient(client: string, limit: number): LoggedOperation[] {
    return this.operations.filter((operation) => operation.client === client).slice(-limit)
  }

  private commit(): void {
    const batch = this.waiting.splice(0)
    for (const { operation } of batch) this.operations.push(operation)
    for (const { outcome } of batch) outcome.committed()
  }
}

/** A room whose disk commits on `commit()`, and whose server may be restarted or die. */
export class Bench {
  journal: MemoryJournal
  room: Room
  readonly ports: ScriptedPort[] = []
  wallMs = 1_700_000_000_000
  private readonly options: Pick<RoomOptions, 'breathe'>
  private due: (() => void)[] = []

  /** `breathe`: large operations are checked in parts. */
  constructor(document: TopologyDocument, options: Pick<RoomOptions, 'breathe'> = {}) {
    this.options = options
    this.journal = this.disk([])
    this.room = this.open(document, 0)
  }

  /** The server dies: what was not committed never was. The lab is opened again from what is on disk. */
  crash(): Room {
    this.due = []
    this.journal = this.disk(this.journal.operations)
    const { document, rev } = this.room.current
    this.room = this.open(document, rev)
    return this.room
  }

  commit(): void {
    for (const task of this.due.splice(0)) task()
  }

  private disk(operations: LoggedOperation[]): MemoryJournal {
    return new MemoryJournal((task) => this.due.push(task), operations)
  }

  private open(document: TopologyDocument, rev: number): Room {
    const openPort = () => {
      const port = new ScriptedPort()
      this.ports.push(port)
      return port
    }
    const { journal, options } = this
    return new Room({ id: 'lab1', document, rev, journal, openPort, wallMs: () => this.wallMs, ...options })
  }
}
