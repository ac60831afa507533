// Connections that have not said hello: so many at a time, and each for a while.
import { CodedError, HELLO_MS, MAX_STRANGERS } from '@etherloom/protocol'

export interface LobbyLimits {
  readonly strangers: number
  readonly helloMs: number
}

export interface Stranger {
  /** From now on it can be heard: it has so long to say hello. */
  expect(onSilent: () => void): void
  /** It said hello, or has gone. */
  leave(): void
}

export class Lobby {
  private readonly limits: LobbyLimits
  private waiting = 0

  constructor(limits: LobbyLimits = { strangers: MAX_STRANGERS, helloMs: HELLO_MS }) {
    this.limits = limits
  }

  /** Throws `client/too-many`. */
  enter(): Stranger {
    if (this.waiting >= this.limits.strangers) throw new CodedError('client/too-many')
    this.waiting++
    let timer: NodeJS.Timeout | undefined
    let isHere = true
    return {
      expect: (onSilent) => {
        if (isHere) timer = setTimeout(onSilent, this.limits.helloMs).unref()
      },
      leave: () => {
        clearTimeout(timer)
        if (isHere) this.waiting--
        isHere = false
      },
    }
  }
}
