// Where operations are made: on the page when they are small, in a worker of their own when they are large. Either way they are of
// one document, and whoever asked waits.
import { type Diff, type RecordId, Refused, type TopologyDocument, type TopologyRecord } from '@etherloom/topology'
import { nextTask } from '../ui/next-task.ts'
import { Maker, type PartFacts, type PartSource, type Wish } from './maker.ts'
import type { DiffPart, MakerAnswer, MakerOrder, Written } from './maker.worker.ts'

/** An operation, and its diff as it is sent when that was written already. */
export interface Made {
  readonly label: string
  readonly diff: Diff
  readonly written?: Written
}

export interface Workshop {
  copy(ids: readonly RecordId[]): Promise<string>
  lookAt(source: PartSource): Promise<PartFacts>
  make(wish: Wish): Promise<Made>
  /** Whoever still waits is told that it was cancelled. */
  close(): void
}

export class Cancelled extends Error {}

export const workshopHere = (document: TopologyDocument): Workshop => {
  const maker = new Maker(document)
  return {
    copy: async (ids) => maker.copy(ids),
    lookAt: async (source) => maker.lookAt(source),
    make: async (wish) => maker.make(wish),
    close: () => {},
  }
}

/** Records handed over at once: copying more would be felt. */
const PIECE = 1000

export class WorkshopAway implements Workshop {
  private readonly worker: Worker
  private readonly handedOver: Promise<void>
  /** Why nothing more is answered. */
  private over: Error | null = null
  /** Tells whoever waits. */
  private fail: (error: Error) => void = () => {}

  constructor(document: TopologyDocument) {
    this.worker = new Worker(new URL('./maker.worker.ts', import.meta.url), { type: 'module' })
    this.worker.onerror = (event) => this.end(new Error(event.message || 'The worker could not be started.'))
    this.handedOver = this.handOver([...document.records.values()])
  }

  async copy(ids: readonly RecordId[]): Promise<string> {
    await this.handedOver
    return this.ask({ copy: ids }, (answer) => ('text' in answer ? answer.text : null))
  }

  async lookAt(source: PartSource): Promise<PartFacts> {
    await this.handedOver
    return this.ask({ look: source }, (answer) => ('facts' in answer ? answer.facts : null))
  }

  async make(wish: Wish): Promise<Made> {
    await this.handedOver
    const diff: Record<DiffPart, Record<string, unknown>> = { added: {}, updated: {}, removed: {} }
    return this.ask({ make: wish }, (answer) => {
      if ('part' in answer) for (const [id, entry] of answer.entries) diff[answer.part][id] = entry
      return 'label' in answer ? { label: answer.label, written: answer.written, diff: diff as unknown as Diff } : null
    })
  }

  close(): void {
    this.end(new Cancelled('It was cancelled.'))
  }

  private end(why: Error): void {
    this.worker.terminate()
    this.over ??= why
    this.fail(this.over)
  }

  private async handOver(records: readonly TopologyRecord[]): Promise<void> {
    for (let at = 0; at < records.length; at += PIECE) {
      if (at > 0) await nextTask()
      if (this.over !== null) return
      this.send({ records: records.slice(at, at + PIECE) })
    }
  }

  private send(order: MakerOrder): void {
    this.worker.postMessage(order)
  }

  /** One question at a time. `take` answers null until all is said. */
  private ask<T>(order: MakerOrder, take: (answer: MakerAnswer) => T | null): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.over !== null) return reject(this.over)
      this.fail = reject
      this.worker.onmessage = ({ data }: MessageEvent<MakerAnswer>) => {
        if ('refused' in data) return reject(new Refused(data.refused))
        const answer = take(data)
        if (answer !== null) resolve(answer)
      }
      this.send(order)
    })
  }
}
