// The WebSocket of a lab. Here text becomes messages and back; order and meaning are the room's.
import { CodedError, errorCodes, parseClientMessage, type ServerMessage } from '@etherloom/protocol'
import type { Transport } from '@etherloom/room'
import type { FastifyInstance } from 'fastify'
import type { WebSocket } from 'ws'
import type { Labs } from '../labs.ts'
import type { Shares } from '../shares.ts'

/** Close code of a room's refusal, with its code as the reason; the private range begins at 4000 (RFC 6455, 7.4.2). */
export const CLOSED_BY_ROOM = 4000

export function installSocketRoute(
  app: FastifyInstance,
  labs: Labs,
  shares: Shares,
  log: (text: string) => void,
): void {
  app.get<{ Params: { id: string }; Querystring: { view?: string } }>(
    '/api/labs/:id/ws',
    { websocket: true },
    (socket, request) => {
      // A frame that is too big or is no UTF-8: `ws` closes with 1009 or 1007 and reports it here, which is not our error.
      socket.on('error', () => {})
      const transport = new SocketTransport(socket)
      try {
        const { id } = request.params
        const { view } = request.query
        // The token of a link that was taken back opens nothing, not even for who would need none.
        if (view && !shares.opens(id, view)) throw new CodedError('lab/not-shared')
        if (view || request.viewer) {
          const gone = shares.looking(id, () => transport.close('lab/not-shared', errorCodes['lab/not-shared'].words))
          socket.on('close', gone)
        }
        serveSocket(socket, transport, labs, id, request.viewer || view !== undefined, log)
      } catch (error) {
        const coded = error instanceof CodedError ? error : new CodedError('http/internal')
        if (coded !== error) log(`opening lab ${request.params.id}: ${String(error)}`)
        transport.close(coded.code, coded.message)
      }
    },
  )
}

function serveSocket(
  socket: WebSocket,
  transport: Transport,
  labs: Labs,
  lab: string,
  viewOnly: boolean,
  log: (text: string) => void,
) {
  const connection = labs.open(lab).connect(transport, performance.now(), viewOnly)
  socket.on('close', () => connection.close())
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    const now = performance.now()
    if (isBinary) {
      connection.reject('message/not-text', errorCodes['message/not-text'].words, now)
      return
    }
    const parsed = parseClientMessage(data.toString('utf8'))
    try {
      if (parsed.ok) connection.receive(parsed.message, now)
      else connection.reject(parsed.code, parsed.message, now, parsed.seq)
    } catch (error) {
      // A bug of ours that one message has found: it costs its sender the connection, and nobody else anything.
      log(`lab ${lab}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      transport.close('http/internal', errorCodes['http/internal'].words)
    }
  })
}

// What goes to everybody with the lab open is one object, sent to each in turn: it is put into words once.
let lastMessage: ServerMessage | null = null
let lastText = Buffer.alloc(0)

function textOf(message: ServerMessage): Buffer {
  if (message !== lastMessage) {
    lastMessage = message
    lastText = Buffer.from(JSON.stringify(message))
  }
  return lastText
}

class SocketTransport implements Transport {
  private readonly socket: WebSocket

  constructor(socket: WebSocket) {
    this.socket = socket
  }

  send(message: ServerMessage): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(textOf(message), { binary: false })
  }

  sendBinary(bytes: Uint8Array, sent?: () => void): void {
    if (this.socket.readyState !== this.socket.OPEN) return
    if (sent === undefined) this.socket.send(bytes)
    else this.socket.send(bytes, (error) => error || sent())
  }

  bufferedAmount(): number {
    return this.socket.bufferedAmount
  }

  close(code: string, message: string): void {
    this.send({ type: 'error', code, message })
    this.socket.close(CLOSED_BY_ROOM, code)
  }
}
