// One direction of a pipe: net's impaired wire between two hooks, with ng_pipe(4)'s way of setting and counting.
import type { Kernel, Mbuf } from '@etherloom/kern'
import { type Drops, drop, ImpairedWire, type Impairment, NO_IMPAIRMENT, type WireOwner } from '@etherloom/net'
import { DROP_LINK_DOWN } from '@etherloom/wire'
import { type NgHook, ngEnter, ngSend } from '../ng-base.ts'
import { int32, int64, type NgValue, struct, uint32, uint64 } from '../ng-parse.ts'

export const directionConfig = struct({
  bandwidth: int64,
  BER: int64,
  queuelen: int32,
  delaylen: int32,
  duplicate: int32,
  fifo: int32,
  drr: int32,
  wfq: int32,
  droptail: int32,
  drophead: int32,
})
export const directionStats = struct({
  FwdOctets: uint64,
  FwdFrames: uint64,
  queueDropOctets: uint64,
  queueDropFrames: uint64,
  delayDropOctets: uint64,
  delayDropFrames: uint64,
})
export const directionRun = struct({
  queues: uint32,
  queuedOctets: uint32,
  queuedFrames: uint32,
  delayedOctets: uint32,
  delayedFrames: uint32,
})

export type DirectionConfig = NgValue<typeof directionConfig>
type Stats = NgValue<typeof directionStats>

/** What both directions of a pipe share. */
export interface PipeShared {
  delay: number
  overhead: number
  /** Where flows are told apart. */
  header_offset: number
}

const BANDWIDTH_MIN = 100
const BANDWIDTH_MAX = 1e9
const BER_MAX = 1e12
const QUEUE_MIN = 5
const QUEUE_DEFAULT = 50
const DUPLICATE_MAX = 50
const QUANTUM_MIN = 32
const QUANTUM_DEFAULT = 2048

/** What a setting becomes: 0 leaves it, -1 clears it, a value out of range is ignored. */
export function changed(now: number, wanted: number, min: number, max: number): number {
  if (wanted === -1) return 0
  return wanted !== 0 && wanted >= min && wanted <= max ? wanted : now
}

export const changedBandwidth = (now: number, wanted: number): number =>
  changed(now, wanted, BANDWIDTH_MIN, BANDWIDTH_MAX)

export class Direction implements WireOwner {
  readonly drops: Drops
  readonly tapped: boolean
  /** Where frames go out; null while that hook is not connected. */
  to: NgHook | null
  config: DirectionConfig
  private readonly kernel: Kernel
  /** Made when first needed. */
  private wire: ImpairedWire | null
  private readonly name: string
  private impaired: boolean
  /** A frame is being handed to the wire: what it delivers at once belongs to the calls of that frame. */
  private transmitting: boolean
  private fwdFrames: number
  private fwdOctets: number
  /** The counters as they were when last cleared. */
  private cleared: Stats

  /** `name` seeds its losses. */
  constructor(kernel: Kernel, drops: Drops, name: string) {
    this.drops = drops
    this.tapped = false
    this.to = null
    this.config = { ...directionConfig.fallback(), queuelen: QUEUE_DEFAULT, fifo: 1, droptail: 1 }
    this.kernel = kernel
    this.wire = null
    this.name = name
    this.impaired = false
    this.transmitting = false
    this.fwdFrames = this.fwdOctets = 0
    this.cleared = directionStats.fallback()
  }

  transmit(m: Mbuf): void {
    const { wire } = this
    if (wire === null || (!this.impaired && wire.length === 0)) return this.pass(m, ngSend)
    const before = this.transmitting
    this.transmitting = true
    wire.transmit(m)
    this.transmitting = before
  }

  putOnWire(): void {}

  deliver(m: Mbuf): void {
    this.pass(m, this.transmitting ? ngSend : ngEnter)
  }

  drained(): void {}

  /** Changes what `wanted` names (`changed`); `shared` has been changed already. */
  configure(wanted: DirectionConfig, shared: PipeShared): void {
    const { config } = this
    config.BER = changed(config.BER, wanted.BER, 1, BER_MAX)
    config.queuelen = changed(config.queuelen, wanted.queuelen, QUEUE_MIN, Number.POSITIVE_INFINITY)
    config.delaylen = changed(config.delaylen, wanted.delaylen, QUEUE_MIN, Number.POSITIVE_INFINITY)
    config.duplicate = changed(config.duplicate, wanted.duplicate, 1, DUPLICATE_MAX)
    if (wanted.fifo !== 0) this.setDiscipline(1, 0, 0)
    if (wanted.wfq !== 0) this.setDiscipline(0, 1, 0)
    if (wanted.drr !== 0) this.setDiscipline(0, 0, wanted.drr >= QUANTUM_MIN ? wanted.drr : QUANTUM_DEFAULT)
    if (wanted.droptail !== 0) this.setDrop(1, 0)
    if (wanted.drophead !== 0) this.setDrop(0, 1)
    if (wanted.bandwidth === -1) this.setDiscipline(1, 0, 0)
    config.bandwidth = changedBandwidth(config.bandwidth, wanted.bandwidth)
    this.apply(shared)
  }

  /** Everything inside is dropped; the hook where frames come in has gone. */
  flush(): void {
    this.wire?.flush(DROP_LINK_DOWN)
  }

  /** BER=1: nothing gets through, which neighbors are told. */
  get down(): boolean {
    return this.config.BER === 1
  }

  stats(): Stats {
    const total = this.total()
    const since = (name: keyof Stats): [string, number] => [name, total[name] - this.cleared[name]]
    return Object.fromEntries((Object.keys(total) as (keyof Stats)[]).map(since)) as Stats
  }

  clear(): void {
    this.cleared = this.total()
  }

  run(): NgValue<typeof directionRun> {
    this.wire?.settle(this.kernel.nowNs)
    return this.wire?.run ?? directionRun.fallback()
  }

  private pass(m: Mbuf, send: typeof ngSend): void {
    if (this.to === null) return drop(this.drops, DROP_LINK_DOWN, m)
    this.fwdFrames++
    this.fwdOctets += m.len
    send(this.to, m)
  }

  private apply(shared: PipeShared): void {
    const { bandwidth, BER, duplicate } = this.config
    this.impaired = bandwidth !== 0 || shared.delay !== 0 || duplicate !== 0 || BER !== 0
    if (this.impaired) this.wire ??= new ImpairedWire(this.kernel, this.kernel.random.fork(this.name), this)
    this.wire?.configure(impairment(this.config, shared))
  }

  private setDiscipline(fifo: number, wfq: number, drr: number): void {
    Object.assign(this.config, { fifo, wfq, drr })
  }

  private setDrop(droptail: number, drophead: number): void {
    Object.assign(this.config, { droptail, drophead })
  }

  private total(): Stats {
    this.wire?.settle(this.kernel.nowNs)
    const total = { ...directionStats.fallback(), FwdOctets: this.fwdOctets, FwdFrames: this.fwdFrames }
    if (this.wire === null) return total
    const { queueDropOctets, queueDropFrames, delayDropOctets, delayDropFrames } = this.wire.stats
    return { ...total, queueDropOctets, queueDropFrames, delayDropOctets, delayDropFrames }
  }
}

function impairment(config: DirectionConfig, { delay, overhead, header_offset }: PipeShared): Impairment {
  return {
    ...NO_IMPAIRMENT,
    bandwidthBps: config.bandwidth,
    overheadBytes: overhead,
    delayUs: delay,
    ber: config.BER,
    duplicatePercent: config.duplicate,
    duplicateResends: true,
    flyingFrames: config.delaylen,
    flowOffset: header_offset,
    queueFrames: config.queuelen,
    queueDiscipline: config.drr !== 0 ? 'drr' : config.wfq !== 0 ? 'wfq' : 'fifo',
    queueDrop: config.drophead !== 0 ? 'head' : 'tail',
    quantumBytes: config.drr === 0 ? NO_IMPAIRMENT.quantumBytes : config.drr,
  }
}
