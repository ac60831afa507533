// A server's WebSocket that says why it ends a connection. What cannot be read at all (a message that is too long, that is no
// UTF-8, that is no WebSocket frame) is refused by `ws` itself, with a status that means nothing to a person. And it answers pings
// itself: `ws` cuts off, without a word, who sends more of them than it has answered.
import type { ErrorCode } from '@etherloom/protocol'
import { WebSocket } from 'ws'

/** By status (RFC 6455, 7.4.1). */
const unreadable: { readonly [status: number]: ErrorCode } = {
  1002: 'message/not-a-frame',
  1007: 'message/not-utf8',
  1008: 'message/too-many-frames',
  1009: 'message/too-big',
}

export class CodedSocket extends WebSocket {
  /** Hears it while something can still be said. */
  onUnreadable: (code: ErrorCode) => void = () => {}
  private isPonging = false
  private lastPing: Buffer | null = null

  /** What `ws` does for its own sockets, which know nothing of how many wait. `autoPong` must be off. */
  answerPings(): void {
    this.on('ping', (data) => this.answerPing(data))
  }

  /** Of those that come while an answer is on its way the last is answered, as RFC 6455 (5.5.3) allows: they fill no memory. */
  private answerPing(data: Buffer): void {
    if (this.isPonging) {
      this.lastPing = data
      return
    }
    this.isPonging = true
    this.pong(data, false, () => {
      this.isPonging = false
      const last = this.lastPing
      this.lastPing = null
      if (last !== null && this.readyState === this.OPEN) this.answerPing(last)
    })
  }

  override close(status?: number, reason?: string | Buffer): void {
    // With a reason the other side closes, or we do.
    const code = status === undefined || reason !== undefined ? undefined : unreadable[status]
    if (code !== undefined && this.readyState === this.OPEN) this.onUnreadable(code)
    super.close(status, reason ?? code)
  }
}
