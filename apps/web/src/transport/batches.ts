// Batches of captured frames: put into the packet list, and said to have been taken, so that the server leaves frames out sooner
// than this page falls behind.
import type { BinaryFrame } from '@etherloom/protocol'
import { liveStore } from '../stores/live.ts'
import { addChunk } from '../stores/packets.ts'
import { tellError } from '../ui/toast-manager.ts'

/** They are said to be taken no oftener. */
const TELL_MS = 100

export class Batches {
  private readonly say: (batches: number) => void
  /** Of this connection; how many of them the server knows to have been taken, and since when. */
  private taken = 0
  private told = 0
  private toldAt = 0

  constructor(say: (batches: number) => void) {
    this.say = say
  }

  /** With a new connection. */
  begin(): void {
    this.taken = 0
    this.send()
  }

  take({ chunk, skipped }: Extract<BinaryFrame, { kind: 'capture' }>): void {
    const nowMs = liveStore.getState().run.clock === 'real' ? Date.now() : null
    const damage = addChunk(chunk, skipped, nowMs)
    if (damage) tellError('A capture chunk was damaged', damage)
    this.taken++
    if (performance.now() - this.toldAt >= TELL_MS) this.send()
  }

  /** What came last is told, too. */
  tell(): void {
    if (this.taken !== this.told) this.send()
  }

  private send(): void {
    this.told = this.taken
    this.toldAt = performance.now()
    this.say(this.taken)
  }
}
