// What one direction of a link does to the frames on it, in the order they meet it: the queue, the wire's bandwidth, then
// the way. Units and ranges follow ng_pipe(4), which IMUNES sets, and tc-netem(8), which CORE and containerlab set; the
// names say the unit. Defaults do nothing and cost nothing.
import { z } from 'zod'

export const jitterDistributions = ['uniform', 'normal', 'pareto'] as const
export const queueDisciplines = ['fifo', 'drr', 'wfq', 'codel', 'red'] as const
export const queueDrops = ['tail', 'head'] as const

export type JitterDistribution = (typeof jitterDistributions)[number]
export type QueueDiscipline = (typeof queueDisciplines)[number]
export type QueueDrop = (typeof queueDrops)[number]

const percent = z.number().min(0).max(100)
/** The longest delay or jitter: ten minutes. */
const MAX_DELAY_US = 600_000_000

/**
 * Loss in bursts (Gilbert–Elliott): a good and a bad state, a chance of moving between them at each frame, and a loss rate in
 * each. tc-netem's `gemodel p r 1-h 1-k` is enter, leave, bad, good.
 */
export const lossBurst = z.strictObject({
  /** Chance, at a frame, of going from the good state to the bad. */
  enterPercent: percent,
  /** Chance, at a frame, of going from the bad state back. */
  leavePercent: percent,
  goodLossPercent: percent,
  badLossPercent: percent,
})
export type LossBurst = z.infer<typeof lossBurst>

/** One direction of a link. 0 means "no limit" for bandwidth and "none" for the rest. */
export const impairment = z.strictObject({
  bandwidthBps: z.int().min(0).max(1e12),
  delayUs: z.int().min(0).max(MAX_DELAY_US),
  /** How far a frame's delay strays from `delayUs`: the most if uniform, the standard deviation if normal, the scale if pareto. */
  jitterUs: z.int().min(0).max(MAX_DELAY_US),
  jitterDistribution: z.enum(jitterDistributions),
  /** Share of frames lost, each by its own chance; besides those lost in bursts. */
  lossPercent: percent,
  lossBurst: lossBurst.nullable(),
  /** One bit in so many is wrong; a frame survives with the chance (1 − 1/ber)^bits, as in ng_pipe(4). 0 is none. */
  ber: z.int().min(0).max(1e12),
  duplicatePercent: percent,
  /** Share of frames that arrive with one bit flipped, where `ber` loses them. */
  corruptPercent: percent,
  /** Share of frames that skip the delay and so overtake those before them. */
  reorderPercent: percent,
  /** Frames that may wait for the wire when bandwidth is limited. */
  queueFrames: z.int().min(1).max(100_000),
  queueDiscipline: z.enum(queueDisciplines),
  /** Which frame goes when the queue is full: the newest (`tail`) or the oldest (`head`). */
  queueDrop: z.enum(queueDrops),
  /** Longest IP packet this direction carries; 0 leaves it to the interfaces. */
  mtu: z.union([z.literal(0), z.int().min(68).max(65_535)]),
})
export type Impairment = z.infer<typeof impairment>

export const noImpairment: Impairment = {
  bandwidthBps: 0,
  delayUs: 0,
  jitterUs: 0,
  jitterDistribution: 'uniform',
  lossPercent: 0,
  lossBurst: null,
  ber: 0,
  duplicatePercent: 0,
  corruptPercent: 0,
  reorderPercent: 0,
  queueFrames: 50,
  queueDiscipline: 'fifo',
  queueDrop: 'tail',
  mtu: 0,
}
/** Simple Gilbert: no loss in the good state, all in the bad one. */
export const simpleGilbert: LossBurst = { enterPercent: 0, leavePercent: 100, goodLossPercent: 0, badLossPercent: 100 }
