// A token bucket: a client may be lively for a moment and busy for hours, not lively for hours.
export class TokenBucket {
  private readonly burst: number
  private readonly perMs: number
  private tokens: number
  private filledAtMs: number

  constructor(burst: number, perSecond: number, nowMs: number) {
    this.burst = burst
    this.perMs = perSecond / 1000
    this.tokens = burst
    this.filledAtMs = nowMs
  }

  /** It has been calm for a while: half of the burst has come back. */
  get rested(): boolean {
    return this.tokens >= this.burst / 2
  }

  /** True when there were so many tokens to take. */
  take(nowMs: number, cost = 1): boolean {
    const passed = Math.max(0, nowMs - this.filledAtMs)
    this.tokens = Math.min(this.burst, this.tokens + passed * this.perMs)
    this.filledAtMs = nowMs
    if (this.tokens < cost) return false
    this.tokens -= cost
    return true
  }
}
