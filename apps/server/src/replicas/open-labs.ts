// The thread's replicas, seen from the server: made when a lab is opened, told what is committed, and asked for what is heavy.
import { setImmediate } from 'node:timers/promises'
import type { LoggedOperation } from '@etherloom/room'
import {
  documentInParts,
  type InParts,
  indexInParts,
  type TopologyDocument,
  type TopologyRecord,
} from '@etherloom/topology'
import type { Store } from '../store/store.ts'
import { wordsOf } from './diff-words.ts'
import type { JobName, Jobs, Pieces } from './jobs.ts'
import type { LabThread } from './lab-thread.ts'
import { recordsIn } from './pieces.ts'

type OfLab = Exclude<JobName, 'read' | 'message' | 'load'>

export class OpenLabs {
  private readonly store: Store
  private readonly thread: LabThread
  /** In which life of the thread each replica was made. */
  private readonly made = new Map<string, number>()

  constructor(store: Store, thread: LabThread) {
    this.store = store
    this.thread = thread
  }

  /** From disk. Throws `lab/not-found`, `store/damaged`. */
  async open(lab: string): Promise<{ document: TopologyDocument; whole: Pieces }> {
    const whole = await this.load(lab)
    return { document: await assembled(whole), whole }
  }

  follow(lab: string, { rev, diff }: LoggedOperation): void {
    const { life } = this.thread
    if (this.made.get(lab) !== life) return
    // A replica that missed something is none: it is made anew for who asks next.
    const missed = () => {
      if (this.made.get(lab) === life) this.made.delete(lab)
    }
    this.thread.ask('follow', { lab, rev, diff: wordsOf(diff) ?? diff }).catch(missed)
  }

  /** Of a lab that is open; what was committed before is in the answer. Throws `store/damaged`. */
  async ask<J extends OfLab>(job: J, asks: Jobs[J]['asks'] & { lab: string }): Promise<Jobs[J]['answer']> {
    const loaded = this.made.get(asks.lab) === this.thread.life ? null : this.load(asks.lab)
    const answer = this.thread.ask(job, asks)
    // Why a lab could not be loaded says more than that it is not there.
    answer.catch(() => {})
    await loaded
    return answer
  }

  /** Answers what was asked before; then the replica is gone. */
  drop(lab: string): void {
    this.made.delete(lab)
    // A thread that has died has no replicas.
    this.thread.ask('drop', { lab }).catch(() => {})
  }

  private async load(lab: string): Promise<Pieces> {
    const rows = this.store.rows(lab)
    const memory = rows.snapshot === undefined ? [] : [rows.snapshot.document.buffer]
    const loading = this.thread.ask('load', { rows }, memory)
    this.made.set(lab, this.thread.life)
    try {
      return await loading
    } catch (error) {
      this.made.delete(lab)
      throw error
    }
  }
}

/** The document and its index, a piece at a time: between two of them the server does something else. */
async function assembled({ pieces }: Pieces): Promise<TopologyDocument> {
  const document = await inTurns(documentInParts(read(pieces)))
  await inTurns(indexInParts(document))
  return document
}

function* read(pieces: Pieces['pieces']): Iterable<TopologyRecord[]> {
  for (const piece of pieces) yield recordsIn(piece)
}

async function inTurns<T>(parts: InParts<T>): Promise<T> {
  for (;;) {
    const part = parts.next()
    if (part.done) return part.value
    await setImmediate()
  }
}
