// Console sessions: each has a node and at most one command running in it. What commands write is gathered and goes up once a
// slice, so that a chatty program costs one message, not one a line.
import { dadEndsNs } from '@etherloom/inet'
import type { Kernel } from '@etherloom/kern'
import type { System } from '@etherloom/machine'
import { askOutside, type Process, ProcessTable, type Program, type SystemCall, waitUntil } from '@etherloom/proc'
import { runLine, type Session } from '@etherloom/shell'
import type { NodeId, Operation, TopologyDocument } from '@etherloom/topology'
import type { Up } from './port.ts'

const EXIT_NO_SYSTEM = 126
/** In this time from the start of a run on, a command may come before the systems are up. */
const BOOT_NS = 2e9
/** What a session may have unsent; beyond it the oldest half is cut, with a note. A slice lasts milliseconds. */
const MAX_UNSENT = 1 << 20

interface Running {
  node: NodeId
  process: Process
}

export interface ConsoleHost {
  readonly kernel: Kernel
  document(): TopologyDocument
  systemOf(node: NodeId): System | null
  systems(): readonly System[]
  isStopped(node: NodeId): boolean
  post(message: Up): void
}

export class Consoles {
  private readonly host: ConsoleHost
  private readonly processes: ProcessTable
  private readonly running: Map<string, Running>
  private readonly unsent: Map<string, string>
  private readonly proposals: Map<number, number>
  private nextProposal: number

  constructor(host: ConsoleHost) {
    this.host = host
    this.processes = new ProcessTable(host.kernel)
    this.running = new Map()
    this.unsent = new Map()
    this.proposals = new Map()
    this.nextProposal = 1
  }

  run(session: string, node: NodeId, line: string, origin: string): void {
    if (this.running.has(session)) {
      this.write(session, 'This console still runs a command: interrupt it with Ctrl-C first.\n')
      return
    }
    const system = this.host.systemOf(node)
    if (system === null) {
      this.finish(session, `${this.whyNoSystem(node)}\n`, EXIT_NO_SYSTEM)
      return
    }
    const tty = { write: (text: string) => this.write(session, text) }
    const process = this.processes.fork(system.vnet, tty, (status) => {
      this.running.delete(session)
      this.finish(session, '', status)
    })
    this.running.set(session, { node, process })
    process.exec(this.booted(process, runLine(this.session(process, system, node, origin), line)))
  }

  /**
   * A program that begins once the systems of the lab are up. Duplicate address detection is part of that: FreeBSD's
   * /etc/rc.d/netif waits for it before anything else is started, so that no daemon finds an address it cannot use.
   */
  private *booted(process: Process, program: Program): Program {
    const { kernel } = this.host
    while (kernel.nowNs < BOOT_NS) {
      const up = Math.max(0, ...this.host.systems().map(({ vnet }) => dadEndsNs(vnet)))
      if (up <= kernel.nowNs) break
      // Timers that are due at that instant come first.
      yield* waitUntil(process, up + 1, () => false)
    }
    return yield* program
  }

  private whyNoSystem(node: NodeId): string {
    if (!this.host.document().records.has(node)) return 'This node is not there any more.'
    if (this.host.isStopped(node)) return 'This node is stopped: start it first.'
    return 'This node has no system to run commands in: it only passes frames on.'
  }

  interrupt(session: string): void {
    this.running.get(session)?.process.interrupt()
  }

  /** Ends what runs in a node that goes away; the terminal says so. */
  killAll(node: NodeId): void {
    for (const [session, running] of this.running) {
      if (running.node !== node) continue
      this.write(session, 'Killed: the node was stopped, restarted or removed.\n')
      running.process.kill()
    }
  }

  terminate(): void {
    for (const { process } of this.running.values()) process.kill()
    this.flush()
  }

  proposed(proposal: number): void {
    this.answer(proposal, null)
  }

  refused(proposal: number, message: string): void {
    this.answer(proposal, message)
  }

  flush(): void {
    for (const [session, text] of this.unsent) this.host.post({ type: 'output', session, text, exit: null })
    this.unsent.clear()
  }

  get busy(): boolean {
    return this.running.size > 0
  }

  private write(session: string, text: string): void {
    const all = (this.unsent.get(session) ?? '') + text
    this.unsent.set(session, all.length > MAX_UNSENT ? `[output cut]\n${all.slice(-MAX_UNSENT / 2)}` : all)
  }

  private finish(session: string, text: string, exit: number): void {
    const before = this.unsent.get(session) ?? ''
    this.unsent.delete(session)
    this.host.post({ type: 'output', session, text: before + text, exit })
  }

  private answer(proposal: number, refusal: string | null): void {
    const ticket = this.proposals.get(proposal)
    this.proposals.delete(proposal)
    if (ticket !== undefined) this.host.kernel.release(ticket, refusal)
  }

  private session(process: Process, system: System, node: NodeId, origin: string): Session {
    return {
      process,
      system,
      node,
      document: () => this.host.document(),
      propose: (operation) => this.propose(process, operation, origin),
    }
  }

  private propose(process: Process, operation: Operation, origin: string): SystemCall<string | null> {
    return askOutside<string | null>(process, (ticket) => {
      const proposal = this.nextProposal++
      this.proposals.set(proposal, ticket)
      this.host.post({ type: 'propose', proposal, origin, ...operation })
    })
  }
}
