// A lab from disk: its newest snapshot and every operation since. A row that is damaged stops exactly this lab, with words
// that name it; the others open.
import { CodedError } from '@etherloom/protocol'
import { applyDiff, type Diff, FILE_VERSION, migrateDiff, parse, type TopologyDocument } from '@etherloom/topology'
import { type Database, wordsOf } from './database.ts'
import { sumOf } from './schema.ts'

export interface LoadedLab {
  document: TopologyDocument
  rev: number
}

interface SnapshotRow {
  rev: number
  document: string
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

export function loadLab(db: Database, lab: string): LoadedLab {
  const loaded = loadSnapshot(db, lab)
  const select = 'SELECT * FROM operations WHERE lab = ? AND rev > ? ORDER BY rev'
  for (const row of db.prepare(select).all(lab, loaded.rev) as OperationRow[]) {
    if (row.rev !== loaded.rev + 1) throw damaged(lab, loaded.rev + 1, 'it is missing')
    try {
      loaded.document = applyDiff(loaded.document, diffOf(lab, row))
    } catch (error) {
      throw error instanceof CodedError ? error : damaged(lab, row.rev, wordsOf(error))
    }
    loaded.rev = row.rev
  }
  return loaded
}

export function diffOf(lab: string, row: OperationRow): Diff {
  if (sumOf(row.label, row.diff) !== row.sum) throw damaged(lab, row.rev, 'its checksum is wrong')
  const diff = migrateDiff(JSON.parse(row.diff) as Diff, row.schema)
  if (diff === null)
    throw damaged(lab, row.rev, `it was written by another version of Etherloom (${row.schema}, not ${FILE_VERSION})`)
  return diff
}

function loadSnapshot(db: Database, lab: string): LoadedLab {
  const select = 'SELECT * FROM snapshots WHERE lab = ? ORDER BY rev DESC LIMIT 1'
  const row = db.prepare(select).get(lab) as SnapshotRow | undefined
  if (row === undefined) throw damaged(lab, 0, 'its snapshot is missing')
  if (sumOf(row.document) !== row.sum) throw damaged(lab, row.rev, 'the checksum of its snapshot is wrong')
  const result = parse(row.document)
  if (result.ok) return { document: result.doc, rev: row.rev }
  const { path, message } = result.errors[0]!
  throw damaged(lab, row.rev, `${path}: ${message}`)
}

function damaged(lab: string, rev: number, why: string): CodedError {
  return new CodedError('store/damaged', `Lab ${lab} is damaged on disk at revision ${rev}: ${why}`)
}
