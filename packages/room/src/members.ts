// Everybody who ever edited this lab, as far as is still known: those here, those here lately, and the rest from the journal.
import { UNDO_DEPTH } from '@etherloom/protocol'
import { Member } from './client.ts'
import type { Journal } from './journal.ts'

const KEPT = 256

export class Members {
  private readonly journal: Journal
  private readonly members = new Map<string, Member>()

  constructor(journal: Journal) {
    this.journal = journal
  }

  of(id: string): Member {
    let member = this.members.get(id)
    if (member === undefined) {
      member = new Member(id, this.journal.ofClient(id, 2 * UNDO_DEPTH))
      this.members.set(id, member)
    }
    return member
  }

  /** Forgets who can be made again from the journal. To be called when all is on disk. */
  trim(isHere: (id: string) => boolean): void {
    if (this.members.size <= KEPT) return
    for (const id of this.members.keys()) if (!isHere(id)) this.members.delete(id)
  }
}
