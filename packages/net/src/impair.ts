// What one direction of a link can do to the frames on it. In the order in which a frame meets it:
//
//   longer than mtu? ─► queue ─► bandwidth ─► tap ─► lost? ─► copied? ─► each: a bit flipped? ─► delay, jitter ─► peer's input
//
// The queue's ways are in qdisc/, what is lost in impair-loss.ts, how long a frame flies in impair-delay.ts; impaired-wire.ts puts
// them together. All of it is per direction, and everything left at 0 costs nothing.
import type { JitterDistribution } from './impair-delay.ts'
import type { LossBurst } from './impair-loss.ts'
import type { QueueDiscipline } from './qdisc/qdisc.ts'

export interface Impairment {
  /** Bits per second; 0 is no limit. */
  bandwidthBps: number
  /** Bytes that each frame costs besides its own: preamble, FCS and gap are 24 on Ethernet. */
  overheadBytes: number
  delayUs: number
  jitterUs: number
  jitterDistribution: JitterDistribution
  lossPercent: number
  lossBurst: LossBurst | null
  /** One bit in so many is wrong; 0 is none. */
  ber: number
  duplicatePercent: number
  /**
   * The copies of ng_pipe(4): a frame that is picked stays and is sent once more, at the price of bandwidth, and may be picked again.
   * `duplicatePercent` must be less than 100.
   */
  duplicateResends: boolean
  corruptPercent: number
  reorderPercent: number
  /** Frames that may wait while one is on the wire. */
  queueFrames: number
  queueDiscipline: QueueDiscipline
  queueDrop: 'tail' | 'head'
  /** Frames that may fly at once; 0 is no limit. */
  flyingFrames: number
  /** Flows are told apart by what is behind the Ethernet header (-1), or by IPv4 addresses alone in a header at this offset. */
  flowOffset: number
  /** Bytes a flow may send in its turn under `drr`. */
  quantumBytes: number
  /** Longest packet behind the Ethernet header; 0 leaves it to the interfaces. */
  mtu: number
}

export const NO_IMPAIRMENT: Readonly<Impairment> = {
  bandwidthBps: 0,
  overheadBytes: 0,
  delayUs: 0,
  jitterUs: 0,
  jitterDistribution: 'uniform',
  lossPercent: 0,
  lossBurst: null,
  ber: 0,
  duplicatePercent: 0,
  duplicateResends: false,
  corruptPercent: 0,
  reorderPercent: 0,
  queueFrames: 50,
  queueDiscipline: 'fifo',
  queueDrop: 'tail',
  flyingFrames: 0,
  flowOffset: -1,
  quantumBytes: 2048,
  mtu: 0,
}

/** Whether a frame is not simply handed over. A queue alone does nothing: without bandwidth nobody waits. */
export const impairs = (i: Readonly<Impairment>): boolean =>
  i.bandwidthBps !== 0 ||
  i.delayUs !== 0 ||
  i.jitterUs !== 0 ||
  i.lossPercent !== 0 ||
  i.lossBurst !== null ||
  i.ber !== 0 ||
  i.duplicatePercent !== 0 ||
  i.corruptPercent !== 0 ||
  i.mtu !== 0
