// One console per node: what was printed, what was typed, whether something runs. Output arrives in bursts, so views are
// told at most once an animation frame.
import type { NodeId } from '@etherloom/topology'

const MAX_LINES = 5000
const MAX_HISTORY = 200

export interface ConsoleLine {
  readonly kind: 'command' | 'output' | 'status'
  readonly text: string
}

export class ConsoleSession {
  readonly id: string
  readonly node: NodeId
  readonly history: string[] = []
  running = false
  lines: readonly ConsoleLine[] = []
  /** Lines let go so far; with it a line keeps its number, and views need not draw it again. */
  forgotten = 0
  /** The last output did not end its line yet. */
  private open = false

  constructor(id: string, node: NodeId) {
    this.id = id
    this.node = node
  }

  typed(line: string): void {
    this.open = false
    this.running = true
    this.push({ kind: 'command', text: line })
    if (line.trim() === '' || this.history.at(-1) === line) return
    this.history.push(line)
    if (this.history.length > MAX_HISTORY) this.history.shift()
  }

  printed(text: string): void {
    if (text === '') return
    const parts = text.replaceAll('\r\n', '\n').split('\n')
    const lines = [...this.lines]
    if (this.open) lines.push({ kind: 'output', text: lines.pop()!.text + parts.shift()! })
    this.open = parts.at(-1) !== ''
    if (!this.open) parts.pop()
    lines.push(...parts.map((part): ConsoleLine => ({ kind: 'output', text: part })))
    this.keep(lines)
  }

  /** The command ended; only a failure is worth a line. */
  ended(exit: number): void {
    this.running = false
    this.open = false
    if (exit !== 0) this.push({ kind: 'status', text: `exit status ${exit}` })
  }

  /** Why the command will not answer: the lab stopped, the connection broke. */
  cut(why: string): void {
    if (!this.running) return
    this.running = false
    this.open = false
    this.push({ kind: 'status', text: why })
  }

  clear(): void {
    this.forgotten += this.lines.length
    this.lines = []
    this.open = false
  }

  private push(line: ConsoleLine): void {
    this.keep([...this.lines, line])
  }

  private keep(lines: readonly ConsoleLine[]): void {
    const excess = Math.max(0, lines.length - MAX_LINES)
    this.forgotten += excess
    this.lines = excess > 0 ? lines.slice(excess) : lines
  }
}

const sessions = new Map<NodeId, ConsoleSession>()
const byId = new Map<string, ConsoleSession>()
const listeners = new Set<() => void>()
let announced = false

/** Sessions are named by this page: two tabs never share one. */
const page = crypto.randomUUID().slice(0, 8)
let made = 0

export function consoleOf(node: NodeId): ConsoleSession {
  let session = sessions.get(node)
  if (!session) {
    session = new ConsoleSession(`${page}-${made++}`, node)
    sessions.set(node, session)
    byId.set(session.id, session)
  }
  return session
}

export const sessionById = (id: string): ConsoleSession | null => byId.get(id) ?? null

export function cutAll(why: string): void {
  for (const session of sessions.values()) session.cut(why)
  announceConsole()
}

export function forgetConsoles(): void {
  sessions.clear()
  byId.clear()
  announceConsole()
}

export function onConsole(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function announceConsole(): void {
  if (announced) return
  announced = true
  requestAnimationFrame(() => {
    announced = false
    for (const listener of listeners) listener()
  })
}
