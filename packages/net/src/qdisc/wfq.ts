// Weighted fair queueing with equal weights, self-clocked (Golestani, 1994). Ideal fair queueing would send a bit of every waiting
// flow in turn; a frame's finish tag is when, on a clock that counts the rounds, its last bit would be sent. The frame with the
// least tag goes first. The exact clock needs a simulation of the ideal; here it is read from the tag of the frame that is
// being sent, which is fair to within one frame of each flow. Short frames of a quiet flow overtake a bulk flow's.
//
// An mbuf that waits here carries its tag in `dueNs`.
import type { Mbuf } from '@etherloom/kern'
import { type Flow, FlowQueues } from './flow-queues.ts'
import type { Discard, QueueDiscipline } from './qdisc.ts'

export class Wfq extends FlowQueues {
  /** Bytes that each flow has had, or could have had: the tag of the frame sent last. */
  private clock: number

  constructor(discard: Discard) {
    super(discard)
    this.clock = Number.NaN // a double from the start, see kern's mbuf.ts
    this.clock = 0
  }

  get name(): QueueDiscipline {
    return 'wfq'
  }

  dequeue(_now: number): Mbuf | null {
    const { active } = this
    if (active.length === 0) return null
    let least = active[0]
    let tag = (least.queue.first as Mbuf).dueNs
    for (let i = 1; i < active.length; i++) {
      const other = (active[i].queue.first as Mbuf).dueNs
      if (other >= tag) continue
      least = active[i]
      tag = other
    }
    this.clock = tag
    return this.leave(least)
  }

  protected arrive(flow: Flow, m: Mbuf): void {
    const from = flow.queue.length === 0 ? this.clock : Math.max(this.clock, flow.credit)
    flow.credit = from + m.len
    m.dueNs = flow.credit
  }

  protected revoke(flow: Flow): void {
    flow.credit = flow.queue.last?.dueNs ?? this.clock
  }
}
