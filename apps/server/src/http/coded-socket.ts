// A server's WebSocket that says why it ends a connection. What cannot be read at all (a message that is too long, that is no
// UTF-8, that is no WebSocket frame) is refused by `ws` itself, with a status that means nothing to a person.
import type { ErrorCode } from '@etherloom/protocol'
import { WebSocket } from 'ws'

/** By status (RFC 6455, 7.4.1). */
const unreadable: { readonly [status: number]: ErrorCode } = {
  1002: 'message/not-a-frame',
  1007: 'message/not-utf8',
  1009: 'message/too-big',
}

export class CodedSocket extends WebSocket {
  /** Hears it while something can still be said. */
  onUnreadable: (code: ErrorCode) => void = () => {}

  override close(status?: number, reason?: string | Buffer): void {
    // With a reason the other side closes, or we do.
    const code = status === undefined || reason !== undefined ? undefined : unreadable[status]
    if (code !== undefined && this.readyState === this.OPEN) this.onUnreadable(code)
    super.close(status, reason ?? code)
  }
}
