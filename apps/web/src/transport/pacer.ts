// Nothing is sent faster than the server takes it: hundreds of edits made without a connection go out one after another when
// it is back, instead of being refused as a flood. Numbers stay below the server's, whose bucket is filled by its own clock.
import { FLOOD_BURST, FLOOD_PER_SECOND, partHeader } from '@etherloom/protocol'
import { A_PART, encoded, type TextPart, textParts } from './text-parts.ts'

const BURST = FLOOD_BURST * 0.75
const PER_MS = (FLOOD_PER_SECOND * 0.75) / 1000
const STEP_MS = 50

export class Pacer {
  private readonly sendNow: (said: string | Uint8Array<ArrayBuffer>) => void
  private readonly now: () => number
  private waiting: (string | TextPart)[] = []
  private timer: ReturnType<typeof setInterval> | undefined
  private tokens = BURST
  private filledAt: number

  constructor(sendNow: (said: string | Uint8Array<ArrayBuffer>) => void, now: () => number = () => performance.now()) {
    this.sendNow = sendNow
    this.now = now
    this.filledAt = now()
  }

  /** At once while there is room, else in its turn; what is long when the page has shown what it is about, a part in each task. */
  send(text: string): void {
    if (text.length > A_PART) {
      this.waiting.push(...textParts(text))
      setTimeout(this.drain)
    } else {
      this.waiting.push(text)
      this.drain()
    }
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
    while (this.tokens >= 1 && this.waiting.length > 0) {
      const next = this.waiting.shift()!
      this.tokens--
      if (typeof next === 'string') this.sendNow(next)
      else {
        this.sendNow(frameOf(next))
        setTimeout(this.drain)
        break
      }
    }
    if (this.waiting.length === 0) this.rest()
    else this.timer ??= setInterval(this.drain, STEP_MS)
  }

  private rest(): void {
    clearInterval(this.timer)
    this.timer = undefined
  }
}

function frameOf(part: TextPart): Uint8Array<ArrayBuffer> {
  const header = partHeader(part.to === part.text.length)
  const words = encoded(part)
  const bytes = new Uint8Array(header.length + words.length)
  bytes.set(header)
  bytes.set(words, header.length)
  return bytes
}
