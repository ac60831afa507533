// Nothing is sent faster than the server takes it: hundreds of edits made without a connection go out one after another when
// it is back, instead of being refused as a flood. Numbers stay below the server's, whose bucket is filled by its own clock.
import { FLOOD_BURST, FLOOD_PER_SECOND } from '@etherloom/protocol'

const BURST = FLOOD_BURST * 0.75
const PER_MS = (FLOOD_PER_SECOND * 0.75) / 1000
const STEP_MS = 50
/** Characters that take a while to be sent. */
const LARGE = 1_000_000

export class Pacer {
  private readonly sendNow: (text: string) => void
  private readonly now: () => number
  private waiting: string[] = []
  private timer: ReturnType<typeof setInterval> | undefined
  private tokens = BURST
  private filledAt: number

  constructor(sendNow: (text: string) => void, now: () => number = () => performance.now()) {
    this.sendNow = sendNow
    this.now = now
    this.filledAt = now()
  }

  /** At once while there is room, else in its turn; what is large when the page has shown what it is about. */
  send(text: string): void {
    this.waiting.push(text)
    if (text.length > LARGE) setTimeout(this.drain)
    else this.drain()
  }

  /** For what is worth nothing later: a cursor, a selection. */
  sendOrForget(text: string): void {
    if (this.waiting.length === 0) this.send(text)
  }

  /** The connection is gone, and with it whoever was to read this. */
  clear(): void {
    this.waiting = []
    this.rest()
  }

  private drain = (): void => {
    const now = this.now()
    this.tokens = Math.min(BURST, this.tokens + (now - this.filledAt) * PER_MS)
    this.filledAt = now
    const count = Math.min(this.waiting.length, Math.floor(this.tokens))
    this.tokens -= count
    for (const text of this.waiting.splice(0, count)) this.sendNow(text)
    if (this.waiting.length === 0) this.rest()
    else this.timer ??= setInterval(this.drain, STEP_MS)
  }

  private rest(): void {
    clearInterval(this.timer)
    this.timer = undefined
  }
}
