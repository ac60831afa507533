// Connections that have not said hello: so many at a time, and each for a while and a little memory.
import type { Socket } from 'node:net'
import { CodedError, HELLO_BYTES, HELLO_MS, MAX_STRANGERS } from '@etherloom/protocol'

const LAST_WORDS_MS = 500

export interface LobbyLimits {
  readonly strangers: number
  readonly helloMs: number
}

export interface Stranger {
  /** From now on it can be heard: it has so long to say hello. */
  expect(onWrong: () => void): void
  /** It said hello, or has gone. */
  leave(): void
}

export class Lobby {
  private readonly limits: LobbyLimits
  private waiting = 0

  constructor(limits: LobbyLimits = { strangers: MAX_STRANGERS, helloMs: HELLO_MS }) {
    this.limits = limits
  }

  /** Throws `client/too-many`. `wire` is what the connection is heard through. */
  enter(wire: Socket): Stranger {
    if (this.waiting >= this.limits.strangers) throw new CodedError('client/too-many')
    this.waiting++
    const most = wire.bytesRead + HELLO_BYTES
    let timer: NodeJS.Timeout | undefined
    let count: (() => void) | undefined
    let isHere = true
    return {
      expect: (onWrong) => {
        if (!isHere) return
        timer = setTimeout(onWrong, this.limits.helloMs).unref()
        count = () => {
          if (wire.bytesRead <= most) return
          onWrong()
          // Nothing that still comes is taken; what was said reaches them before the connection ends.
          wire.pause()
          setTimeout(() => wire.destroy(), LAST_WORDS_MS)
        }
        wire.on('data', count)
      },
      leave: () => {
        clearTimeout(timer)
        if (count) wire.off('data', count)
        if (isHere) this.waiting--
        isHere = false
      },
    }
  }
}
