// What a connection brings is taken one after the other. What takes several tasks holds up what came after it, and nothing else.

type Taking = (signal: AbortSignal) => Promise<void> | void

export class Inbox {
  private controller = new AbortController()
  private waiting: Taking[] = []
  private busy = false

  take(taking: Taking): void {
    this.waiting.push(taking)
    if (!this.busy) void this.takeAll()
  }

  /** The connection is gone: what waits is forgotten, what is being taken is told to stop. */
  clear(): void {
    this.controller.abort()
    this.controller = new AbortController()
    this.waiting = []
    this.busy = false
  }

  private async takeAll(): Promise<void> {
    this.busy = true
    const { signal } = this.controller
    for (let taking = this.waiting.shift(); taking; taking = this.waiting.shift()) {
      try {
        await taking(signal)
      } catch (error) {
        if (!signal.aborted) reportError(error)
      }
      if (signal.aborted) return
    }
    this.busy = false
  }
}
