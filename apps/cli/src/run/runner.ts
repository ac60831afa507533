// One run: a document in a kernel in this process, driven until its end. The kernel posts messages from inside a slice; what
// they make us send goes down between slices, never into the middle of one.
import type { Answer, Down, ExperimentOptions, ExperimentPort, SlotTotals, Up } from '@etherloom/experiment/port'
import { checkOperation, nodes, type Operation, type TopologyDocument } from '@etherloom/topology'
import type { Signal } from '../io.ts'
import { type Captures, SNAPLEN } from './captures.ts'
import type { ConsoleOutput } from './console-output.ts'
import type { Drops, Panic, RunEvent, RunReport } from './report.ts'

export class Runner {
  document: TopologyDocument
  panic: Panic | null
  /** The first signal that came; it ends the run. */
  signal: Signal | null
  /** A second one came: do not wait for commands to say goodbye. */
  hurry: boolean
  private readonly options: ExperimentOptions
  private readonly port: ExperimentPort
  private readonly console: ConsoleOutput
  private readonly captures: Captures
  private readonly outbox: Down[]
  private readonly answers: Map<number, Answer>
  private readonly events: RunEvent[]
  private faults: Readonly<Record<string, string>>
  private rev: number
  private failure: unknown

  constructor(
    document: TopologyDocument,
    options: ExperimentOptions,
    port: ExperimentPort,
    output: ConsoleOutput,
    captures: Captures,
  ) {
    this.document = document
    this.panic = null
    this.signal = null
    this.hurry = false
    this.options = options
    this.port = port
    this.console = output
    this.captures = captures
    this.outbox = []
    this.answers = new Map()
    this.events = []
    this.faults = {}
    this.rev = 0
    this.failure = null
    port.onMessage((message) => this.receive(message))
  }

  /** Everything is in place before time begins: taps first, so that they see the first frame. */
  start(): void {
    const records = [...this.document.records.values()]
    this.port.send({ type: 'start', rev: this.rev, records, options: this.options })
    for (const record of this.captures.wires) this.port.send({ type: 'capture', record, on: true, snaplen: SNAPLEN })
    for (const { exec } of this.console.transcripts) {
      const { session, node, line } = exec
      this.port.send({ type: 'console', session, node, line, origin: 'etherloom run' })
    }
    this.port.send({ type: 'run' })
  }

  /** Between two slices: what the last one made necessary. Throws what went wrong in a listener. */
  settle(): void {
    if (this.failure !== null) throw this.failure
    for (const message of this.outbox.splice(0)) this.port.send(message)
  }

  get commandsEnded(): boolean {
    return this.console.running.length === 0
  }

  /** Ctrl-C to every command that still runs. */
  interruptCommands(): void {
    for (const { exec } of this.console.running) this.port.send({ type: 'interrupt', session: exec.session })
  }

  report(endedBy: RunReport['endedBy'], seed: number): RunReport {
    const { ns, totals } = this.queryLinks()
    return {
      document: this.document,
      clock: this.options.clock,
      seed,
      ns,
      endedBy,
      transcripts: this.console.transcripts,
      totals,
      nodeDrops: this.queryNodes(),
      events: this.events,
      faults: this.faults,
      panic: this.panic,
      captures: this.captures.files,
    }
  }

  private receive(message: Up): void {
    try {
      this.dispatch(message)
    } catch (error) {
      // Thrown into the kernel's slice it would pass for a fault of the kernel.
      this.failure ??= error
    }
  }

  private dispatch(message: Up): void {
    switch (message.type) {
      case 'slots':
        this.captures.slots(message.slots)
        break
      case 'frames':
        this.captures.append(message.chunk)
        break
      case 'output':
        this.console.take(message.session, message.text, message.exit)
        break
      case 'applied':
        this.faults = message.faults
        break
      case 'propose':
        this.answer(message.proposal, { label: message.label, diff: message.diff })
        break
      case 'panic':
        this.panic = message
        break
      case 'events':
        this.events.push(...message.events)
        break
      case 'answer':
        this.answers.set(message.query, message.answer)
        break
      case 'state':
      case 'counters':
        break
    }
  }

  /** A command wants the drawing changed. There is no room here, and nobody else to disagree: valid is accepted. */
  private answer(proposal: number, operation: Operation): void {
    const checked = checkOperation(this.document, operation)
    if (!checked.ok) {
      this.outbox.push({ type: 'refused', proposal, message: checked.message })
      return
    }
    this.document = checked.doc
    this.rev++
    this.outbox.push(
      { type: 'apply', rev: this.rev, diff: operation.diff },
      { type: 'proposed', proposal, rev: this.rev },
    )
  }

  private queryLinks(): { ns: number; totals: SlotTotals[] } {
    this.port.send({ type: 'query', query: 0, what: { kind: 'links' } })
    const answer = this.answers.get(0)
    if (answer?.kind !== 'links') return { ns: 0, totals: [] }
    return { ns: answer.ns, totals: JSON.parse(answer.links) as SlotTotals[] }
  }

  private queryNodes(): { node: string; drops: Drops }[] {
    const found: { node: string; drops: Drops }[] = []
    for (const { id, name } of nodes(this.document)) {
      this.port.send({ type: 'query', query: 1, what: { kind: 'node', node: id } })
      const answer = this.answers.get(1)
      if (answer?.kind === 'node' && answer.view.stack !== null && Object.keys(answer.view.drops).length > 0)
        found.push({ node: name, drops: answer.view.drops })
      this.answers.delete(1)
    }
    return found
  }
}
