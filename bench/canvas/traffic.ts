// Makes a lab busy, as other people at it would: connections of their own, each running as many commands as one may.
import { MAX_SESSIONS, PROTOCOL_VERSION, type ServerMessage } from '@etherloom/protocol'
import { WebSocket } from 'ws'
import type { Ping } from './lab.ts'

const RUNNING_MS = 120_000

class Person {
  private readonly socket: WebSocket
  private readonly heard: Set<(message: ServerMessage) => void>

  constructor(address: string, name: string) {
    this.socket = new WebSocket(address)
    this.heard = new Set()
    this.socket.on('open', () => this.say({ type: 'hello', protocol: PROTOCOL_VERSION, client: name, name, rev: null }))
    this.socket.on('message', (data, binary) => {
      if (binary) return
      const message = JSON.parse(String(data)) as ServerMessage
      for (const hear of this.heard) hear(message)
    })
  }

  say(message: object): void {
    this.socket.send(JSON.stringify(message))
  }

  hear(what: string, found: (message: ServerMessage) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`the lab did not come to ${what}`)), RUNNING_MS)
      this.heard.add((message) => {
        if (message.type === 'error') reject(new Error(`${message.code}: ${message.message}`))
        if (!found(message)) return
        clearTimeout(limit)
        resolve()
      })
    })
  }

  close(): void {
    this.socket.close()
  }
}

/** Runs the lab; each ping asks `perSecond` times a second. What comes back ends it. */
export async function makeBusy(
  url: string,
  lab: string,
  pings: readonly Ping[],
  perSecond: number,
): Promise<() => void> {
  const address = `${url.replace('http', 'ws')}/api/labs/${lab}/ws`
  const people: Person[] = []
  for (let from = 0; from < pings.length; from += MAX_SESSIONS) {
    const person = new Person(address, `traffic-${from}`)
    people.push(person)
    await person.hear('its greeting', ({ type }) => type === 'welcome')
    if (from === 0) {
      person.say({ type: 'run/start', clock: 'real' })
      await person.hear('running', (message) => message.type === 'run' && message.run.state === 'running')
    }
    pings.slice(from, from + MAX_SESSIONS).forEach(({ from: node, to }, i) => {
      // Sizes differ, so that links do: 100 to 1,400 bytes.
      const line = `ping -q -m 255 -i ${1 / perSecond} -s ${100 + ((from + i) % 14) * 100} ${to}`
      person.say({ type: 'console', session: `ping-${from + i}`, node, line })
    })
  }
  return () => {
    for (const person of people) person.close()
  }
}
