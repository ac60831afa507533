// View-only links: each lab may have one token with which others look at it and change nothing. The owner makes it, and takes it
// back: then the link leads nowhere, and who is looking through it is sent away.
import { randomBytes } from 'node:crypto'
import { isSame } from './http/guard.ts'
import type { Labs } from './labs.ts'

export class Shares {
  private readonly labs: Labs
  private readonly lookers = new Map<string, Set<() => void>>()

  constructor(labs: Labs) {
    this.labs = labs
  }

  /** The lab's token, or null. Throws `lab/not-found`. */
  of(lab: string): string | null {
    this.labs.summary(lab)
    return this.labs.store.viewToken(lab)
  }

  opens(lab: string, given: string): boolean {
    const token = this.labs.store.viewToken(lab)
    return token !== null && isSame(given, token)
  }

  /** The lab's token, made when it has none. Throws `lab/not-found`. */
  share(lab: string): string {
    const token = this.of(lab) ?? randomBytes(24).toString('base64url')
    this.labs.store.setViewToken(lab, token)
    return token
  }

  /** Throws `lab/not-found`. */
  revoke(lab: string): void {
    this.labs.summary(lab)
    this.labs.store.setViewToken(lab, null)
    for (const sendAway of this.lookers.get(lab) ?? []) sendAway()
    this.lookers.delete(lab)
  }

  /** Somebody looks through the link until the returned function is called, or `sendAway` was. */
  looking(lab: string, sendAway: () => void): () => void {
    const here = this.lookers.get(lab) ?? new Set()
    this.lookers.set(lab, here.add(sendAway))
    return () => {
      here.delete(sendAway)
      if (here.size === 0 && this.lookers.get(lab) === here) this.lookers.delete(lab)
    }
  }
}
