// The WebSocket of a lab. Here text becomes messages and back; order and meaning are the room's.
import { setImmediate } from 'node:timers/promises'
import {
  type ClientMessage,
  CodedError,
  errorCodes,
  type Parsed,
  parseClientMessage,
  partHeader,
  type ServerMessage,
} from '@etherloom/protocol'
import type { Connection, Greeting, Room, Transport, Whole } from '@etherloom/room'
import type { Diff } from '@etherloom/topology'
import type { FastifyInstance } from 'fastify'
import type { WebSocket } from 'ws'
import type { Labs } from '../labs.ts'
import { wordsOf } from '../replicas/diff-words.ts'
import { bytesOf } from '../replicas/pieces.ts'
import type { Shares } from '../shares.ts'
import type { CodedSocket } from './coded-socket.ts'
import type { Lobby, Stranger } from './lobby.ts'
import { Parts } from './parts.ts'

/** Close code of a room's refusal, with its code as the reason; the private range begins at 4000 (RFC 6455, 7.4.2). */
const CLOSED_BY_ROOM = 4000

/** Longer ones are read by another thread, on both sides. */
const LONG_BYTES = 256 * 1024

export const SOCKET_ROUTE = '/api/labs/:id/ws'

export function installSocketRoute(
  app: FastifyInstance,
  labs: Labs,
  shares: Shares,
  lobby: Lobby,
  log: (text: string) => void,
): void {
  app.get<{ Params: { id: string }; Querystring: { view?: string } }>(
    SOCKET_ROUTE,
    { websocket: true },
    (socket, request) => {
      // What cannot be read is reported here, too, which is not our error.
      socket.on('error', () => {})
      const transport = new SocketTransport(socket as CodedSocket)
      const refuse = (error: unknown) => {
        const coded = error instanceof CodedError ? error : new CodedError('http/internal')
        if (coded !== error) log(`opening lab ${request.params.id}: ${String(error)}`)
        transport.close(coded.code, coded.message)
      }
      try {
        const { id } = request.params
        const { view } = request.query
        // The token of a link that was taken back opens nothing, not even for who would need none.
        if (view && !shares.opens(id, view)) throw new CodedError('lab/not-shared')
        if (view || request.viewer) {
          const gone = shares.looking(id, () => transport.close('lab/not-shared', errorCodes['lab/not-shared'].words))
          socket.on('close', gone)
        }
        const stranger = lobby.enter(request.raw.socket)
        socket.on('close', stranger.leave)
        const visitor = new Visitor(socket, transport, labs, stranger, id, log)
        visitor.enter(request.viewer || view !== undefined).catch(refuse)
      } catch (error) {
        refuse(error)
      }
    },
  )
}

/** One connection. What it says while its lab is loaded, or put into words for it, waits: nearly all of it in the socket. */
class Visitor {
  private readonly socket: WebSocket
  private readonly transport: Transport
  private readonly labs: Labs
  private readonly stranger: Stranger
  private readonly lab: string
  private readonly log: (text: string) => void
  private readonly said: [data: Buffer, isBinary: boolean][] = []
  private readonly parts = new Parts()
  private room: Room | null = null
  private connection: Connection | null = null
  private waiting = false

  constructor(
    socket: WebSocket,
    transport: Transport,
    labs: Labs,
    stranger: Stranger,
    lab: string,
    log: (text: string) => void,
  ) {
    this.stranger = stranger
    this.socket = socket
    this.transport = transport
    this.labs = labs
    this.lab = lab
    this.log = log
  }

  async enter(viewOnly: boolean): Promise<void> {
    let gone = false
    this.socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.said.push([data, isBinary])
      this.listen()
    })
    this.socket.on('close', () => {
      gone = true
      this.connection?.close()
    })
    await this.waitFor(async () => {
      this.room = await this.labs.open(this.lab)
      if (!gone) this.connection = this.room.connect(this.transport, performance.now(), viewOnly)
    })
    this.stranger.expect(() =>
      this.transport.close('client/hello-first', 'No hello came: the first message of a connection must be hello.'),
    )
  }

  /** Everything said until now, unless something has to be waited for first. */
  private listen(): void {
    while (!this.waiting && this.connection !== null && this.said.length > 0) {
      const [data, isBinary] = this.said.shift()!
      this.hear(this.connection, data, isBinary)
    }
  }

  private async waitFor(task: () => Promise<void>): Promise<void> {
    this.waiting = true
    this.socket.pause()
    try {
      await task()
    } finally {
      this.waiting = false
      this.socket.resume()
    }
    this.listen()
  }

  private hear(connection: Connection, data: Buffer, isBinary: boolean): void {
    const now = performance.now()
    if (isBinary) {
      const taken = this.parts.take(data)
      if (taken === null) return
      if ('whole' in taken) return this.hear(connection, taken.whole, false)
      const { code, fatal } = taken
      if (fatal) this.transport.close(code, errorCodes[code].words)
      else this.guarded(() => connection.reject(code, errorCodes[code].words, now))
      return
    }
    if (data.length < LONG_BYTES) return this.heard(connection, parseClientMessage(data.toString('utf8')), now)
    const read = this.waitFor(async () => {
      this.heard(connection, await this.labs.message(new Uint8Array(data)), now)
      // The next one stays in the socket: read sooner than they can be decided, large ones would fill the memory.
      await this.room!.decided()
    })
    read.catch((error) => this.fail(error))
  }

  private heard(connection: Connection, parsed: Parsed<ClientMessage>, now: number): void {
    if (parsed.ok && parsed.message.type === 'hello') this.stranger.leave()
    if (!parsed.ok) this.guarded(() => connection.reject(parsed.code, parsed.message, now, parsed.seq))
    else if (parsed.message.type === 'hello' && this.room!.lacksWhole(parsed.message.rev)) {
      const { message } = parsed
      const welcomed = this.waitFor(async () => {
        await this.labs.welcoming(this.room!, message.rev)
        this.guarded(() => connection.receive(message, now))
      })
      welcomed.catch((error) => this.fail(error))
    } else this.guarded(() => connection.receive(parsed.message, now))
  }

  private guarded(take: () => void): void {
    try {
      take()
    } catch (error) {
      this.fail(error)
    }
  }

  /** A bug of ours that one message has found: it costs its sender the connection, and nobody else anything. */
  private fail(error: unknown): void {
    const coded = error instanceof CodedError ? error : new CodedError('http/internal')
    if (coded !== error)
      this.log(`lab ${this.lab}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    this.transport.close(coded.code, coded.message)
  }
}

// What goes to everybody with the lab open is one object, sent to each in turn: it is put into words once.
let lastMessage: ServerMessage | null = null
let lastText = Buffer.alloc(0)
/** Those of a run are the same in every greeting. */
const slotsInWords = new WeakMap<object, readonly Uint8Array[]>()
const cutUp = (text: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(text.length / LONG_BYTES) }, (_, i) =>
    text.subarray(i * LONG_BYTES, (i + 1) * LONG_BYTES),
  )

/** Fewer are put into words wherever they are needed. */
const MANY_SLOTS = 500

function textOf(message: ServerMessage): Buffer {
  if (message !== lastMessage) {
    lastMessage = message
    lastText = Buffer.from(JSON.stringify(message))
  }
  return lastText
}

/** Fields of a message by name, in words. */
interface Words {
  [field: string]: readonly Uint8Array[]
}

/** What is in words already, or is put into words once for everybody. */
function wordsIn(message: ServerMessage | Greeting): Words {
  const words: Words = {}
  if ('diff' in message && message.diff !== null) {
    const diff = wordsOf(message.diff)
    if (diff !== undefined) words.diff = diff
  }
  if ('ops' in message && message.ops.some(({ diff }) => wordsOf(diff) !== undefined))
    words.ops = opsInWords(message.ops)
  if ('slots' in message && message.slots.length >= MANY_SLOTS) {
    const { slots } = message
    const made = slotsInWords.get(slots) ?? [bytesOf(JSON.stringify(slots))]
    slotsInWords.set(slots, made)
    words.slots = made
  }
  return words
}

function opsInWords(ops: readonly { readonly diff: Diff }[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (const { diff, ...others } of ops) {
    pieces.push(bytesOf(`${pieces.length === 0 ? '[' : ','}${JSON.stringify(others).slice(0, -1)},"diff":`))
    pieces.push(...(wordsOf(diff) ?? [bytesOf(JSON.stringify(diff))]), END)
  }
  return [...pieces, CLOSING]
}

const [OPENING, CLOSING, END] = ['[', ']', '}'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer]

class SocketTransport implements Transport {
  private readonly socket: WebSocket
  private held: { readonly bytes: number; readonly send: () => void }[] | null = null
  private heldBytes = 0

  constructor(socket: CodedSocket) {
    this.socket = socket
    socket.answerPings()
    socket.onUnreadable = (code) => this.sayWhy(code, errorCodes[code].words)
  }

  send(message: ServerMessage): void {
    if (this.socket.readyState !== this.socket.OPEN) return
    const words = wordsIn(message)
    if (Object.keys(words).length > 0) return this.sendAround(message, words)
    const text = textOf(message)
    if (text.length > LONG_BYTES) this.sendLong(cutUp(text), text.length)
    else this.sendText(text)
  }

  private sendText(text: Buffer): void {
    const send = () => this.socket.send(text, { binary: false })
    if (!this.hold(text.length, send)) send()
  }

  sendBinary(bytes: Uint8Array, sent?: () => void): void {
    if (this.socket.readyState !== this.socket.OPEN) return
    const send = () => this.socket.send(bytes, (error) => error || sent?.())
    if (!this.hold(bytes.length, send)) send()
  }

  bufferedAmount(): number {
    return this.socket.bufferedAmount + this.heldBytes
  }

  sendWhole(greeting: Greeting, records: Whole['pieces']): void {
    this.sendAround(greeting, { ...wordsIn(greeting), records: [OPENING, ...records, CLOSING] })
  }

  /** A message of which some fields are in words already. */
  private sendAround(message: object, words: Words): void {
    const others = Object.entries(message).filter(([field]) => !(field in words))
    const pieces: Uint8Array[] = [bytesOf(JSON.stringify(Object.fromEntries(others)).slice(0, -1))]
    for (const [field, inWords] of Object.entries(words)) pieces.push(bytesOf(`,"${field}":`), ...inWords)
    pieces.push(END)
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0)
    if (bytes > LONG_BYTES) this.sendLong(pieces, bytes)
    else this.sendText(Buffer.concat(pieces))
  }

  private sendLong(pieces: readonly Uint8Array[], bytes: number): void {
    const send = () => void this.sendParts(pieces)
    if (!this.hold(bytes, send)) send()
  }

  /**
   * One message in parts, each sent when the one before has left: who is told the same shares the memory of the pieces, and the
   * server does other things between two. What is said meanwhile follows it.
   */
  private async sendParts(pieces: readonly Uint8Array[]): Promise<void> {
    const { socket } = this
    this.held = []
    this.heldBytes = 0
    for (const [i, piece] of pieces.entries()) {
      const last = i === pieces.length - 1
      socket.send(partHeader(last), { binary: true, fin: false })
      const left = new Promise((resolve) => socket.send(piece, { fin: true }, resolve))
      if (last) break
      await left
      await setImmediate()
      if (socket.readyState !== socket.OPEN) return
    }
    const held = this.held
    this.held = null
    // One of them may be such a message again; then the rest waits for that.
    for (const each of held) if (!this.hold(each.bytes, each.send)) each.send()
  }

  /** True when it has to wait for a message that is on its way. */
  private hold(bytes: number, send: () => void): boolean {
    if (this.held === null) return false
    this.held.push({ bytes, send })
    this.heldBytes += bytes
    return true
  }

  close(code: string, message: string): void {
    this.sayWhy(code, message)
    this.socket.close(CLOSED_BY_ROOM, code)
  }

  /** In the middle of a message there is only the reason in the close frame. */
  private sayWhy(code: string, message: string): void {
    if (this.held === null) this.send({ type: 'error', code, message })
  }
}
