// A message that is too long for one text frame comes in several binary ones. What is kept until the last of them is bounded.
import { isUtf8 } from 'node:buffer'
import { decodeFrame, type ErrorCode, MAX_MESSAGE_BYTES, MAX_MESSAGE_PARTS } from '@etherloom/protocol'

/** The message; what is wrong with the frame, and whether nothing that follows can be understood; null while more is to come. */
export type Taken = { readonly whole: Buffer } | { readonly code: ErrorCode; readonly fatal: boolean } | null

export class Parts {
  private parts: Uint8Array[] = []
  private bytes = 0

  take(frame: Uint8Array): Taken {
    const decoded = decodeFrame(frame)
    if (!decoded.ok || decoded.frame.kind !== 'part') return { code: 'message/not-text', fatal: false }
    const { last, text } = decoded.frame
    this.parts.push(text)
    this.bytes += text.length
    if (this.bytes > MAX_MESSAGE_BYTES) return this.refuse('message/too-big')
    if (this.parts.length > MAX_MESSAGE_PARTS) return this.refuse('message/too-many-frames')
    if (!last) return null
    const whole = Buffer.concat(this.parts)
    this.clear()
    // That of a text frame `ws` looks at itself. A letter may go through two parts: only the whole can be told.
    return isUtf8(whole) ? { whole } : { code: 'message/not-utf8', fatal: true }
  }

  private refuse(code: ErrorCode): Taken {
    this.clear()
    return { code, fatal: true }
  }

  private clear(): void {
    this.parts = []
    this.bytes = 0
  }
}
