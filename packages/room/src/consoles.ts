// Commands that are running for clients. A session is named by the client; the kernel is told a name that says whose it is,
// so two clients may use the same one, and what a command prints goes to its owner alone.
import { MAX_SESSIONS } from '@etherloom/protocol'

export interface Session {
  client: string
  session: string
}

export class Consoles {
  private readonly running = new Map<string, Session>()

  /** The kernel's name for the session, or null when this client runs too many. A session that runs already keeps its name. */
  open(client: string, session: string): string | null {
    const key = keyOf(client, session)
    if (!this.running.has(key) && this.countOf(client) >= MAX_SESSIONS) return null
    this.running.set(key, { client, session })
    return key
  }

  /** Null when nothing runs there. */
  find(client: string, session: string): string | null {
    const key = keyOf(client, session)
    return this.running.has(key) ? key : null
  }

  /** Whose output it is; a session that has ended is forgotten. */
  owner(key: string, ended: boolean): Session | null {
    const session = this.running.get(key) ?? null
    if (ended) this.running.delete(key)
    return session
  }

  /** The kernel is gone: every command ended with it. */
  endAll(): Session[] {
    const sessions = [...this.running.values()]
    this.running.clear()
    return sessions
  }

  private countOf(client: string): number {
    let count = 0
    for (const session of this.running.values()) if (session.client === client) count++
    return count
  }
}

const keyOf = (client: string, session: string) => JSON.stringify([client, session])
