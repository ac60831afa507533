// Somebody at a lab without a page: says what a page would say, and hears what it would hear.
import { type ClientMessage, decodeFrame, PROTOCOL_VERSION, type ServerMessage } from '@etherloom/protocol'
import { WebSocket } from 'ws'

const LONGEST_MS = 120_000

export class Person {
  /** Called with every binary frame that is no part of a message. */
  onBytes: (bytes: Uint8Array) => void = () => {}
  private readonly socket: WebSocket
  private readonly heard: Set<(message: ServerMessage) => void>
  private parts: Uint8Array[] = []

  private constructor(socket: WebSocket) {
    this.socket = socket
    this.heard = new Set()
    socket.on('message', (data: Buffer, binary: boolean) => {
      // As a plain array: a Buffer's slice is no copy.
      if (binary) this.take(new Uint8Array(data.buffer, data.byteOffset, data.length))
      else this.understand(String(data))
    })
  }

  private take(bytes: Uint8Array): void {
    const decoded = decodeFrame(bytes)
    if (!decoded.ok || decoded.frame.kind !== 'part') return this.onBytes(bytes)
    this.parts.push(decoded.frame.text)
    if (!decoded.frame.last) return
    this.understand(Buffer.concat(this.parts).toString())
    this.parts = []
  }

  private understand(text: string): void {
    const message = JSON.parse(text) as ServerMessage
    for (const hear of [...this.heard]) hear(message)
  }

  static async join(url: string, lab: string, name: string): Promise<Person> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/labs/${lab}/ws`)
    const person = new Person(socket)
    socket.on('open', () => person.say({ type: 'hello', protocol: PROTOCOL_VERSION, client: name, name, rev: null }))
    await person.hear('its greeting', ({ type }) => type === 'welcome')
    return person
  }

  say(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message))
  }

  /** The first message that is what was waited for. */
  hear(what: string, found: (message: ServerMessage) => boolean): Promise<ServerMessage> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(limit)
        this.heard.delete(listen)
      }
      const limit = setTimeout(() => {
        end()
        reject(new Error(`the lab did not come to ${what}`))
      }, LONGEST_MS)
      const listen = (message: ServerMessage): void => {
        const failed = whyFailed(message)
        if (failed === null && !found(message)) return
        end()
        if (failed === null) resolve(message)
        else reject(new Error(failed))
      }
      this.heard.add(listen)
    })
  }

  /** Runs the lab: in real time, or in virtual time as fast as it can. */
  async start(clock: 'real' | 'virtual'): Promise<void> {
    const running = this.hear('running', (message) => message.type === 'run' && message.run.state === 'running')
    this.say({ type: 'run/start', clock, scale: clock === 'virtual' ? 0 : 1 })
    await running
  }

  /** Runs a command to its end and returns what it printed. */
  async run(node: `node:${string}`, line: string): Promise<string> {
    const session = `s${Math.random()}`.slice(0, 20)
    let text = ''
    const ended = this.hear(`the end of ${line}`, (message) => {
      if (message.type !== 'output' || message.session !== session) return false
      text += message.text
      return message.exit !== null
    })
    this.say({ type: 'console', session, node, line })
    await ended
    return text
  }

  close(): void {
    this.socket.close()
  }
}

function whyFailed(message: ServerMessage): string | null {
  if (message.type === 'error' || message.type === 'refused') return `${message.code}: ${message.message}`
  return message.type === 'panic' ? message.message : null
}
