// What one connection may say, and when: hello first, then anything, at a bearable rate. Shape was checked at the edge
// (protocol/src/parse.ts); sense is the room's affair.
import { type ClientMessage, type ErrorCode, errorCodes, FLOOD_PATIENCE } from '@etherloom/protocol'
import { type Client, Patience, type Transport } from './client.ts'
import type { Room } from './room.ts'

/** What changes neither the lab nor its run. */
const looking: ReadonlySet<ClientMessage['type']> = new Set([
  'hello',
  'name',
  'watch',
  'inspect',
  'capture',
  'taken',
  'presence',
])

export class Connection {
  private readonly room: Room
  private readonly transport: Transport
  private readonly patience: Patience
  private readonly viewOnly: boolean
  private client: Client | null = null
  private closed = false

  constructor(room: Room, transport: Transport, nowMs: number, viewOnly: boolean) {
    this.viewOnly = viewOnly
    this.room = room
    this.transport = transport
    this.patience = new Patience(nowMs)
  }

  receive(message: ClientMessage, nowMs: number): void {
    if (this.closed || this.client?.gone) return
    if (!this.patience.allows(nowMs)) this.stem('seq' in message ? message.seq : null)
    else if (message.type === 'hello') this.hello(message)
    else if (this.client === null) this.end('client/hello-first')
    else if (this.viewOnly && !looking.has(message.type)) this.turnAway(this.client, message)
    else this.dispatch(this.client, message, nowMs)
  }

  /** A message that could not be read: said to its sender, and nothing else happens. `seq` when it was an operation's. */
  reject(code: ErrorCode, message: string, nowMs: number, seq: number | null = null): void {
    if (this.closed || this.client?.gone) return
    if (!this.patience.allows(nowMs)) this.stem(seq)
    else if (seq !== null && this.client !== null) this.room.turnAway(this.client, seq, code, message)
    else this.transport.send({ type: 'error', code, message })
  }

  /** The transport is gone. */
  close(): void {
    this.closed = true
    if (this.client !== null) this.room.leave(this.client)
    this.client = null
  }

  private hello(message: Extract<ClientMessage, { type: 'hello' }>): void {
    if (this.client !== null) this.error('client/hello-twice')
    else this.client = this.room.join(message, this.transport, this.viewOnly)
  }

  /** Who came to look only is told so, where the answer would have been. */
  private turnAway(client: Client, message: ClientMessage): void {
    const { words } = errorCodes['lab/view-only']
    if ('seq' in message) this.room.turnAway(client, message.seq, 'lab/view-only', words)
    else if (message.type === 'console')
      client.send({ type: 'output', session: message.session, text: `${words}\n`, exit: 1 })
    else this.error('lab/view-only')
  }

  private dispatch(client: Client, message: Exclude<ClientMessage, { type: 'hello' }>, nowMs: number): void {
    const { run } = this.room
    switch (message.type) {
      case 'op':
        this.room.operate(client, message.seq, { label: message.label, diff: message.diff })
        break
      case 'name':
        this.room.rename(client, message.name)
        break
      case 'undo':
      case 'redo':
        this.room.turnBack(client, message.seq, message.type)
        break
      case 'run/start':
        this.report(this.room.startRun(message.clock, message.scale))
        break
      case 'run/stop':
        void this.room.stopRun()
        break
      case 'run/pause':
        this.report(run.pause())
        break
      case 'run/resume':
        this.report(run.resume())
        break
      case 'run/step':
        this.report(run.step())
        break
      case 'run/scale':
        this.report(run.scale(message.factor))
        break
      case 'node/stop':
        this.report(run.node(message.node, 'stop', nowMs))
        break
      case 'node/start':
        this.report(run.node(message.node, 'start', nowMs))
        break
      case 'node/restart':
        this.report(run.node(message.node, 'restart', nowMs))
        break
      case 'watch':
        client.watching = message.records === 'all' ? 'all' : new Set(message.records)
        run.watch()
        run.sendTotals(client)
        break
      case 'inspect':
        run.inspect(client, message.query, message.node, nowMs)
        break
      case 'capture':
        this.report(run.setCapture(client, message.record, message.on))
        break
      case 'taken':
        client.arrears.taken(message.batches)
        break
      case 'record/start':
        this.report(this.room.startRecording(message.records, message.snaplen))
        break
      case 'record/stop':
        this.report(run.stopRecording())
        break
      case 'console':
        this.console(client, message)
        break
      case 'interrupt':
        run.interrupt(client.id, message.session)
        break
      case 'presence':
        client.selection = message.selection
        client.cursor = message.cursor
        this.room.tellOthers(client, client.presence())
        break
    }
  }

  /** The reason why a command cannot run appears where its output would. */
  private console(client: Client, { session, node, line, stays }: Extract<ClientMessage, { type: 'console' }>): void {
    // The client may be another connection by the time the command prints.
    const output = (text: string, exit: number | null) => {
      const now = this.room.client(client.id)
      if (now?.member === client.member) now.send({ type: 'output', session, text, exit })
    }
    const problem = this.room.run.console(client.id, session, node, line, stays ? 'lab' : 'page', output)
    if (problem !== null) output(`${errorCodes[problem].words}\n`, 1)
  }

  /** Too much: an operation must still be answered, the rest is dropped; who does not stop at all is sent away. */
  private stem(seq: number | null): void {
    if (this.patience.refused > FLOOD_PATIENCE) this.end('client/flood')
    else if (seq !== null && this.client !== null)
      this.room.turnAway(this.client, seq, 'client/flood', errorCodes['client/flood'].words)
    else if (this.patience.refused === 1) this.error('client/flood')
  }

  private report(problem: ErrorCode | null): void {
    if (problem !== null) this.error(problem)
  }

  private error(code: ErrorCode): void {
    this.transport.send({ type: 'error', code, message: errorCodes[code].words })
  }

  private end(code: ErrorCode): void {
    this.transport.close(code, errorCodes[code].words)
    this.close()
  }
}
