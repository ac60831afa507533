// Deficit round robin (Shreedhar and Varghese, 1995). Flows take turns; a turn adds a quantum of bytes to what a flow may send,
// and it sends as long as its next frame fits. What is left over is kept for its next turn, so long frames wait for several
// turns and no flow gets more than its share of bytes, whatever the sizes of its frames.
import type { Mbuf } from '@etherloom/kern'
import type { Impairment } from '../impair.ts'
import { type Flow, FlowQueues } from './flow-queues.ts'
import type { Discard, QueueDiscipline } from './qdisc.ts'

/** Below this, a long frame would wait for thousands of turns (ng_pipe has the same limit). */
const MIN_QUANTUM = 32

export class Drr extends FlowQueues {
  private quantum: number

  constructor(discard: Discard) {
    super(discard)
    this.quantum = MIN_QUANTUM
  }

  get name(): QueueDiscipline {
    return 'drr'
  }

  override configure(settings: Readonly<Impairment>): void {
    super.configure(settings)
    this.quantum = Math.max(MIN_QUANTUM, settings.quantumBytes)
  }

  dequeue(_now: number): Mbuf | null {
    const { active } = this
    while (active.length > 0) {
      const flow = active[0]
      if (!flow.inTurn) {
        flow.inTurn = true
        flow.credit += this.quantum
      }
      const { len } = flow.queue.first as Mbuf
      if (len <= flow.credit) {
        flow.credit -= len
        return this.leave(flow)
      }
      flow.inTurn = false
      if (active.length > 1) active.push(active.shift() as Flow)
    }
    return null
  }

  protected arrive(flow: Flow, _m: Mbuf): void {
    if (flow.queue.length > 0) return
    flow.credit = 0
    flow.inTurn = false
  }

  protected revoke(_flow: Flow): void {}
}
