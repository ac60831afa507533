// What is on disk, as far as it is told: the document, the last operations for who was away for a moment, and the document in
// words, made once for all who come.
import { PROTOCOL_VERSION, type ServerMessage } from '@etherloom/protocol'
import type { TopologyDocument } from '@etherloom/topology'
import type { Client, Whole } from './client.ts'
import type { Journal, LoggedOperation } from './journal.ts'
import { Recent } from './recent.ts'

/** A document in words is made anew when so much was done since: who is welcomed with it is told that too. */
const MOST_SINCE_WHOLE = 200

/** What every greeting says beside the document. */
type State = Omit<Extract<ServerMessage, { type: 'resumed' }>, 'type' | 'rev' | 'ops'>

export class Committed {
  document: TopologyDocument
  rev: number
  private readonly recent: Recent
  private whole: Whole | null = null

  constructor(document: TopologyDocument, rev: number, journal: Journal) {
    this.document = document
    this.rev = rev
    this.recent = new Recent(journal)
  }

  /** The next operation is on disk, and made this document. */
  advance(operation: LoggedOperation, document: TopologyDocument): void {
    this.document = document
    this.rev = operation.rev
    this.recent.push(operation)
  }

  /** Whether who joins with this revision needs a document in words that is not there, or too old. */
  lacksWhole(rev: number | null): boolean {
    if (this.missedSince(rev) !== null) return false
    const { whole } = this
    return whole === null || this.rev - whole.rev > MOST_SINCE_WHOLE || this.missedSince(whole.rev) === null
  }

  /** For those who join from now on. */
  offer(whole: Whole): void {
    if (whole.rev >= (this.whole?.rev ?? 0)) this.whole = whole
  }

  /** With what was missed since this revision, or with everything. */
  greet(lab: string, client: Client, rev: number | null, state: State): void {
    const missed = this.missedSince(rev)
    if (missed !== null) {
      client.send({ type: 'resumed', rev: this.rev, ops: missed.map(asForeign), ...state })
      return
    }
    const greeting = { type: 'welcome', protocol: PROTOCOL_VERSION, lab, client: client.id, ...state } as const
    const { whole } = this
    const since = this.missedSince(whole?.rev ?? null)
    if (whole === null || since === null || client.transport.sendWhole === undefined) {
      client.send({ ...greeting, rev: this.rev, records: [...this.document.records.values()] })
      return
    }
    client.transport.sendWhole({ ...greeting, rev: whole.rev }, whole.pieces)
    for (const operation of since) client.send({ type: 'op', ...asForeign(operation), ...client.member.labels() })
  }

  /** Null when that is not known, or too much. */
  private missedSince(rev: number | null): LoggedOperation[] | null {
    return rev === null ? null : this.recent.since(rev, this.rev)
  }
}

const asForeign = ({ rev, client, label, diff }: LoggedOperation) => ({ rev, client, label, diff })
