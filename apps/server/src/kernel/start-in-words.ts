// A run of a big lab begins without holding up the server: its records are not copied from here to the kernel's thread; the thread
// of labs puts them into words, whose memory goes on to the kernel's unread. What the room says meanwhile waits.
import type { Down, ExperimentPort } from '@etherloom/experiment/port'
import type { Pieces } from '../replicas/jobs.ts'

export type Start = Down & { type: 'start' }

/** A port whose kernel reads the records itself. */
export interface ReadingPort extends ExperimentPort {
  startInWords(start: Start, words: Pieces['pieces']): void
}

export const reads = (port: ExperimentPort): port is ReadingPort => 'startInWords' in port

export class StartInWords implements ExperimentPort {
  readonly coarse: boolean
  private readonly port: ReadingPort
  private readonly words: () => Promise<Pieces>
  private readonly onFailed: (error: Error) => void
  private waiting: Down[] | null = null
  private closed = false

  /** `words`: of the lab as it is on disk. `onFailed` hears why there are none. */
  constructor(port: ReadingPort, words: () => Promise<Pieces>, onFailed: (error: Error) => void) {
    this.onFailed = onFailed
    this.port = port
    this.words = words
    this.coarse = port.coarse
  }

  send(message: Down): void {
    if (message.type === 'start') void this.start(message)
    else if (this.waiting !== null) this.waiting.push(message)
    else this.port.send(message)
  }

  onMessage(listener: Parameters<ExperimentPort['onMessage']>[0]): void {
    this.port.onMessage(listener)
  }

  close(): Promise<void> {
    this.closed = true
    return this.port.close()
  }

  private async start(message: Start): Promise<void> {
    this.waiting = []
    const whole = await this.words().catch((error: Error) => {
      if (!this.closed) this.onFailed(error)
      return null
    })
    if (this.closed) return
    const waiting = this.waiting
    this.waiting = null
    // Without the thread of labs it takes longer.
    if (whole === null) this.port.send(message)
    else this.port.startInWords({ ...message, rev: whole.rev, records: [] }, whole.pieces)
    const rev = whole?.rev ?? message.rev
    // What was done since is in the words, perhaps.
    for (const each of waiting) if (each.type !== 'apply' || each.rev > rev) this.port.send(each)
  }
}
