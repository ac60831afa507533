// Looks into nodes that the kernel has not answered yet, and how many of them a client may ask for: each costs the kernel a
// fraction of a millisecond that its packets wait.
import type { Answer } from '@etherloom/experiment/port'
import { type ErrorCode, errorCodes, INSPECT_BURST, INSPECT_PER_SECOND, type ServerMessage } from '@etherloom/protocol'
import type { NodeId } from '@etherloom/topology'
import type { Client } from './client.ts'
import { TokenBucket } from './flood.ts'

interface Inspection {
  readonly client: Client
  readonly query: number
  readonly node: NodeId
}

export class Inspections {
  private readonly open = new Map<number, Inspection>()
  private readonly patience = new WeakMap<Client, TokenBucket>()
  private next = 1

  /** The kernel's number for the question, or null: this client asks too often. */
  ask(client: Client, query: number, node: NodeId, nowMs: number): number | null {
    let bucket = this.patience.get(client)
    if (bucket === undefined) {
      bucket = new TokenBucket(INSPECT_BURST, INSPECT_PER_SECOND, nowMs)
      this.patience.set(client, bucket)
    }
    if (!bucket.take(nowMs)) return null
    const number = this.next++
    this.open.set(number, { client, query, node })
    return number
  }

  /** Who asked; null when nobody did. */
  answered(number: number): Inspection | null {
    const inspection = this.open.get(number) ?? null
    this.open.delete(number)
    return inspection
  }

  /** The kernel is gone: nobody is left waiting. */
  endAll(): void {
    for (const { client, query, node } of this.open.values()) client.send(notSeen(query, node, 'run/not-running'))
    this.open.clear()
  }
}

/** Asked by who is no client: numbered downwards, where inspections count up. */
export class Questions {
  private readonly open = new Map<number, (answer: Answer | null) => void>()
  private asked = 0

  /** Null when the kernel has ended before it answered. */
  ask(): { query: number; answer: Promise<Answer | null> } {
    const query = --this.asked
    return { query, answer: new Promise((resolve) => this.open.set(query, resolve)) }
  }

  answered(query: number, answer: Answer): void {
    this.open.get(query)?.(answer)
    this.open.delete(query)
  }

  endAll(): void {
    for (const answer of this.open.values()) answer(null)
    this.open.clear()
  }
}

export const notSeen = (query: number, node: NodeId, why: ErrorCode): ServerMessage => ({
  type: 'inspected',
  query,
  node,
  view: null,
  message: errorCodes[why].words,
})
