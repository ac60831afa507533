// Console sessions: each has a node and at most one command running in it. What commands write is gathered and goes up once a
// slice, so that a chatty program costs one message, not one a line; and no faster than a person can follow (unsent.ts).
import { dadEndsNs } from '@etherloom/inet'
import type { Kernel } from '@etherloom/kern'
import type { System } from '@etherloom/machine'
import {
  askOutside,
  Interrupted,
  type Process,
  ProcessTable,
  type Program,
  type SystemCall,
  waitUntil,
} from '@etherloom/proc'
import { runLine, type Session } from '@etherloom/shell'
import type { NodeId, Operation, TopologyDocument } from '@etherloom/topology'
import type { Up } from './port.ts'
import { Unsent } from './unsent.ts'

const EXIT_NO_SYSTEM = 126
/** In this time from the start of a run on, a command may come before the systems are up. */
const BOOT_NS = 2e9

const notBegun = (upNs: number): string =>
  `Interrupted before it began: the lab's addresses are checked until ${(upNs / 1e9).toFixed(1)} s into the run (duplicate address detection).\n`

interface Running {
  node: NodeId
  process: Process
  unsent: Unsent
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
  private readonly proposals: Map<number, number>
  private nextProposal: number

  constructor(host: ConsoleHost) {
    this.host = host
    this.processes = new ProcessTable(host.kernel)
    this.running = new Map()
    this.proposals = new Map()
    this.nextProposal = 1
  }

  /** `paced`: a person reads what it prints. */
  run(session: string, node: NodeId, line: string, origin: string, paced = false): void {
    const busy = this.running.get(session)
    if (busy !== undefined) {
      busy.unsent.write('This console still runs a command: interrupt it with Ctrl-C first.\n')
      return
    }
    const system = this.host.systemOf(node)
    if (system === null) {
      this.host.post({ type: 'output', session, text: `${this.whyNoSystem(node)}\n`, exit: EXIT_NO_SYSTEM })
      return
    }
    const unsent = new Unsent(paced)
    const process = this.processes.fork(system.vnet, unsent, (exit) => {
      this.running.delete(session)
      this.host.post({ type: 'output', session, text: unsent.end(), exit })
    })
    this.running.set(session, { node, process, unsent })
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
      try {
        // Timers that are due at that instant come first.
        yield* waitUntil(process, up + 1, () => false)
      } catch (thrown) {
        // Else nothing would say why nothing was printed.
        if (thrown instanceof Interrupted) process.tty.write(notBegun(up))
        throw thrown
      }
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
    for (const running of this.running.values()) {
      if (running.node !== node) continue
      running.unsent.write('Killed: the node was stopped, restarted or removed.\n')
      running.process.kill()
    }
  }

  terminate(): void {
    for (const { process } of this.running.values()) process.kill()
  }

  proposed(proposal: number): void {
    this.answer(proposal, null)
  }

  refused(proposal: number, message: string): void {
    this.answer(proposal, message)
  }

  /** Sends what is due; returns ns until more is, null when nothing waits. */
  flush(now: number): number | null {
    let next: number | null = null
    for (const [session, { unsent }] of this.running) {
      const due = unsent.dueIn(now)
      if (due === 0) this.host.post({ type: 'output', session, text: unsent.take(now), exit: null })
      else if (due !== null) next = Math.min(next ?? due, due)
    }
    return next
  }

  get busy(): boolean {
    return this.running.size > 0
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
