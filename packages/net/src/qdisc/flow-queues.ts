// What DRR and WFQ have in common: a queue for each flow that has frames waiting. When too many wait in all, the longest queue
// loses one, its newest or (`head`) its oldest: who floods pays.
import type { Mbuf } from '@etherloom/kern'
import { DROP_QUEUE_FULL } from '@etherloom/wire'
import { FrameQueue } from '../frame-queue.ts'
import type { Impairment } from '../impair.ts'
import { flowHash, pairHash } from './flow-hash.ts'
import { type Discard, Qdisc } from './qdisc.ts'

export class Flow {
  key: number
  readonly queue: FrameQueue
  /** drr: bytes it may still send in its turn. wfq: the finish tag of its newest frame. */
  credit: number
  /** drr: its turn has begun. */
  inTurn: boolean

  constructor() {
    this.key = 0
    this.queue = new FrameQueue()
    this.credit = Number.NaN // a double from the start, see kern's mbuf.ts
    this.inTurn = false
  }
}

export abstract class FlowQueues extends Qdisc {
  length: number
  bytes: number
  /** Flows with frames waiting, in the order of their turns. */
  protected readonly active: Flow[]
  private flowOffset: number
  private readonly byKey: Map<number, Flow>
  private readonly spare: Flow[]

  constructor(discard: Discard) {
    super(discard)
    this.length = 0
    this.bytes = 0
    this.active = []
    this.flowOffset = -1
    this.byKey = new Map()
    this.spare = []
  }

  override get flows(): number {
    return this.active.length
  }

  override configure(settings: Readonly<Impairment>): void {
    super.configure(settings)
    this.flowOffset = settings.flowOffset
  }

  enqueue(m: Mbuf, now: number): void {
    this.adopt(m, now)
    if (this.length > this.limit) this.relieve()
  }

  adopt(m: Mbuf, _now: number): void {
    const { flowOffset } = this
    const flow = this.flow(flowOffset < 0 ? flowHash(m) : pairHash(m, flowOffset))
    this.arrive(flow, m)
    flow.queue.push(m)
    this.length++
    this.bytes += m.len
  }

  take(): Mbuf | null {
    return this.active.length === 0 ? null : this.leave(this.active[0])
  }

  /** A frame comes to `flow`, which may be new (its queue is empty). */
  protected abstract arrive(flow: Flow, m: Mbuf): void

  /** The newest frame of `flow` is taken away again. */
  protected abstract revoke(flow: Flow): void

  /** The oldest frame of an active flow. */
  protected leave(flow: Flow): Mbuf {
    const m = flow.queue.shift() as Mbuf
    this.left(flow, m)
    return m
  }

  private relieve(): void {
    let longest = this.active[0]
    for (const flow of this.active) if (flow.queue.length > longest.queue.length) longest = flow
    if (this.dropHead) return this.discard(this.leave(longest), DROP_QUEUE_FULL)
    const m = longest.queue.pop() as Mbuf
    this.revoke(longest)
    this.left(longest, m)
    this.discard(m, DROP_QUEUE_FULL)
  }

  private left(flow: Flow, m: Mbuf): void {
    this.length--
    this.bytes -= m.len
    if (flow.queue.length > 0) return
    this.active.splice(this.active.indexOf(flow), 1)
    this.byKey.delete(flow.key)
    this.spare.push(flow)
  }

  private flow(key: number): Flow {
    let flow = this.byKey.get(key)
    if (flow === undefined) {
      flow = this.spare.pop() ?? new Flow()
      flow.key = key
      this.byKey.set(key, flow)
      this.active.push(flow)
    }
    return flow
  }
}
