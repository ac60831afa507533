// A lab from disk: its newest snapshot and every operation since. A row that is damaged stops exactly this lab, with words
// that name it; the others open.
import { CodedError } from '@etherloom/protocol'
import { applyDiff, type Diff, FILE_VERSION, migrateDiff, type TopologyDocument } from '@etherloom/topology'
import type { Database } from './database.ts'
import { sumOf } from './schema.ts'
import { unpack } from './snapshot.ts'

export interface LoadedLab {
  document: TopologyDocument
  rev: number
}

export interface SnapshotRow {
  rev: number
  document: Uint8Array<ArrayBuffer>
  sum: number
}
export interface OperationRow {
  rev: number
  client: string
  author: string
  seq: number | null
  kind: 'op' | 'undo' | 'redo'
  schema: number
  label: string
  diff: string
  sum: number
  /** Milliseconds since 1970. */
  at: number
}

/** What the disk has of a lab: quickly read, and made a document by `labFrom` wherever there is time for it. */
export interface LabRows {
  readonly lab: string
  readonly snapshot: SnapshotRow | undefined
  readonly operations: readonly OperationRow[]
}

export function rowsOf(db: Database, lab: string): LabRows {
  const newest = 'SELECT rev, document, sum FROM snapshots WHERE lab = ? ORDER BY rev DESC LIMIT 1'
  const row = db.prepare(newest).get(lab) as SnapshotRow | undefined
  const since = 'SELECT * FROM operations WHERE lab = ? AND rev > ? ORDER BY rev'
  const operations = db.prepare(since).all(lab, row?.rev ?? 0) as OperationRow[]
  const snapshot = row && { rev: row.rev, document: new Uint8Array(row.document), sum: row.sum }
  return { lab, snapshot, operations }
}

/** Throws `store/damaged`. */
export function labFrom({ lab, snapshot, operations }: LabRows): LoadedLab {
  if (snapshot === undefined) throw damaged(lab, 0, 'its snapshot is missing')
  let rev = snapshot.rev
  try {
    let document = unpack(snapshot.document, snapshot.sum)
    for (const row of operations) {
      const next = rev + 1
      if (row.rev !== next) throw damaged(lab, next, 'it is missing')
      rev = next
      document = applyDiff(document, diffOf(lab, row))
    }
    return { document, rev }
  } catch (error) {
    throw error instanceof CodedError ? error : damaged(lab, rev, wordsOf(error))
  }
}

export function diffOf(lab: string, row: OperationRow): Diff {
  if (sumOf(row.label, row.diff) !== row.sum) throw damaged(lab, row.rev, 'its checksum is wrong')
  const diff = migrateDiff(JSON.parse(row.diff) as Diff, row.schema)
  if (diff === null)
    throw damaged(lab, row.rev, `it was written by another version of Etherloom (${row.schema}, not ${FILE_VERSION})`)
  return diff
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function damaged(lab: string, rev: number, why: string): CodedError {
  return new CodedError('store/damaged', `Lab ${lab} is damaged on disk at revision ${rev}: ${why}`)
}
