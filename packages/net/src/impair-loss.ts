// Frames that a wire loses: each by its own chance, in bursts, or because of a wrong bit. Each kind draws from its own
// generator, so that turning one on leaves the others' victims as they were.
import type { Random } from '@etherloom/kern'
import { DROP_BIT_ERROR, DROP_LOSS } from '@etherloom/wire'
import type { Impairment } from './impair.ts'

/** Gilbert–Elliott: a good and a bad state; at each frame a chance of changing between them, and a loss rate in each. */
export interface LossBurst {
  enterPercent: number
  leavePercent: number
  goodLossPercent: number
  badLossPercent: number
}

export class Losses {
  private readonly alone: Random
  private readonly burst: Random
  private readonly bits: Random
  private lossPercent: number
  private lossBurst: Readonly<LossBurst> | null
  private bad: boolean
  /** Natural logarithm of the chance that a bit is right; 0 when all are. */
  private logBitRight: number

  constructor(random: Random) {
    this.alone = random.fork('loss')
    this.burst = random.fork('burst')
    this.bits = random.fork('ber')
    this.lossPercent = 0
    this.lossBurst = null
    this.bad = false
    this.logBitRight = Number.NaN // a double from the start, see kern's mbuf.ts
    this.logBitRight = 0
  }

  configure({ lossPercent, lossBurst, ber }: Readonly<Impairment>): void {
    this.lossPercent = lossPercent
    if (lossBurst === null) this.bad = false
    this.lossBurst = lossBurst
    this.logBitRight = ber === 0 ? 0 : Math.log1p(-1 / ber)
  }

  get any(): boolean {
    return this.lossPercent !== 0 || this.lossBurst !== null || this.logBitRight !== 0
  }

  /** Why the next frame, of so many bytes, is lost; 0 when it is not. */
  next(bytes: number): number {
    // Every kind draws, whatever the others say, so that none shifts another's sequence.
    let reason = 0
    if (this.logBitRight !== 0 && this.bits.float() >= Math.exp(this.logBitRight * bytes * 8)) reason = DROP_BIT_ERROR
    if (this.lossBurst !== null && this.inBurst(this.lossBurst)) reason = DROP_LOSS
    if (this.lossPercent !== 0 && this.alone.float() * 100 < this.lossPercent) reason = DROP_LOSS
    return reason
  }

  /** The frame is judged by the state it finds; the change is for the next one (as in tc-netem's gemodel). */
  private inBurst({ enterPercent, leavePercent, goodLossPercent, badLossPercent }: Readonly<LossBurst>): boolean {
    const lost = this.burst.float() * 100 < (this.bad ? badLossPercent : goodLossPercent)
    if (this.burst.float() * 100 < (this.bad ? leavePercent : enterPercent)) this.bad = !this.bad
    return lost
  }
}
