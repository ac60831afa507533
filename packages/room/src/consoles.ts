// Commands that are running, for clients and for the REST interface. A session is named by who asks; the kernel is told a name
// that says whose it is, so two clients may use the same one, and what a command prints goes to its owner alone.
import { MAX_LAB_SESSIONS, MAX_SESSIONS } from '@etherloom/protocol'

/** What a command prints, bit by bit; `exit` is its status once it has ended. */
export type Output = (text: string, exit: number | null) => void

/**
 * Who has something of it: the page in which it was typed, whose end is its end; the lab, for which it goes on; or a program, which
 * interrupts what it wants no more.
 */
export type Reader = 'page' | 'lab' | 'program'

interface Session {
  client: string
  reader: Reader
  output: Output
}

export class Consoles {
  private readonly running = new Map<string, Session>()

  /** The kernel's name for the session, or null when too many run. A session that runs already keeps its name. */
  open(client: string, session: string, reader: Reader, output: Output): string | null {
    const key = keyOf(client, session)
    const isFull = this.running.size >= MAX_LAB_SESSIONS || this.countOf(client) >= MAX_SESSIONS
    if (isFull && !this.running.has(key)) return null
    this.running.set(key, { client, reader, output })
    return key
  }

  /** Null when nothing runs there. */
  find(client: string, session: string): string | null {
    const key = keyOf(client, session)
    return this.running.has(key) ? key : null
  }

  /** What a page of this client began. */
  ofPage(client: string): string[] {
    return [...this.running].flatMap(([key, session]) =>
      session.reader === 'page' && session.client === client ? [key] : [],
    )
  }

  /** To whose it is; a session that has ended is forgotten. */
  output(key: string, text: string, exit: number | null): void {
    const session = this.running.get(key)
    if (exit !== null) this.running.delete(key)
    session?.output(text, exit)
  }

  /** The kernel is gone: every command ended with it. */
  endAll(exit: number): void {
    const sessions = [...this.running.values()]
    this.running.clear()
    for (const { output } of sessions) output('', exit)
  }

  private countOf(client: string): number {
    let count = 0
    for (const session of this.running.values()) if (session.client === client) count++
    return count
  }
}

const keyOf = (client: string, session: string) => JSON.stringify([client, session])
