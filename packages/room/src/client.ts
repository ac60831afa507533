// A client as the room knows it. Two lifetimes: a `Member` is a client id (undo stacks, what was decided) and outlives
// connections; a `Client` is one connection with what it watches and captures.
import {
  type Cursor,
  errorCodes,
  FLOOD_BURST,
  FLOOD_PER_SECOND,
  MAX_BUFFERED_BYTES,
  type Peer,
  type ServerMessage,
} from '@etherloom/protocol'
import type { RecordId } from '@etherloom/topology'
import { Arrears } from './arrears.ts'
import { TokenBucket } from './flood.ts'
import { History } from './history.ts'
import type { LoggedOperation } from './journal.ts'

export type Welcome = Extract<ServerMessage, { type: 'welcome' }>
/** A welcome without the document. */
export type Greeting = Omit<Welcome, 'records'>

/** A whole document, in words already: JSON of its records in pieces; joined, the inside of an array. */
export interface Whole {
  readonly rev: number
  readonly pieces: readonly Uint8Array[]
}

/** How the room reaches a browser. apps/server implements it on a WebSocket, tests with arrays. */
export interface Transport {
  send(message: ServerMessage): void
  /** A welcome, where `Room.offer` is used: its document is in words already, and the same bytes go to everybody. */
  sendWhole?(greeting: Greeting, records: Whole['pieces']): void
  /** `sent`: these bytes have left the socket. */
  sendBinary(bytes: Uint8Array, sent?: () => void): void
  /** Bytes that wait in the socket. */
  bufferedAmount(): number
  /** The room is done with this connection. */
  close(code: string, reason: string): void
}

export class Member {
  readonly id: string
  readonly history: History
  /** The greatest seq accepted for decision, and the greatest decided and told. */
  received: number
  decided: number

  /** `past` is what this client did before this room was opened. */
  constructor(id: string, past: readonly LoggedOperation[]) {
    this.id = id
    this.history = historyOf(past)
    this.received = past.reduce((seq, operation) => Math.max(seq, operation.seq ?? 0), 0)
    this.decided = this.received
  }

  labels(): { undo: string | null; redo: string | null } {
    return { undo: this.history.undo?.label ?? null, redo: this.history.redo?.label ?? null }
  }
}

function historyOf(past: readonly LoggedOperation[]): History {
  const history = new History()
  for (const { kind, label, diff } of past) {
    if (kind === 'op') history.record({ label, diff })
    else history.repeat(kind, diff)
  }
  return history
}

export class Client {
  readonly member: Member
  name: string
  readonly color: number
  readonly transport: Transport
  readonly viewOnly: boolean
  watching: ReadonlySet<RecordId> | 'all'
  /** What it captures; and of that what it is sent now: the rest waits for the frames kept from before. */
  readonly capturing: Set<RecordId>
  readonly live: Set<RecordId>
  readonly arrears = new Arrears()
  /** Captured frames left out since the last chunk that was sent. */
  skipped: number
  /** Counters were left out: the next ones sent must be all of them. */
  stale: boolean
  selection: string[]
  cursor: Cursor | null
  /** The room has closed this connection; what may still arrive on it counts for nothing. */
  gone: boolean

  constructor(member: Member, name: string, color: number, transport: Transport, viewOnly: boolean) {
    this.member = member
    this.name = name
    this.color = color
    this.transport = transport
    this.viewOnly = viewOnly
    this.watching = new Set()
    this.capturing = new Set()
    this.live = new Set()
    this.skipped = 0
    this.stale = false
    this.selection = []
    this.cursor = null
    this.gone = false
  }

  get id(): string {
    return this.member.id
  }

  send(message: ServerMessage): void {
    if (this.keepsUp()) this.transport.send(message)
  }

  /** `sent`: these bytes have left the socket. */
  sendBinary(bytes: Uint8Array, sent?: () => void): void {
    if (this.keepsUp()) this.transport.sendBinary(bytes, sent)
  }

  /** False for a connection that is over; so is one for which too much waits. */
  private keepsUp(): boolean {
    if (this.gone || this.transport.bufferedAmount() <= MAX_BUFFERED_BYTES) return !this.gone
    this.gone = true
    this.transport.close('client/too-slow', errorCodes['client/too-slow'].words)
    return false
  }

  presence(): ServerMessage {
    return { type: 'presence', client: this.id, selection: this.selection, cursor: this.cursor }
  }

  peer(): Peer {
    return { client: this.id, name: this.name, color: this.color }
  }

  watches(record: RecordId): boolean {
    return this.watching === 'all' || this.watching.has(record)
  }
}

/** How much one connection may say; refusals without a rest between end it. */
export class Patience {
  private readonly bucket: TokenBucket
  refused: number

  constructor(nowMs: number) {
    this.bucket = new TokenBucket(FLOOD_BURST, FLOOD_PER_SECOND, nowMs)
    this.refused = 0
  }

  allows(nowMs: number): boolean {
    const allowed = this.bucket.take(nowMs)
    if (!allowed) this.refused++
    else if (this.bucket.rested) this.refused = 0
    return allowed
  }
}
