// What the operations share. An operation is a pure function of the document: it returns what would change, or throws
// `Refused` with words for the person who asked. What it returns has passed `checkOperation`, so a room refuses it only if
// somebody else was faster.
import { checkOperation } from '../check-operation.ts'
import { applyDiff, type Diff, diffDocuments, diffRecords, type FieldChange, type Operation } from '../diff.ts'
import { find, nameOf, type RecordOf } from '../document.ts'
import type { RecordId, TopologyDocument, TopologyRecord } from '../records.ts'

/** An operation that makes no sense here; the message says why. */
export class Refused extends Error {
  /** The same without the record's name, for the form that shows this record. */
  readonly plain: string

  constructor(message: string, plain = message) {
    super(message)
    this.plain = plain
    this.name = 'Refused'
  }
}

/** The record of that id; refused when it is gone. */
export function demand<I extends RecordId>(doc: TopologyDocument, id: I): RecordOf<I> {
  const found = find(doc, id)
  if (found === undefined) throw new Refused(`There is no ${id} in this lab any more.`)
  return found
}

/** A document being changed by one operation: later steps see earlier ones, and no operation writes a diff by hand. */
export class Draft {
  /** The document as changed so far. */
  doc: TopologyDocument
  private readonly base: TopologyDocument

  constructor(doc: TopologyDocument) {
    this.base = doc
    this.doc = doc
  }

  apply(diff: Diff): void {
    this.doc = applyDiff(this.doc, diff)
  }

  add(...records: TopologyRecord[]): void {
    this.apply({ added: Object.fromEntries(records.map((record) => [record.id, record])), updated: {}, removed: {} })
  }

  put(record: TopologyRecord): void {
    const change = diffRecords(demand(this.doc, record.id), record)
    if (change !== null) this.apply({ added: {}, updated: { [record.id]: change }, removed: {} })
  }

  /** Many at once, in the time of one. */
  putAll(records: readonly TopologyRecord[]): void {
    const updated: Partial<Record<RecordId, FieldChange>> = {}
    for (const record of records) {
      const change = diffRecords(demand(this.doc, record.id), record)
      if (change !== null) updated[record.id] = change
    }
    this.apply({ added: {}, updated, removed: {} })
  }

  operation(label: string): Operation {
    const operation: Operation = { label, diff: diffDocuments(this.base, this.doc) }
    const check = checkOperation(this.base, operation)
    if (check.ok) return operation
    const problem = check.problems.at(0)
    if (problem === undefined) throw new Refused(check.message)
    const { message, mend } = problem
    const name = nameOf(this.doc, problem.record)
    const plain = `${message}; ${mend}.`
    // A lab is the one that is open, and needs no name.
    const isNamed = problem.record === 'lab:lab' || message.startsWith(`"${name}"`)
    throw new Refused(isNamed ? plain : `${name}: ${plain}`, plain)
  }
}
