// Who is in the room now, by client id: one connection each.
import type { Peer, ServerMessage } from '@etherloom/protocol'
import type { Client } from './client.ts'

export class Attendance {
  private readonly clients = new Map<string, Client>()

  get size(): number {
    return this.clients.size
  }

  [Symbol.iterator](): Iterator<Client> {
    return this.clients.values()
  }

  get(id: string): Client | undefined {
    return this.clients.get(id)
  }

  /** False for a connection that was replaced by another of the same client. */
  has(client: Client): boolean {
    return this.clients.get(client.id) === client
  }

  add(client: Client): void {
    this.clients.set(client.id, client)
  }

  remove(client: Client): void {
    if (this.has(client)) this.clients.delete(client.id)
  }

  broadcast(message: ServerMessage, except: Client | null = null): void {
    for (const client of this.clients.values()) if (client !== except) client.send(message)
  }

  peers(): Peer[] {
    return Array.from(this.clients.values(), (client) => client.peer())
  }

  /** Nobody is called as somebody else is: the next Ada is “Ada 2”. */
  freeName(wish: string, self: Client | null = null): string {
    const taken = new Set(this.peers().flatMap(({ client, name }) => (client === self?.id ? [] : name)))
    const base = wish.trim() || 'Guest'
    let name = base
    for (let n = 2; taken.has(name); n++) name = `${base} ${n}`
    return name
  }

  /** The first color nobody has: a number, the page knows the paint. */
  freeColor(): number {
    const taken = new Set(this.peers().map((peer) => peer.color))
    let color = 0
    while (taken.has(color)) color++
    return color
  }
}
