// What is to be told once the disk has it, in one line: a refusal waits behind the acknowledgements asked for before it.
import type { ErrorCode } from '@etherloom/protocol'

interface Entry {
  /** The revision it waits for; null for what merely stays in line. */
  rev: number | null
  deliver: () => void
  /** The room ended first. Browsers notice by themselves. */
  abandon: (code: ErrorCode) => void
}

export class Outbox {
  private readonly line: Entry[] = []

  get empty(): boolean {
    return this.line.length === 0
  }

  /** Delivered when `rev` is on disk. */
  when(rev: number, deliver: () => void, abandon: (code: ErrorCode) => void): void {
    this.line.push({ rev, deliver, abandon })
  }

  /** Delivered when everything before it is: now, if there is nothing. */
  inLine(deliver: () => void): void {
    if (this.empty) deliver()
    else this.line.push({ rev: null, deliver, abandon: () => {} })
  }

  /** Everything up to `rev` is on disk. */
  settle(rev: number): void {
    while (this.line.length > 0 && (this.line[0]!.rev ?? rev) <= rev) this.line.shift()!.deliver()
  }

  abandon(code: ErrorCode): void {
    for (const entry of this.line.splice(0)) entry.abandon(code)
  }
}
