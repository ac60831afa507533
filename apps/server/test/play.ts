// A lab played as its guide says, in virtual time: what runs by itself, then every command in its order, each at the node's
// one console: what still runs there is interrupted first, as the page does.
import { createLocalPort } from '@etherloom/experiment'
import type { SlotTotals, Up } from '@etherloom/experiment/port'
import { checkOperation, type GuideCommand, lab, type NodeId, type TopologyDocument } from '@etherloom/topology'

const START_NS = 4e9
const READ_NS = 2e9
const STEP_NS = 10e6
const LONGEST_NS = 25e9

export interface Played {
  readonly command: GuideCommand
  text: string
  exit: number | null
}

export class Player {
  document: TopologyDocument
  readonly played: Played[] = []
  panic: string | null = null
  private readonly local = createLocalPort(() => 0, structuredClone)
  private readonly proposals: Extract<Up, { type: 'propose' }>[] = []
  private totals: SlotTotals[] = []
  private atNs = 0
  private rev = 0

  constructor(document: TopologyDocument) {
    this.document = document
    const { port } = this.local
    port.onMessage((message) => {
      if (message.type === 'output') {
        const played = this.played[Number(message.session)]!
        played.text += message.text
        played.exit = message.exit
      }
      if (message.type === 'panic') this.panic = message.message
      if (message.type === 'answer' && message.answer.kind === 'links')
        this.totals = JSON.parse(message.answer.links) as SlotTotals[]
      if (message.type === 'propose') this.proposals.push(message)
    })
    port.send({
      type: 'start',
      rev: 0,
      records: [...document.records.values()],
      options: { clock: 'virtual', seed: null, scale: 0 },
    })
    port.send({ type: 'run' })
  }

  /** What runs by itself, for a few seconds; then what passed on each link. */
  start(): SlotTotals[] {
    for (const command of this.commands()) if (command.atStart) this.type(command)
    this.advance(START_NS, () => false)
    this.local.port.send({ type: 'query', query: 0, what: { kind: 'links' } })
    return this.totals
  }

  /** Every command of the guide that waits for a click. A sink goes on while its source runs. */
  tryAll(): void {
    for (const command of this.commands()) {
      if (command.atStart) continue
      const busy = this.played.findLast(({ command: { node }, exit }) => node === command.node && exit === null)
      // Nobody clicks faster.
      if (busy) this.advance(READ_NS, () => busy.exit !== null)
      if (busy?.exit === null) this.local.port.send({ type: 'interrupt', session: String(this.played.indexOf(busy)) })
      const now = this.type(command)
      const waits = !command.line.startsWith('udprecv')
      this.advance(waits ? LONGEST_NS : STEP_NS, () => now.exit !== null)
    }
    this.advance(LONGEST_NS, () => this.played.every(({ command, exit }) => command.atStart || exit !== null))
  }

  close(): Promise<void> {
    return this.local.port.close()
  }

  private commands(): GuideCommand[] {
    const steps = lab(this.document).guide?.steps ?? []
    return steps.flatMap(({ actions }) => actions.filter((action) => action.do === 'command'))
  }

  private type(command: GuideCommand): Played {
    const played: Played = { command, text: '', exit: null }
    const session = String(this.played.push(played) - 1)
    const { node, line } = command
    this.local.port.send({ type: 'console', session, node: node as NodeId, line, origin: 'test' })
    return played
  }

  private advance(byNs: number, done: () => boolean): void {
    for (const until = this.atNs + byNs; this.atNs < until && !done() && this.panic === null; ) {
      this.atNs += STEP_NS
      while (this.local.host.advance(this.atNs) === 'held') this.answer()
      this.answer()
    }
  }

  private answer(): void {
    for (const { proposal, label, diff } of this.proposals.splice(0)) {
      const checked = checkOperation(this.document, { label, diff })
      if (!checked.ok) {
        this.local.port.send({ type: 'refused', proposal, message: checked.message })
        continue
      }
      this.document = checked.doc
      this.rev++
      this.local.port.send({ type: 'apply', rev: this.rev, diff })
      this.local.port.send({ type: 'proposed', proposal, rev: this.rev })
    }
  }
}
