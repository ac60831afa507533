// A browser tab on a real socket: protocol's ClientDocument behind `ws`, with what it heard kept in order.
import {
  ClientDocument,
  type ClientMessage,
  decodeFrame,
  PROTOCOL_VERSION,
  type ServerMessage,
} from '@etherloom/protocol'
import { type Diff, documentOf, finish, type Operation, type TopologyDocument } from '@etherloom/topology'
import { WebSocket } from 'ws'

type Message<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>
type Op = { type: 'op'; seq: number; label: string; diff: Diff }

export class Tab {
  readonly id: string
  readonly got: ServerMessage[] = []
  readonly frames: Uint8Array[] = []
  private parts: Uint8Array[] = []
  closed: { code: number; reason: string } | null = null
  doc: ClientDocument | null = null
  socket: WebSocket
  private readonly url: string
  private readonly waiting = new Set<() => void>()
  private greeted = false

  constructor(url: string, id: string) {
    this.url = url
    this.id = `tab-${id}`.padEnd(8, '-')
    this.socket = this.connect()
  }

  /** Connected, and has the document. */
  static async open(url: string, id: string): Promise<Tab> {
    const tab = new Tab(url, id)
    await tab.until(() => tab.greeted)
    return tab
  }

  /** Comes back as the same client with the revision it has. */
  async reopen(url = this.url): Promise<void> {
    this.closed = null
    this.socket = this.connect(url)
    await this.until(() => this.greeted)
  }

  say(message: Exclude<ClientMessage, { type: 'op' }> | Op): void {
    this.socket.send(JSON.stringify(message))
  }

  /** Returns the operation's seq; `acked` waits for it. */
  edit(make: (doc: TopologyDocument) => Operation): number {
    const operation = make(this.doc!.document)
    const { seq } = this.doc!.propose(operation)
    this.say({ type: 'op', seq, ...operation })
    return seq
  }

  ask(kind: 'undo' | 'redo'): number {
    const seq = this.doc!.ask(kind)
    this.say({ type: kind, seq })
    return seq
  }

  async answer(seq: number): Promise<Message<'ack'> | Message<'refused'>> {
    const found = () =>
      this.got.find(
        (m): m is Message<'ack'> | Message<'refused'> => (m.type === 'ack' || m.type === 'refused') && m.seq === seq,
      )
    await this.until(() => found() !== undefined)
    return found()!
  }

  /** The first message of that type that satisfies, past or to come. */
  async hear<T extends ServerMessage['type']>(
    type: T,
    which: (message: Message<T>) => boolean = () => true,
  ): Promise<Message<T>> {
    const found = () => this.got.find((m): m is Message<T> => m.type === type && which(m as Message<T>))
    await this.until(() => found() !== undefined)
    return found()!
  }

  decoded() {
    return this.frames.map((bytes) => {
      const decoded = decodeFrame(bytes)
      if (!decoded.ok) throw new Error(decoded.message)
      return decoded.frame
    })
  }

  /** Resolves when `what` holds; looked at after everything that arrives. */
  async until(what: () => boolean, ms = 10_000): Promise<void> {
    if (what()) return
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${this.id} waited in vain; heard ${JSON.stringify(this.got.slice(-3))}`)),
        ms,
      )
      const look = () => {
        if (!what()) return
        clearTimeout(timer)
        this.waiting.delete(look)
        resolve()
      }
      this.waiting.add(look)
    })
  }

  async close(): Promise<void> {
    this.socket.close()
    await this.until(() => this.closed !== null)
  }

  private connect(url = this.url): WebSocket {
    this.greeted = false
    const socket = new WebSocket(url)
    socket.on('open', () =>
      this.say({
        type: 'hello',
        protocol: PROTOCOL_VERSION,
        client: this.id,
        name: this.id,
        rev: this.doc?.rev ?? null,
      }),
    )
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (socket !== this.socket) return
      if (isBinary) this.take(Uint8Array.from(data))
      else this.handle(JSON.parse(data.toString()) as ServerMessage)
      this.look()
    })
    socket.on('error', () => {})
    socket.on('close', (code, reason) => {
      if (socket !== this.socket) return
      this.closed = { code, reason: reason.toString() }
      this.look()
    })
    return socket
  }

  private take(bytes: Uint8Array): void {
    const decoded = decodeFrame(bytes)
    if (!decoded.ok || decoded.frame.kind !== 'part') return void this.frames.push(bytes)
    this.parts.push(decoded.frame.text)
    if (!decoded.frame.last) return
    this.handle(JSON.parse(Buffer.concat(this.parts).toString()) as ServerMessage)
    this.parts = []
  }

  private look(): void {
    for (const waiter of [...this.waiting]) waiter()
  }

  private handle(message: ServerMessage): void {
    this.got.push(message)
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
