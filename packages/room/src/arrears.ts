// How far a client is behind with the frames it was sent: a page that is busy takes nothing while its socket looks empty. A client
// that never says what it has taken is not judged.
import { BATCHES_BEHIND, MOST_BEHIND_MS } from '@etherloom/protocol'

export class Arrears {
  private judged = false
  /** Batches sent, and when each that was not taken was. */
  private sent = 0
  private waiting: number[] = []

  /** A batch goes out. */
  onSent(nowMs: number): void {
    this.sent++
    if (this.judged) this.waiting.push(nowMs)
  }

  /** The client has taken so many of this connection's batches. */
  taken(batches: number): void {
    this.judged = true
    const left = Math.max(0, this.sent - batches)
    if (left < this.waiting.length) this.waiting = this.waiting.slice(this.waiting.length - left)
  }

  /** Too far for more. */
  tooMuch(nowMs: number): boolean {
    return this.waiting.length >= BATCHES_BEHIND && nowMs - this.waiting[0]! > MOST_BEHIND_MS
  }
}
