// Labs as they were: a replica of which operations are taken back, some at a time, because there may be a hundred thousand.
import { CodedError } from '@etherloom/protocol'
import { applyDiff, DiffConflict, invertDiff, type TopologyDocument } from '@etherloom/topology'
import { diffOf, type OperationRow } from '../store/load.ts'

export class Pasts {
  private readonly documents = new Map<number, TopologyDocument>()
  private last = 0

  begin(document: TopologyDocument): number {
    this.documents.set(++this.last, document)
    return this.last
  }

  /** `rows`: what was done last of it, the last first. Throws `revision/too-old`, `store/damaged`. */
  takeBack(past: number, lab: string, rows: readonly OperationRow[]): void {
    let document = this.end(past)
    try {
      for (const row of rows) document = applyDiff(document, invertDiff(diffOf(lab, row)))
    } catch (error) {
      // A migration has changed what the operation stood on.
      if (error instanceof DiffConflict) throw new CodedError('revision/too-old')
      throw error
    }
    this.documents.set(past, document)
  }

  drop(past: number): void {
    this.documents.delete(past)
  }

  /** As it was then; it is not kept any longer. */
  end(past: number): TopologyDocument {
    const document = this.documents.get(past)
    this.documents.delete(past)
    if (document === undefined) throw new Error(`there is no past ${past}`)
    return document
  }
}
